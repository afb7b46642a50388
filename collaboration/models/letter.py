from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from collaboration.models.attendance import Attendance
from portal import access
from portal.models import User


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User | AnonymousUser) -> LetterQuerySet:
        return self.filter(access.where(user, "letter"))

    def valid(self) -> LetterQuerySet:
        """Those whose facts still stand: a corrected list or another length withdraws a letter."""
        return self.filter(
            attendance__came=True,
            attendance__activity__minuted_at__isnull=False,
            attendance__activity__cancelled_at=None,
            attendance__activity__starts_at=F("starts_at"),
            attendance__activity__minutes=F("minutes"),
        )


class Letter(models.Model):
    """A letter of attendance (surat keterangan): the facts as printed, and the code that proves it.

    ``minutes`` is the length of the activity; its JP are whole units of 45 minutes.
    """

    SIGNS = 12

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="letters")
    code = models.CharField(_("code"), max_length=SIGNS, unique=True)
    issued_at = models.DateTimeField()
    name = models.CharField(max_length=250)
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(code=""), name="letter_has_a_code")
        ]

    def __str__(self) -> str:
        return self.code
