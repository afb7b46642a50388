from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models

from portal import access
from portal.models.people import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User | AnonymousUser) -> DraftQuerySet:
        return self.filter(access.where(user, "draft", "edit"))


class Draft(models.Model):
    """An unfinished form as it was typed. Never counted, never visible to anybody else.

    ``form`` names the form and its record, e.g. ``"session-observe:<uuid>"``; the key is the
    form instance, so that a repeated send finds the first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=120, db_index=True)
    payload = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"{self.form} {self.revision}"
