from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import User
from supervision.models.session import SupervisionSession


class TurnQuerySet(models.QuerySet["Turn"]):
    def visible_to(self, user: User | AnonymousUser) -> TurnQuerySet:
        return self.filter(access.where(user, "words", path="session__"))


class Turn(models.Model):
    """A step in the talk. Never edited: a correction is a new turn beside the old one."""

    class Kind(models.TextChoices):
        REFLECTION = "reflection", _("Reflection")
        SAW = "saw", _("What I saw")
        QUESTION = "question", _("Question")
        ANSWER = "answer", _("Answer")
        AGREEMENT = "agreement", _("Agreement")
        REPLY = "reply", _("Reply to the record")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="turns")
    author = models.ForeignKey(User, models.PROTECT, related_name="turns")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("words"), max_length=4000)
    at = models.DateTimeField()
    spoken = models.BooleanField(_("said aloud, noted in a line"), default=False)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering = ["session", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="turn_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def visible_to(self, user: User | AnonymousUser) -> ReflectionQuerySet:
        return self.filter(access.reflections(user))


class Reflection(models.Model):
    """The teacher's closing words: hers alone until she shares them.

    Private ones are in no search, count, export or notification of anybody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="reflections")
    author = models.ForeignKey(User, models.PROTECT, related_name="reflections")
    text = models.TextField(_("reflection"), max_length=6000)
    written_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    supervisor_may_read = models.BooleanField(_("the supervisor may read it too"), default=False)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint("session", "author", name="one_reflection_a_session_and_author")
        ]

    def __str__(self) -> str:
        return f"{self.author} {self.written_at:%Y-%m-%d}"
