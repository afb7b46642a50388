from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from collaboration.models.plan import LessonPlan
from portal import access
from portal.models import User


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: User | AnonymousUser) -> SeriesQuerySet:
        return self.filter(access.where(user, "activity", path="first__"))


class Series(models.Model):
    """In-On-In: study and plan together (In-1), try it in one's own class (On), look back (In-2).

    Both meetings are activities of their own, with list, minutes and rights; the series follows
    the rights of the first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    first = models.OneToOneField(Activity, models.CASCADE, related_name="opens")
    second = models.OneToOneField(Activity, models.CASCADE, related_name="closes")
    task = models.TextField(_("what everybody tries in class"), max_length=600)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["-first__starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(task=""), name="series_says_what_is_tried"),
        ]

    def __str__(self) -> str:
        return str(self.first)


class OnTaskQuerySet(models.QuerySet["OnTask"]):
    def visible_to(self, user: User | AnonymousUser) -> OnTaskQuerySet:
        return self.filter(access.where(user, "on_task"))


class OnTask(models.Model):
    """What one participant tries in her own class between In-1 and In-2.

    ``happened`` is told in three lines; a task without it is open, and nobody is blamed for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    series = models.ForeignKey(Series, models.CASCADE, related_name="tasks")
    user = models.ForeignKey(User, models.PROTECT, related_name="on_tasks")
    class_name = models.CharField(_("class"), max_length=60)
    day = models.DateField(_("day"), null=True, blank=True)
    plan = models.ForeignKey(
        LessonPlan,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="on_tasks",
        verbose_name=_("lesson plan"),
    )
    observer = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="on_tasks_seen",
        verbose_name=_("a colleague who watches"),
    )
    happened = models.TextField(_("what happened"), max_length=600, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = OnTaskQuerySet.as_manager()

    class Meta:
        ordering = ["series", "user__name"]
        constraints = [
            models.UniqueConstraint("series", "user", name="one_task_a_person_in_a_series"),
            models.CheckConstraint(
                condition=Q(told_at=None, happened="")
                | (Q(told_at__isnull=False) & ~Q(happened="")),
                name="a_told_task_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.series}"
