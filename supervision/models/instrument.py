from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import access

if TYPE_CHECKING:
    from portal.models import User


class Aspect(models.TextChoices):
    PLANNING = "planning", _("Planning")
    TEACHING = "teaching", _("Teaching")
    EVALUATION = "evaluation", _("Evaluation")


class Level(models.IntegerChoices):
    BEGINNING = 1, _("Beginning")
    DEVELOPING = 2, _("Developing")
    SECURE = 3, _("Secure")
    LEADING = 4, _("Leading")


def spoken(texts: Mapping[str, Any]) -> Any:
    """The text (or list of texts) in the reader's language, else the Indonesian one."""
    return texts.get(get_language() or "id", texts["id"])


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, user: User | AnonymousUser) -> InstrumentQuerySet:
        return self.filter(access.where(user, "instrument"))

    def in_use(self) -> InstrumentQuerySet:
        """Published versions that new sessions may take."""
        return self.filter(published_at__isnull=False, retired_at=None)


class Instrument(models.Model):
    """One published, immutable version of a rating form for one aspect.

    A change makes a new version; a session keeps the version it was written on. Texts are
    ``{"id": ..., "en": ...}``; ``bands`` are ``[{"from": 91, "label": {...}}, ...]`` on 0 to 100,
    each up to the next one's ``from``.
    """

    class Scoring(models.TextChoices):
        SUM_OVER_MAX = "sum_over_max", _("Sum over maximum")
        MEAN_OF_DOMAINS = "mean_of_domains", _("Mean of sections")
        LEVEL_COUNT = "level_count", _("Count of levels")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.SlugField(_("key"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect.choices)
    title = models.JSONField(_("title"))
    scoring = models.CharField(_("scoring"), max_length=20, choices=Scoring.choices)
    bands = models.JSONField(_("bands"), default=list)
    source = models.JSONField(_("source"), default=dict)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint("key", "version", name="instrument_version_once"),
            models.CheckConstraint(
                condition=Q(aspect__in=Aspect.values),
                name="instrument_is_of_one_aspect",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return spoken(self.title)


class Section(models.Model):
    """A part of a form, e.g. the opening of a lesson."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    title = models.JSONField()

    class Meta:
        ordering = ["instrument", "order"]
        constraints = [models.UniqueConstraint("instrument", "order", name="section_order_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return spoken(self.title)


class Indicator(models.Model):
    """One item of a form with four described levels, 1 to 4, lowest first.

    ``code`` ("R01") is what joins the versions of an instrument, and activities to ratings.
    ``twin`` is the same item in the first person, for the self-assessment.
    """

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="indicators")
    section = models.ForeignKey(Section, models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=8)
    order = models.PositiveSmallIntegerField()
    text = models.JSONField()
    twin = models.JSONField()
    levels = models.JSONField()
    help = models.JSONField(default=dict)

    class Meta:
        ordering = ["instrument", "order"]
        constraints = [
            models.UniqueConstraint("instrument", "code", name="indicator_code_once_a_version"),
            models.UniqueConstraint("instrument", "order", name="indicator_order_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        return spoken(self.text)

    @property
    def first_person(self) -> str:
        return spoken(self.twin)

    @property
    def descriptions(self) -> list[str]:
        """What levels 1 to 4 look like, in that order."""
        return spoken(self.levels)

    @property
    def hint(self) -> str:
        return spoken(self.help) if self.help else ""
