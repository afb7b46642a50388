from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from portal import access
from portal.models import User


class TrialQuerySet(models.QuerySet["Trial"]):
    def visible_to(self, user: User | AnonymousUser) -> TrialQuerySet:
        return self.filter(access.where(user, "trial"))

    def open(self) -> TrialQuerySet:
        return self.filter(answered_at=None, skipped_at=None, activity__cancelled_at=None).exclude(
            activity__to_try=""
        )


class Trial(models.Model):
    """What one person who came takes home from a meeting, and in one line what happened.

    What is tried stands in the activity itself (``to_try``). Skipping is an answer too and
    nobody sees who did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="trials")
    user = models.ForeignKey(User, models.PROTECT, related_name="trials")
    outcome = models.CharField(_("what happened"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        ordering = ["-activity__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint("activity", "user", name="trial_once_a_person"),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="")
                | (Q(answered_at__isnull=False, skipped_at=None) & ~Q(outcome="")),
                name="trial_is_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome
