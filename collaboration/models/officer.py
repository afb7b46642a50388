from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.forum import Forum
from portal import access
from portal.models import User

if TYPE_CHECKING:
    import datetime as dt


class OfficerQuerySet(models.QuerySet["Officer"]):
    def visible_to(self, user: User | AnonymousUser) -> OfficerQuerySet:
        return self.filter(access.where(user, "forum", path="forum__"))

    def on(self, day: dt.date) -> OfficerQuerySet:
        """Terms that run on ``day``, both ends included."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), began_on__lte=day)


class Officer(models.Model):
    """A member holds an office of the forum from - to; past terms stay as its history.

    ``decree`` is the number of the letter (SK) that names her, as typed; empty if there is none.
    Chair and secretary may edit the forum while their term runs.
    """

    class Office(models.TextChoices):
        CHAIR = "chair", _("Chair")
        SECRETARY = "secretary", _("Secretary")
        TREASURER = "treasurer", _("Treasurer")
        SECTION = "section", _("Head of a section")

    LEADING = (Office.CHAIR, Office.SECRETARY)

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="officers")
    user = models.ForeignKey(User, models.PROTECT, related_name="offices")
    office = models.CharField(_("office"), max_length=9, choices=Office.choices)
    decree = models.CharField(_("number of the decree"), max_length=80, blank=True)
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        ordering = ["forum", "-began_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office__in=["chair", "secretary", "treasurer", "section"]),
                name="office_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="office_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                "forum",
                "office",
                condition=Q(ended_on=None) & ~Q(office="section"),
                name="one_open_term_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()}, {self.user}"
