from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from portal import access
from portal.models import School, User


class BarrierQuerySet(models.QuerySet["Barrier"]):
    def visible_to(self, user: User | AnonymousUser) -> BarrierQuerySet:
        return self.filter(access.where(user, "barrier"))


class Barrier(models.Model):
    """What stood in the way of working together, in an activity or in a month, and what was tried.

    ``month`` is the first day of the month it is about. The writer is kept so that she alone can
    take it back; no page names her.
    """

    class Kind(models.TextChoices):
        TIME = "time", _("Time and paperwork")
        SPIRIT = "spirit", _("Motivation")
        HABIT = "habit", _("Habit")
        OTHER = "other", _("Something else")

    class Tried(models.TextChoices):
        NOTHING = "nothing", _("Nothing yet")
        MOVED = "moved", _("Chose another time")
        SHARED = "shared", _("Shared the work")
        SHORTER = "shorter", _("Made it shorter")
        TALKED = "talked", _("Talked it through together")
        ASKED = "asked", _("Asked for help")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="barriers"
    )
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="barriers"
    )
    month = models.DateField(_("month"))
    kind = models.CharField(_("what stood in the way"), max_length=6, choices=Kind.choices)
    tried = models.CharField(_("what was tried"), max_length=7, choices=Tried.choices)
    words = models.CharField(_("in your own words"), max_length=240, blank=True)
    written_by = models.ForeignKey(User, models.CASCADE, related_name="+")

    objects = BarrierQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False) | Q(activity__isnull=False),
                name="barrier_of_a_school_or_an_activity",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="barrier_of_a_whole_month"),
        ]
        indexes = [models.Index(fields=["school", "month"], name="barrier_by_school_and_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.kind}"
