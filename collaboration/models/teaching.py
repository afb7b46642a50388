from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.plan import LessonPlan, PlanVersion
from portal import access
from portal.models import User


class TeachingNoteQuerySet(models.QuerySet["TeachingNote"]):
    def visible_to(self, user: User | AnonymousUser) -> TeachingNoteQuerySet:
        return self.filter(access.teaching_notes(user))

    def of(self, plan: LessonPlan) -> TeachingNoteQuerySet:
        return self.filter(version__plan=plan)


class TeachingNote(models.Model):
    """What a teacher saw when she taught from a version of a plan; read by whoever reads it.

    ``became`` is the version of the plan that was made from this note, once there is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="teachings")
    author = models.ForeignKey(User, models.PROTECT, related_name="teachings")
    taught_on = models.DateField(_("taught on"))
    class_name = models.CharField(_("class"), max_length=20)
    worked = models.TextField(_("what worked"), max_length=2000, blank=True)
    change = models.TextField(_("what to change"), max_length=2000, blank=True)
    made_at = models.DateTimeField()
    became = models.ForeignKey(
        PlanVersion, models.SET_NULL, null=True, blank=True, related_name="came_from"
    )

    objects = TeachingNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-taught_on", "-made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(worked="", change=""), name="teaching_note_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_name}, {self.taught_on:%Y-%m-%d}"
