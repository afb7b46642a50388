from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from collaboration.models.plan import LessonPlan
from portal import access
from portal.models import User
from supervision.models import Aspect, FollowUp, SupervisionSession


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: User | AnonymousUser) -> LinkQuerySet:
        return self.filter(access.links(user))


class Link(models.Model):
    """Jejak: from an activity to an aspect and, if known, to the session where it showed.

    One sentence says what changed. Teacher and principal confirm it, each for himself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="links")
    plan = models.ForeignKey(
        LessonPlan, models.PROTECT, null=True, blank=True, related_name="links"
    )
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect.choices)
    session = models.ForeignKey(
        SupervisionSession, models.CASCADE, null=True, blank=True, related_name="links"
    )
    follow_up = models.ForeignKey(
        FollowUp, models.SET_NULL, null=True, blank=True, related_name="links"
    )
    sentence = models.CharField(_("what changed"), max_length=300)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="links")
    written_at = models.DateTimeField()
    teacher_confirmed_at = models.DateTimeField(null=True, blank=True)
    principal_confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(sentence=""), name="link_says_what_changed")
        ]

    def __str__(self) -> str:
        return self.sentence
