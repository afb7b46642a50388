from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
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
    """Something seen or heard by the observer, with its minute. Facts, no interpretation.

    ``data`` holds what is structured: ``{"counts": [["open question", 4], ...]}`` of a count,
    ``{"rows": 4, "columns": 5, "marks": {"2-3": 1}}`` of a seating map (row-column: marks).
    """

    class Kind(models.TextChoices):
        MOMENT = "moment", _("Moment")
        VERBATIM = "verbatim", _("Word for word")
        COUNT = "count", _("Counting")
        SEATING = "seating", _("Seating map")
        DOCUMENT = "document", _("Document or pupils' work")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.MOMENT)
    text = models.TextField(_("what was seen or heard"), max_length=2000)
    data = models.JSONField(default=dict, blank=True)
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


class NoteVersion(models.Model):
    """What a note said before it was mended; like the note itself, read from the release on."""

    note = models.ForeignKey(EvidenceNote, models.CASCADE, related_name="versions")
    text = models.TextField(max_length=2000)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()  # when it was replaced

    class Meta:
        ordering = ["note", "at"]

    def __str__(self) -> str:
        return self.text[:60]


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def visible_to(self, user: User | AnonymousUser) -> PhraseQuerySet:
        return self.filter(access.where(user, "phrase", "edit"))


class Phrase(models.Model):
    """An observer's own quick phrase for notes; nobody else sees it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="phrases")
    text = models.CharField(_("phrase"), max_length=160)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        ordering = ["owner", "pk"]
        constraints = [
            models.UniqueConstraint("owner", "text", name="each_phrase_once_a_person"),
            models.CheckConstraint(condition=~Q(text=""), name="phrase_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, user: User | AnonymousUser) -> RatingQuerySet:
        return self.filter(access.ratings(user))


class Rating(models.Model):
    """One indicator seen by one rater: a level of the indicator's scale, the highest is best.

    On the scale of four that is 1 (Mulai) to 4 (Menginspirasi). ``level`` None means "not
    observed" and leaves the denominator; an item answered in words has them in ``evidence``.
    An indicator not answered has no row. Self and observer stand side by side and are never
    averaged.
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
                condition=Q(level__isnull=True) | Q(level__range=(0, 5)),
                name="rating_level_of_some_scale",
            ),
            models.CheckConstraint(
                condition=Q(rater__in=("self", "observer")),
                name="rating_has_a_known_rater",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.rater} {self.level}"
