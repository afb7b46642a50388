"""Several tables into one result for a page or a print: both sides, scores, the whole record."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal import audit, charts
from portal.models import AuditEvent, User
from supervision import formulas
from supervision.formulas import Explained
from supervision.models import Agreement, Indicator, Instrument, Rating, Scale, SupervisionSession
from supervision.models.scale import went_well
from supervision.stats.score import Score

ONE_READING = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Side:
    """One indicator as both saw it; None for a side that has not answered it."""

    indicator: Indicator
    self: Rating | None
    observer: Rating | None
    in_focus: bool

    @property
    def gap(self) -> int:
        """How far the two are apart on the scale of four, 0 to 3; 0 where that cannot be said."""
        if self.indicator.scale != Scale.FOUR:
            return 0
        levels = [row.level for row in (self.self, self.observer) if row and row.level]
        return abs(levels[0] - levels[1]) if len(levels) == 2 else 0


@dataclass(frozen=True, slots=True)
class AspectSides:
    """Both raters' answers to one form, and what the observer's levels come to.

    ``explained`` is None without an answer of the observer.
    """

    session_id: UUID
    instrument: Instrument
    focus: list[Side]
    others: list[Side]
    explained: Explained | None

    @property
    def sides(self) -> list[Side]:
        return self.focus + self.others

    @property
    def score(self) -> Score | None:
        """None where the form adds nothing up: without levels, or with levels of two scales."""
        return self.explained.score if self.explained else None

    @property
    def band(self) -> str:
        """The word of the band that the unrounded value falls into; "" without one."""
        return self.explained.band.label if self.explained and self.explained.band else ""

    @property
    def formula(self) -> str:
        return self.explained.formula if self.explained else formulas.formula(self.instrument)

    @property
    def strengths(self) -> list[Side]:
        """What the observer saw well done (levels 3 and 4 of four) and has evidence of."""
        return [
            side
            for side in self.sides
            if side.observer
            and side.observer.evidence
            and went_well(side.indicator.scale, side.observer.level)
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
    """Levels 1 to 4 alone; other scales stand in the table only."""

    def level(row: Rating | None) -> int | None:
        return row.level if row else None

    return charts.dots(
        [
            (side.indicator.code, level(side.self), level(side.observer))
            for side in sides
            if side.indicator.scale == Scale.FOUR
        ]
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
        Indicator.objects.asked_in(session)
        .select_related("instrument", "section")
        .annotate(in_focus=Exists(agreed))
        .order_by("instrument__parts", "order")
    )
    by_instrument: dict[Instrument, list[Side]] = {}
    for item in indicators:
        both = found[item.pk]
        side = Side(item, both.get("self"), both.get("observer"), item.in_focus)
        by_instrument.setdefault(item.instrument, []).append(side)
    return [aspect_sides(session, form, sides) for form, sides in by_instrument.items()]


def aspect_sides(
    session: SupervisionSession, instrument: Instrument, sides: list[Side]
) -> AspectSides:
    levels = {side.indicator: side.observer.level if side.observer else None for side in sides}
    rated = any(side.observer for side in sides)
    return AspectSides(
        session_id=session.pk,
        instrument=instrument,
        focus=[side for side in sides if side.in_focus],
        others=[side for side in sides if not side.in_focus],
        explained=formulas.explain(instrument, levels) if rated else None,
    )


def explained(instrument: Instrument) -> Explained:
    """How the form is scored, with a worked example on its own items; one query."""
    return formulas.example(instrument)


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
