from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models

from portal import access
from portal.models.people import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User | AnonymousUser) -> NotificationQuerySet:
        return self.filter(access.where(user, "notification"))


class Notification(models.Model):
    """Something a person should know: a kind, who caused it and where it leads. No content.

    ``key`` names the event, so that a repeated act tells nobody twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    to = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    object_id = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    day = models.DateField(null=True, blank=True)  # of what it is about, where that has one
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)  # told in a digest

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint("to", "key", name="one_notification_a_person_and_event")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
