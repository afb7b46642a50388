from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from collaboration.models.plan import PlanVersion
from portal import access
from portal.models import User


class LessonStudyQuerySet(models.QuerySet["LessonStudy"]):
    def visible_to(self, user: User | AnonymousUser) -> LessonStudyQuerySet:
        return self.filter(access.where(user, "lesson_study"))


class LessonStudy(models.Model):
    """Plan, do, see, revise: one open lesson that a team has planned and looks back on together.

    The theme is the activity's title, the open lesson its day and hour. ``version`` is the plan
    as it was taught; ``revised`` is what the talk made of it. The model teacher speaks first.
    """

    activity = models.OneToOneField(
        Activity, models.CASCADE, primary_key=True, related_name="lesson_study"
    )
    version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="studied", verbose_name=_("lesson plan")
    )
    model_teacher = models.ForeignKey(
        User, models.PROTECT, related_name="open_lessons", verbose_name=_("model teacher")
    )
    moderator = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("moderator")
    )
    scribe = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("scribe")
    )
    spoken = models.TextField(_("how I lived the lesson"), max_length=2000, blank=True)
    spoken_at = models.DateTimeField(null=True, blank=True)
    discussion = models.TextField(_("what the talk brought"), max_length=3000, blank=True)
    proposals = models.TextField(_("what to change in the plan"), max_length=2000, blank=True)
    discussed_at = models.DateTimeField(null=True, blank=True)
    revised = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="came_of_study"
    )
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="next_cycles"
    )

    objects = LessonStudyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spoken_at=None, spoken="")
                | (Q(spoken_at__isnull=False) & ~Q(spoken="")),
                name="who_has_spoken_left_words",
            ),
            models.CheckConstraint(
                condition=Q(discussed_at=None) | Q(spoken_at__isnull=False),
                name="the_model_teacher_speaks_first",
            ),
        ]

    def __str__(self) -> str:
        return str(self.activity)

    @property
    def readers(self) -> list[str]:
        """Who reads it, in words: its team, and in a forum the chair (K34)."""
        team = [str(_("those on the list"))]
        return team + ([str(_("the KKG chair"))] if self.activity.forum_id else [])


class LessonObserverQuerySet(models.QuerySet["LessonObserver"]):
    def visible_to(self, user: User | AnonymousUser) -> LessonObserverQuerySet:
        return self.filter(access.where(user, "lesson_notes"))


class LessonObserver(models.Model):
    """One observer of an open lesson: the rules read, the pupil or group followed, the notes.

    ``follows`` is a code, M1 for a pupil or K2 for a group, never a name. Others read the notes
    once the model teacher has spoken.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    study = models.ForeignKey(LessonStudy, models.CASCADE, related_name="observers")
    user = models.ForeignKey(User, models.PROTECT, related_name="observed_lessons")
    rules_read_at = models.DateTimeField(null=True, blank=True)
    follows = models.CharField(_("pupil or group followed"), max_length=4, blank=True)
    notes = models.TextField(_("what I saw"), max_length=3000, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)

    objects = LessonObserverQuerySet.as_manager()

    class Meta:
        ordering = ["study", "user__name"]
        constraints = [
            models.UniqueConstraint("study", "user", name="observer_once_a_study"),
            models.CheckConstraint(
                condition=Q(notes="") | (Q(rules_read_at__isnull=False) & ~Q(follows="")),
                name="notes_follow_the_rules_and_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.study}"
