from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.forum import Forum
from portal import access
from portal.models import User


class ForumInvitationQuerySet(models.QuerySet["ForumInvitation"]):
    def visible_to(self, user: User | AnonymousUser) -> ForumInvitationQuerySet:
        return self.filter(access.where(user, "forum_invitation"))

    def open(self) -> ForumInvitationQuerySet:
        return self.filter(answered_at=None)


class ForumInvitation(models.Model):
    """A forum asks a person to belong; he says yes or no, once. Taking it back deletes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="invitations")
    user = models.ForeignKey(User, models.CASCADE, related_name="forum_invitations")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(default=False)

    objects = ForumInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                "forum",
                "user",
                condition=Q(answered_at=None),
                name="one_open_invitation_a_person_and_forum",
            ),
            models.CheckConstraint(
                condition=Q(accepted=False) | Q(answered_at__isnull=False),
                name="accepted_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.forum}"


class JoinCodeQuerySet(models.QuerySet["JoinCode"]):
    def visible_to(self, user: User | AnonymousUser) -> JoinCodeQuerySet:
        return self.filter(access.where(user, "forum", "edit", "forum__"))


class JoinCode(models.Model):
    """The code by which people of the forum's schools join; a new one replaces the old.

    It is kept readable, so that the chair can read it aloud again; it runs out by itself.
    """

    forum = models.OneToOneField(Forum, models.CASCADE, related_name="join_code")
    code = models.CharField(_("code"), max_length=8, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    objects = JoinCodeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.spoken

    @property
    def spoken(self) -> str:
        """Grouped for reading aloud: "K7QM-2XHA"."""
        return f"{self.code[:4]}-{self.code[4:]}"

    def opens_at(self, now: dt.datetime) -> bool:
        return now < self.expires_at
