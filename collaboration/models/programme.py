from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from collaboration.models.forum import Forum
from portal import access
from portal.models import School, SchoolYear, User
from supervision.models import Aspect, Indicator


class ForumProgrammeQuerySet(models.QuerySet["ForumProgramme"]):
    def visible_to(self, user: User | AnonymousUser) -> ForumProgrammeQuerySet:
        return self.filter(access.where(user, "forum_programme"))


class ForumProgramme(models.Model):
    """What a forum means to do in a school year; its lines are proposed, then taken or not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="programmes")
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="forum_programmes")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ForumProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["forum", "-year__starts_on"]
        constraints = [
            models.UniqueConstraint("forum", "year", name="one_programme_a_forum_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.forum} {self.year}"


class PlannedLineQuerySet(models.QuerySet["PlannedLine"]):
    def visible_to(self, user: User | AnonymousUser) -> PlannedLineQuerySet:
        return self.filter(access.where(user, "forum_programme", path="programme__"))


def with_line(activities: QuerySet[Activity], user: User | AnonymousUser) -> QuerySet[Activity]:
    """``activities`` with the line of a yearly programme each serves, as far as ``user`` reads it.

    ``line_key``, ``line_topic`` and ``line_year``, its first day; None without one.
    """
    lines = PlannedLine.objects.visible_to(user).filter(activity=OuterRef("pk")).order_by()
    return activities.annotate(
        line_key=Subquery(lines.values("pk")[:1]),
        line_topic=Subquery(lines.values("topic")[:1]),
        line_year=Subquery(lines.values("programme__year__starts_on")[:1]),
    )


class PlannedLine(models.Model):
    """One line of a forum's programme: what kind of activity on which topic in which month.

    ``month`` is its first day. ``taken`` None is a proposal nobody has decided on. Where it came
    from: ``earlier`` is last year's activity; ``asked`` teachers asked for its indicator (0 where
    fewer than three did) and ``group`` is the number of teachers seen on it if most of them stand
    low, None otherwise; it names nobody. ``activity`` is what it became.
    """

    class Source(models.TextChoices):
        LAST_YEAR = "last_year", _("last year's activities")
        NEED = "need", _("pooled needs")
        CALLED = "called", _("called this year already")
        ADDED = "added", _("added by hand")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    programme = models.ForeignKey(ForumProgramme, models.CASCADE, related_name="lines")
    month = models.DateField(_("month"))
    kind = models.CharField(_("kind"), max_length=12, choices=Activity.Kind.choices)
    topic = models.CharField(_("topic"), max_length=160)
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect.choices, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("indicator"),
    )  # fmt: skip
    host = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("host school"),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True)
    taken = models.BooleanField(null=True)
    source = models.CharField(max_length=9, choices=Source.choices, default=Source.ADDED)
    earlier = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="came_again"
    )
    asked = models.PositiveSmallIntegerField(default=0)
    group = models.PositiveSmallIntegerField(null=True, blank=True)
    activity = models.OneToOneField(
        Activity, models.SET_NULL, null=True, blank=True, related_name="planned_line"
    )

    objects = PlannedLineQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "month", "kind", "topic", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(topic=""), name="planned_line_has_a_topic"),
            models.CheckConstraint(
                condition=Q(month__day=1), name="planned_line_names_a_month_by_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(activity=None) | Q(taken=True), name="only_a_taken_line_is_called"
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def became(self, now: dt.datetime) -> str:
        """ "proposed", "left", "planned", "called", "held" or "cancelled" at ``now``."""
        if self.taken is None:
            return "proposed"
        if not self.taken:
            return "left"
        if self.activity is None:
            return "planned"
        if self.activity.cancelled_at:
            return "cancelled"
        return "called" if self.activity.starts_at > now else "held"
