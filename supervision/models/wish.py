from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import School, User
from supervision.models.instrument import Indicator
from supervision.models.session import SupervisionSession


class WishQuerySet(models.QuerySet["Wish"]):
    def visible_to(self, user: User | AnonymousUser) -> WishQuerySet:
        return self.filter(access.where(user, "wish"))

    def open(self) -> WishQuerySet:
        return self.filter(session=None, withdrawn_at=None)


class Wish(models.Model):
    """What a teacher asks help with, and when she would like a visit.

    The next visit planned with her takes it up: its words and indicators are proposed there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    teacher = models.ForeignKey(User, models.PROTECT, related_name="wishes")
    school = models.ForeignKey(School, models.PROTECT, related_name="wishes")
    text = models.TextField(_("what I would like help with"), max_length=1000)
    wanted_on = models.DateField(_("a day that would suit me"), null=True, blank=True)
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="+")
    at = models.DateTimeField()
    session = models.ForeignKey(
        SupervisionSession, models.SET_NULL, null=True, blank=True, related_name="wishes"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="wish_says_something")]

    def __str__(self) -> str:
        return self.text[:60]
