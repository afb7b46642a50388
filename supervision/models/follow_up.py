from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import Region, School, StoredFile, User
from supervision.models.instrument import Indicator
from supervision.models.session import SupervisionSession


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User | AnonymousUser) -> FollowUpQuerySet:
        return self.filter(access.follow_ups(user))

    def open(self) -> FollowUpQuerySet:
        return self.filter(done_at=None)


class FollowUp(models.Model):
    """One bite-sized step agreed in a talk: what, who, by when, how one sees that it worked."""

    class OwnerKind(models.TextChoices):
        TEACHER = "teacher", _("Teacher")
        PRINCIPAL = "principal", _("Principal")
        FORUM = "forum", _("KKG")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="follow_ups")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    what = models.CharField(_("step"), max_length=300)
    owner_kind = models.CharField(_("who"), max_length=9, choices=OwnerKind.choices)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    helpers = models.ManyToManyField(User, blank=True, related_name="helped_follow_ups")
    due_on = models.DateField(_("by when"))
    sign = models.CharField(_("sign of success"), max_length=300, blank=True)
    support = models.CharField(_("support promised"), max_length=300, blank=True)
    may_travel = models.BooleanField(_("may be brought to the KKG"), default=False)
    proof = models.TextField(_("what was done"), max_length=2000, blank=True)
    file = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="proved_steps"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    second_look = models.TextField(_("second look"), max_length=2000, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="step_says_what"),
            models.CheckConstraint(
                condition=Q(owner_kind="forum") | Q(owner__isnull=False),
                name="step_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | ~Q(proof=""),
                name="done_step_says_what_was_done",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ReadyStepQuerySet(models.QuerySet["ReadyStep"]):
    def visible_to(self, user: User | AnonymousUser) -> ReadyStepQuerySet:
        return self.filter(access.where(user, "ready_step"))

    def editable_by(self, user: User | AnonymousUser) -> ReadyStepQuerySet:
        return self.filter(access.where(user, "ready_step", "edit"))

    def in_use(self) -> ReadyStepQuerySet:
        return self.filter(retired_at=None)

    def at(self, school: School) -> ReadyStepQuerySet:
        """Those in use of the portal and of the regions that the school lies in."""
        parts = school.subdistrict_id.split(".")
        around = [".".join(parts[: n + 1]) for n in range(len(parts))]
        return self.in_use().filter(Q(region=None) | Q(region__in=around))


class ReadyStep(models.Model):
    """A step from the library, for an indicator's code; the portal's own or of a region."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="ready_steps"
    )
    code = models.CharField(_("indicator"), max_length=8)
    what = models.CharField(_("step"), max_length=300)
    sign = models.CharField(_("sign of success"), max_length=300, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ReadyStepQuerySet.as_manager()

    class Meta:
        ordering = ["code", "what"]
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="ready_step_says_what")]

    def __str__(self) -> str:
        return self.what
