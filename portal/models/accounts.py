from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.people import User


class Invitation(models.Model):
    """A one-time code by which one prepared person chooses her password.

    Only the digest of the code is kept. It opens the password page and nothing else.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="issued_invitations")
    issued_at = models.DateTimeField(_("issued"))
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("wrong tries"), default=0)

    MAX_TRIES = 5

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                "user",
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="one_open_invitation_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.issued_at:%Y-%m-%d}"

    def opens_at(self, now: dt.datetime) -> bool:
        """Does the code still work at ``now`` (aware)?"""
        unused = self.used_at is None and self.withdrawn_at is None
        return unused and self.tries < self.MAX_TRIES and now < self.expires_at


class CalendarFeed(models.Model):
    """A secret address by which a person's calendar fetches her visits and meetings.

    Only the digest of the secret is kept; whoever loses the address makes a new one.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                "user",
                condition=models.Q(revoked_at=None),
                name="one_working_calendar_feed_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"
