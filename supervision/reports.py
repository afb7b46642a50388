"""Several tables into one result for a page or a print: both sides, scores, the whole record."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal import audit, charts
from portal.models import AuditEvent, User
from supervision.models import Agreement, Indicator, Instrument, Rating, SupervisionSession
from supervision.models.instrument import spoken
from supervision.stats.bands import band
from supervision.stats.score import Score, score

FORMULAS = {
    Instrument.Scoring.SUM_OVER_MAX: gettext_lazy(
        "Sum of the observed levels, divided by 4 times the number observed, times 100."
    ),
    Instrument.Scoring.MEAN_OF_DOMAINS: gettext_lazy(
        "For each section the sum of levels divided by 4 times the number observed;"
        " then the mean of the sections, times 100."
    ),
    Instrument.Scoring.LEVEL_COUNT: gettext_lazy(
        "How often each level was seen. No score is made of it."
    ),
}
ONE_READING = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Side:
    """One indicator as both saw it. Levels 1 to 4; None for not observed or not answered."""

    indicator: Indicator
    self: Rating | None
    observer: Rating | None
    in_focus: bool

    @property
    def gap(self) -> int:
        """How far the two are apart, 0 to 3; 0 where one side has no level."""
        levels = [row.level for row in (self.self, self.observer) if row and row.level]
        return abs(levels[0] - levels[1]) if len(levels) == 2 else 0


@dataclass(frozen=True, slots=True)
class AspectSides:
    instrument: Instrument
    focus: list[Side]
    others: list[Side]
    score: Score | None
    band: str

    @property
    def sides(self) -> list[Side]:
        return self.focus + self.others

    @property
    def formula(self) -> str:
        return str(FORMULAS[Instrument.Scoring(self.instrument.scoring)])

    @property
    def strengths(self) -> list[Side]:
        """What the observer saw well done (levels 3 and 4) and has evidence of."""
        return [
            side
            for side in self.sides
            if side.observer and side.observer.evidence and (side.observer.level or 0) >= 3
        ]

    @property
    def plot(self) -> charts.DotPlot:
        """Self and observer for the indicators of the agreed focus."""
        return plot(self.focus)

    @property
    def other_plot(self) -> charts.DotPlot:
        return plot(self.others)

    @property
    def has_gaps(self) -> bool:
        return any(side.gap >= 2 for side in self.sides)


def plot(sides: list[Side]) -> charts.DotPlot:
    def level(row: Rating | None) -> int | None:
        return row.level if row else None

    return charts.dots(
        [(side.indicator.code, level(side.self), level(side.observer)) for side in sides]
    )


def side_by_side(session: SupervisionSession, user: User) -> list[AspectSides]:
    """Both raters' levels by aspect, the agreed focus first; two queries."""
    found: dict[int, dict[str, Rating]] = defaultdict(dict)
    for row in Rating.objects.visible_to(user).filter(session=session):
        found[row.indicator_id][row.rater] = row
    agreed = Agreement.indicators.through.objects.filter(
        agreement=session.agreement, indicator=OuterRef("pk")
    )
    indicators = (
        Indicator.objects.filter(instrument__parts__session=session)
        .select_related("instrument", "section")
        .annotate(in_focus=Exists(agreed))
        .order_by("instrument__parts", "order")
    )
    by_instrument: dict[Instrument, list[Side]] = {}
    for item in indicators:
        both = found[item.pk]
        side = Side(item, both.get("self"), both.get("observer"), item.in_focus)
        by_instrument.setdefault(item.instrument, []).append(side)
    return [aspect_sides(instrument, sides) for instrument, sides in by_instrument.items()]


def aspect_sides(instrument: Instrument, sides: list[Side]) -> AspectSides:
    sections: dict[str, list[int | None]] = {}
    for side in sides:
        level = side.observer.level if side.observer else None
        sections.setdefault(side.indicator.section.name, []).append(level)
    rated = any(side.observer for side in sides)
    found = score(instrument.scoring, sections) if rated else None
    return AspectSides(
        instrument=instrument,
        focus=[side for side in sides if side.in_focus],
        others=[side for side in sides if not side.in_focus],
        score=found,
        band=band_word(instrument, found.value) if found and found.value is not None else "",
    )


def band_word(instrument: Instrument, value: float) -> str:
    """The word of the band that the unrounded ``value`` (0 to 100) falls into."""
    if not instrument.bands:
        return ""
    bands = sorted(instrument.bands, key=lambda row: row["from"])
    return str(spoken(bands[band(value, [row["from"] for row in bands])]["label"]))


def read_by(session: SupervisionSession, user: User) -> None:
    """Remember that somebody else than the teacher has read her record, once in half an hour."""
    if user.pk == session.teacher_id:
        return
    recent = AuditEvent.objects.filter(
        act="session_read",
        actor=user,
        object_id=str(session.pk),
        at__gt=timezone.now() - ONE_READING,
    )
    if not recent.exists():
        audit.record("session_read", session, by=user, subject=session.teacher)
