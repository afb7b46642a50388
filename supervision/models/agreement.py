from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from supervision.models.instrument import Indicator
from supervision.models.session import SupervisionSession

if TYPE_CHECKING:
    from portal.models import User


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User | AnonymousUser) -> AgreementQuerySet:
        return self.filter(access.where(user, "agreement", path="session__"))


class Agreement(models.Model):
    """What both agreed before the visit: the focus in the teacher's words, and how to look.

    Each side confirms for itself; a change of the focus takes both confirmations back. An
    observation without a confirmed focus needs ``no_focus_reason``.
    """

    class Technique(models.TextChoices):
        NOTES = "notes", _("Notes by minute")
        VERBATIM = "verbatim", _("Words as they were said")
        COUNT = "count", _("Counting")
        SEATING = "seating", _("Seating map")
        DOCUMENT = "document", _("Documents and pupils' work")

    session = models.OneToOneField(SupervisionSession, models.CASCADE, related_name="agreement")
    focus = models.TextField(_("focus"), max_length=1000, blank=True)
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="agreements", verbose_name=_("indicators")
    )
    technique = models.CharField(
        _("how evidence is taken"),
        max_length=10,
        choices=Technique.choices,
        default=Technique.NOTES,
    )
    teacher_confirmed_at = models.DateTimeField(null=True, blank=True)
    observer_confirmed_at = models.DateTimeField(null=True, blank=True)
    no_focus_reason = models.CharField(_("why there was no focus"), max_length=300, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(teacher_confirmed_at=None, observer_confirmed_at=None) | ~Q(focus=""),
                name="only_a_written_focus_is_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id}"

    @property
    def is_agreed(self) -> bool:
        return bool(self.teacher_confirmed_at and self.observer_confirmed_at)
