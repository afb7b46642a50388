from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.forum import Forum
from portal import access
from portal.models import School, User
from supervision.models import Aspect, FollowUp, Indicator

if TYPE_CHECKING:
    from collaboration.models.plan import LessonPlan


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User | AnonymousUser) -> ActivityQuerySet:
        return self.filter(access.where(user, "activity"))

    def with_impact_for(self, user: User | AnonymousUser) -> ActivityQuerySet:
        """Activities whose figures ``user`` may see, though perhaps not their minutes."""
        return self.filter(access.where(user, "activity", "read_impact"))


class Activity(models.Model):
    """One piece of work together: what for (aspects, indicators), who, what came out of it.

    It belongs to a forum or to a school. The codes of its indicators join it to ratings.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", _("KKG meeting")
        IN_ONE = "in_one", _("In-On-In: first meeting (In-1)")
        IN_TWO = "in_two", _("In-On-In: second meeting (In-2)")
        REFLECTIVE = "reflective", _("Reflective meeting")
        CO_PLANNING = "co_planning", _("Planning together")
        PEER_VISIT = "peer_visit", _("Peer visit")
        LESSON_STUDY = "lesson_study", _("Lesson study")
        WORKSHOP = "workshop", _("Workshop")
        DEMONSTRATION = "demo_lesson", _("Demonstration lesson")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    forum = models.ForeignKey(
        Forum, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    host = models.ForeignKey(User, models.PROTECT, related_name="hosted", verbose_name=_("host"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=160)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=120)
    place = models.CharField(_("place"), max_length=160, blank=True)
    class_name = models.CharField(_("class"), max_length=60, blank=True)
    speaker = models.CharField(_("who shows or teaches it"), max_length=160, blank=True)
    agenda = models.TextField(_("agenda"), max_length=2000, blank=True)
    problem = models.TextField(_("problem"), max_length=2000, blank=True)
    decision = models.TextField(_("decision"), max_length=2000, blank=True)
    to_try = models.TextField(_("one thing to try"), max_length=1000, blank=True)
    minuted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    moved_from = models.DateTimeField(_("start before the last move"), null=True, blank=True)
    move_reason = models.CharField(_("why it is moved"), max_length=300, blank=True)
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="activities", verbose_name=_("indicators")
    )
    follow_ups = models.ManyToManyField(FollowUp, blank=True, related_name="activities")
    plans: models.ManyToManyField[LessonPlan, models.Model] = models.ManyToManyField(
        "LessonPlan", blank=True, related_name="activities"
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(forum__isnull=False, school=None) | Q(forum=None, school__isnull=False),
                name="activity_of_a_forum_or_a_school",
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 720)),
                name="activity_lasts_5_to_720_minutes",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="activity_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> dt.date:
        """The day of the activity by the clock of its place."""
        return self.starts_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def zone(self) -> str:
        place = self.school or self.forum.place  # type: ignore[union-attr]
        return place.zone


class ActivityAspect(models.Model):
    """An aspect that an activity means to help; every activity names at least one."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="aspects")
    aspect = models.CharField(max_length=10, choices=Aspect.choices)

    class Meta:
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint("activity", "aspect", name="aspect_once_an_activity")
        ]

    def __str__(self) -> str:
        return self.get_aspect_display()
