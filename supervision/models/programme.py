from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import School, SchoolYear, User

if TYPE_CHECKING:
    import datetime as dt


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: User | AnonymousUser) -> ProgrammeQuerySet:
        return self.filter(access.where(user, "programme"))


class Programme(models.Model):
    """A school's supervision programme for a school year: the document, and who observes.

    The schedule are the sessions that belong to it. ``techniques`` are codes of ``Technique``.
    ``closed_at`` ends its editing; it stays readable.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey(School, models.PROTECT, related_name="programmes")
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="programmes")
    background = models.TextField(_("background"), max_length=6000, blank=True)
    basis = models.TextField(_("legal basis"), max_length=4000, blank=True)
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    scope = models.TextField(_("scope"), max_length=4000, blank=True)
    review = models.TextField(_("what last year showed"), max_length=6000, blank=True)
    targets = models.TextField(_("targets"), max_length=4000, blank=True)
    techniques = models.JSONField(_("techniques"), default=list, blank=True)
    following_up = models.TextField(_("following up"), max_length=4000, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-year__starts_on", "school"]
        constraints = [
            models.UniqueConstraint("school", "year", name="one_programme_a_school_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.year}"


class DelegateQuerySet(models.QuerySet["Delegate"]):
    def on(self, day: dt.date) -> DelegateQuerySet:
        """Delegations that count on ``day``, both ends included, of programmes not closed."""
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gte=day), began_on__lte=day, programme__closed_at=None
        )


class Delegate(models.Model):
    """A senior teacher or coordinator whom the programme lets observe at her school.

    ``decree`` is the number of the letter that names her, as typed; empty if there is none.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="delegates")
    user = models.ForeignKey(User, models.PROTECT, related_name="delegations")
    decree = models.CharField(_("number of the decree"), max_length=80, blank=True)
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "user__name"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                "user",
                condition=Q(ended_on=None),
                name="one_open_delegation_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="delegation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"
