from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import Region, School
from supervision.models.scale import WORDS_OF, Scale

if TYPE_CHECKING:
    from portal.models import User
    from supervision.models.session import SupervisionSession


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

    def editable_by(self, user: User | AnonymousUser) -> InstrumentQuerySet:
        return self.filter(access.where(user, "instrument", "edit"))

    def in_use(self) -> InstrumentQuerySet:
        """Published versions that new sessions may take."""
        return self.filter(published_at__isnull=False, retired_at=None)

    def at(self, school: School) -> InstrumentQuerySet:
        """Those of the portal, of the school itself and of the regions that it lies in."""
        code = school.subdistrict_id
        parts = code.split(".")
        around = [".".join(parts[: n + 1]) for n in range(len(parts))]
        return self.filter(
            Q(school=None, region=None) | Q(school=school) | Q(region__code__in=around)
        )


class Instrument(models.Model):
    """One version of a form for one aspect; once published it never changes.

    A change makes a new version; a session keeps the version it was written on. Texts are
    ``{"id": ..., "en": ...}``; ``bands`` are ``[{"from": 91, "label": {...}}, ...]`` on 0 to 100,
    each up to the next one's ``from``. Without ``school`` and ``region`` it is the portal's own.
    """

    class Scoring(models.TextChoices):
        SUM_OVER_MAX = "sum_over_max", _("Sum over maximum")
        MEAN_OF_DOMAINS = "mean_of_domains", _("Mean of sections")
        LEVEL_COUNT = "level_count", _("Count of levels")
        COMPETENCES = "competences", _("Conversion by competence (PKG)")
        ELEMENTS = "elements", _("Elements by segment (Teach)")

    class Kind(models.TextChoices):
        STANDARD = "standard", _("Standard form")
        SHORT = "short", _("Short visit")
        PEER = "peer", _("Peer visit, without ratings")
        TALK = "talk", _("Conversation only")
        RUBRIC = "rubric", _("Classroom practice rubric")
        TEACH = "teach", _("Teach Primary adaptation")
        LEGACY = "legacy", _("Older form")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.SlugField(_("key"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.STANDARD)
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect.choices)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="instruments"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="instruments"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
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
            models.CheckConstraint(
                condition=Q(school=None) | Q(region=None), name="instrument_has_one_owner"
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


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def asked_in(self, session: SupervisionSession) -> IndicatorQuerySet:
        """Items of the session's forms that apply to its class and subject."""
        kinds = Q(applies_to="")
        for kind in session.class_kinds:
            kinds |= Q(applies_to__contains=f",{kind},")
        grades = Q(grades="")
        if session.grade:
            grades |= Q(grades__contains=f",{session.grade},")
        return self.filter(kinds & grades, instrument__parts__session=session)


class Indicator(models.Model):
    """One item of a form with its described levels, lowest first.

    ``code`` ("R01") is what joins the versions of an instrument, and activities to ratings.
    ``twin`` is the same item in the first person, for the self-assessment. ``levels`` describe
    the levels of ``scale``. ``applies_to`` and ``grades`` are ``",pai,pjok,"``, empty for all.
    ``questions`` are reflective ones for the talk, ``{"id": [...], "en": [...]}``.
    """

    class ClassKind(models.TextChoices):
        CLASS_TEACHER = "class_teacher", _("Class teacher")
        MULTIGRADE = "multigrade", _("Multi-grade class")
        RELIGION = "pai", _("Religious education")
        SPORT = "pjok", _("Physical education")

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="indicators")
    section = models.ForeignKey(Section, models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=8)
    order = models.PositiveSmallIntegerField()
    text = models.JSONField()
    twin = models.JSONField()
    scale = models.CharField(max_length=9, choices=Scale.choices, default=Scale.FOUR)
    levels = models.JSONField()
    help = models.JSONField(default=dict, blank=True)
    good = models.JSONField(default=dict, blank=True)
    thin = models.JSONField(default=dict, blank=True)
    questions = models.JSONField(default=dict, blank=True)
    applies_to = models.CharField(max_length=60, blank=True)
    grades = models.CharField(max_length=20, blank=True)

    objects = IndicatorQuerySet.as_manager()

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
        """The item as the teacher asks herself; "" for one that only an observer answers."""
        return spoken(self.twin) if self.twin else ""

    @property
    def descriptions(self) -> list[str]:
        """What the levels of its scale look like, lowest first."""
        return spoken(self.levels)

    @property
    def hint(self) -> str:
        return spoken(self.help) if self.help else ""

    @property
    def good_example(self) -> str:
        return spoken(self.good) if self.good else ""

    @property
    def thin_example(self) -> str:
        return spoken(self.thin) if self.thin else ""

    @property
    def talk_questions(self) -> list[str]:
        return spoken(self.questions) if self.questions else []

    @property
    def choices(self) -> tuple[tuple[int, object], ...]:
        """Each level of its scale with its word, lowest first; () for an item in words."""
        return WORDS_OF[self.scale]
