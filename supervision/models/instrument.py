from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import Region, School
from portal.roles import Role
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
    """The text (or list of texts) in the reader's language; what is empty there in Indonesian."""
    own, base = texts.get(get_language() or "id"), texts.get("id", "")
    if isinstance(own, list) and len(own) == len(base):
        return [mine or fallback for mine, fallback in zip(own, base, strict=True)]
    return own or base


def counted(rows: models.QuerySet[Any]) -> Coalesce:
    """How many ``rows`` there are for the outer row; a subquery, so that no join doubles rows."""
    found = rows.order_by().values("instrument").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found, output_field=models.IntegerField()), 0)


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
        return self.around([school])

    def around(self, schools: Iterable[School]) -> InstrumentQuerySet:
        """Those of the portal, and what any of ``schools`` or of their regions has made."""
        places = list(schools)
        codes = {place.subdistrict_id[:length] for place in places for length in (2, 5, 8)}
        return self.filter(
            Q(school=None, region=None) | Q(school__in=places) | Q(region__code__in=codes)
        )

    def near(self, user: User) -> InstrumentQuerySet:
        """Those of the portal and of the places where ``user`` serves, below and above them."""
        scope = user.scope
        own = School.objects.filter(pk__in=[school for _role, school in scope.schools])
        codes = {code for _role, code in scope.regions}
        known = {*codes, *own.values_list("subdistrict", flat=True)} if scope.schools else codes
        above = {code[:length] for code in known for length in (2, 5, 8)}
        rows = Q(school=None, region=None) | scope.at(*Role, path="school__")
        rows |= Q(region__code__in=above)
        for code in codes:
            rows |= Q(region__code__startswith=code)
        return self.filter(rows)

    def for_list(self, user: User) -> InstrumentQuerySet:
        """With the number of ``items`` and of ``uses``: sessions that ``user`` may know of."""
        known = access.where(user, "session", path="session__") | access.where(
            user, "school", "read_process", path="session__school__"
        )
        uses = apps.get_model("supervision.SessionInstrument").objects.filter(
            known, instrument=OuterRef("pk")
        )
        items = Indicator.objects.filter(instrument=OuterRef("pk"))
        return self.select_related("school", "region").annotate(
            items=counted(items), uses=counted(uses)
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

    @property
    def place(self) -> School | Region | None:
        """Whose it is; None for the portal's own."""
        return self.school or self.region


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
    def in_first_person(self) -> IndicatorQuerySet:
        """Items that the teacher answers too; one without a twin is the observer's alone."""
        return self.exclude(twin={}).exclude(twin__id="")

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
        return spoken(self.levels) or []

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
