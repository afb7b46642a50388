from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from portal import access
from portal.models import School, Term, User


class VisionQuerySet(models.QuerySet["Vision"]):
    def visible_to(self, user: User | AnonymousUser) -> VisionQuerySet:
        return self.filter(access.where(user, "vision"))


class VisionPart(models.Model):
    """A short statement of a vision. Unchanged words are the same part in every version,

    so that what an activity did for it stays tied when another part is changed.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="vision_parts")
    text = models.CharField(_("part of the vision"), max_length=160)

    class Meta:
        ordering = ["school", "pk"]
        constraints = [
            models.UniqueConstraint("school", "text", name="part_of_a_vision_once_a_school"),
            models.CheckConstraint(condition=~Q(text=""), name="part_of_a_vision_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class Vision(models.Model):
    """A school's shared vision from an instant to an instant; a change makes a new version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey(School, models.CASCADE, related_name="visions")
    sentence = models.CharField(_("our vision"), max_length=240)
    parts = models.ManyToManyField(VisionPart, through="VisionLine", related_name="visions")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VisionQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(
                "school", condition=Q(ended_at=None), name="one_vision_a_school_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="vision_is_a_sentence"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="vision_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


class VisionLine(models.Model):
    vision = models.ForeignKey(Vision, models.CASCADE, related_name="lines")
    part = models.ForeignKey(VisionPart, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["vision", "order"]
        constraints = [models.UniqueConstraint("vision", "part", name="part_once_a_vision")]

    def __str__(self) -> str:
        return f"{self.vision_id} {self.order}"


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, user: User | AnonymousUser) -> PledgeQuerySet:
        return self.filter(access.where(user, "pledge"))


class Pledge(models.Model):
    """What one person means to do for the vision this term, in her own sentence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.CASCADE, related_name="pledges")
    school = models.ForeignKey(School, models.CASCADE, related_name="pledges")
    term = models.ForeignKey(Term, models.PROTECT, related_name="pledges")
    part = models.ForeignKey(
        VisionPart, models.PROTECT, null=True, blank=True, related_name="pledges"
    )
    sentence = models.CharField(_("my pledge"), max_length=240)
    at = models.DateTimeField()

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "user", "school", "term", name="one_pledge_a_person_school_and_term"
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="pledge_is_a_sentence"),
        ]

    def __str__(self) -> str:
        return self.sentence


class VisionService(models.Model):
    """An activity serves a part of a school's vision; ``evidence`` is one sentence, or empty."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="serves")
    part = models.ForeignKey(VisionPart, models.PROTECT, related_name="served_by")
    evidence = models.CharField(_("what showed"), max_length=240, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint("activity", "part", name="part_once_an_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.part_id}"
