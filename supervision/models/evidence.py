from __future__ import annotations

import uuid
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


class EvidenceNoteQuerySet(models.QuerySet["EvidenceNote"]):
    def visible_to(self, user: User | AnonymousUser) -> EvidenceNoteQuerySet:
        return self.filter(access.where(user, "notes", path="session__"))


class EvidenceNote(models.Model):
    """Something seen or heard by the observer, with its minute. Facts, no interpretation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="notes")
    text = models.TextField(_("what was seen or heard"), max_length=2000)
    minute = models.PositiveSmallIntegerField(_("minute"), null=True, blank=True)
    at = models.DateTimeField()
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="notes")

    objects = EvidenceNoteQuerySet.as_manager()

    class Meta:
        ordering = ["session", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(minute=None) | Q(minute__lte=600),
                name="note_minute_within_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, user: User | AnonymousUser) -> RatingQuerySet:
        return self.filter(access.ratings(user))


class Rating(models.Model):
    """One indicator seen by one rater: level 1 (Mulai) to 4 (Menginspirasi), 4 is best.

    ``level`` None means "not observed" and leaves the denominator; an indicator not answered
    has no row. Self and observer stand side by side and are never averaged.
    """

    class Rater(models.TextChoices):
        SELF = "self", _("Teacher")
        OBSERVER = "observer", _("Observer")

    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="ratings")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="ratings")
    rater = models.CharField(max_length=8, choices=Rater.choices)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["session", "indicator", "rater"]
        constraints = [
            models.UniqueConstraint(
                "session",
                "indicator",
                "rater",
                name="one_rating_an_indicator_and_rater",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__range=(1, 4)),
                name="rating_level_from_1_to_4",
            ),
            models.CheckConstraint(
                condition=Q(rater__in=("self", "observer")),
                name="rating_has_a_known_rater",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.rater} {self.level}"
