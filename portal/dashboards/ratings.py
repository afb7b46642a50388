"""Levels of a place as they were last fixed; live for a school's own principal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal import charts
from portal.dashboards.areas import Area
from portal.models import Term
from supervision.models import Aspect, PublishedFigure, TermSummary
from supervision.stats.suppression import MIN_TEACHERS


@dataclass(frozen=True, slots=True)
class Figure:
    """Mean level (1.0 to 4.0) of one aspect in one term; ``mean`` None where nothing is told."""

    term: Term
    aspect: str
    teachers: int = 0
    schools: int = 0
    mean: float | None = None
    fixed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One aspect over the terms, oldest first, with its drawing."""

    aspect: Aspect
    figures: list[Figure]
    chart: charts.Chart

    @property
    def told(self) -> list[Figure]:
        return [row for row in self.figures if row.mean is not None]


@dataclass(frozen=True, slots=True)
class Shares:
    """Ratings at the four levels of one aspect at a school, lowest first; None if hidden.

    Tenths of them where they were ``fixed_on`` a day, else their number.
    """

    aspect: str
    label: str
    teachers: int
    counts: tuple[int, ...] | None
    fixed_on: dt.date | None = None

    @property
    def pieces(self) -> list[charts.Share]:
        return charts.shares(self.counts or ())


def of_area(area: Area, terms: Sequence[Term]) -> list[Line]:
    """Every aspect by term; one query. A cluster has no figures of its own."""
    if area.kind != "region":
        return []
    told = {
        (row.term_id, row.aspect): row for row in PublishedFigure.objects.of_area(area.key, terms)
    }
    lines = []
    for aspect in Aspect:
        figures = [_figure(told.get((term.pk, aspect.value)), term, aspect.value) for term in terms]
        notes = [f"n={row.teachers}" if row.mean is not None else "" for row in figures]
        columns = [short(term) for term in terms]
        series = [("", 1, [row.mean for row in figures], notes)]
        lines.append(Line(aspect, figures, charts.levels(columns, series)))
    return lines


def _figure(row: PublishedFigure | None, term: Term, aspect: str) -> Figure:
    if row is None:
        return Figure(term, aspect)
    return Figure(term, aspect, row.teachers, row.schools, row.mean, row.fixed_on)


def short(term: Term) -> str:
    """A term below a chart: "2026/27-1"."""
    return f"{term.year.starts_on.year}/{term.year.ends_on.year % 100:02}-{term.number}"


def of_school(npsn: str, term: Term) -> list[Shares]:
    """A school's level shares in tenths, told once when its term is over; empty before."""
    return [
        Shares(
            row.aspect,
            str(Aspect(row.aspect).label),
            row.teachers,
            row.tenths if row.is_shown else None,
            row.fixed_on,
        )
        for row in PublishedFigure.objects.of_school(npsn, term)
    ]


def live_of_school(npsn: str, term: Term) -> list[Shares]:
    """Level counts as they are now, for the principal, who may open each of the records."""
    rows = TermSummary.objects.filter(school__npsn=npsn, term=term, teachers__gt=0)
    return [
        Shares(
            row.aspect,
            str(Aspect(row.aspect).label),
            row.teachers,
            (row.level_1, row.level_2, row.level_3, row.level_4)
            if row.teachers >= MIN_TEACHERS
            else None,
        )
        for row in sorted(rows.exclude(aspect=""), key=lambda row: Aspect.values.index(row.aspect))
    ]
