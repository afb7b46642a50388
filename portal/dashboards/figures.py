"""Figures of places from the summaries alone, with what must stay hidden left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Substr

from collaboration.models import CollaborationSummary
from portal import charts
from portal.models import Region, School, Term
from supervision.models import Aspect, PublishedFigure, TermSummary
from supervision.stats import suppression

CHILD = {2: 5, 5: 8}  # length of a region's code: length of its children's


@dataclass(frozen=True, slots=True)
class Process:
    """Counts of work at one place in one term; free at any size."""

    key: str  # region code or NPSN
    name: str
    planned: int = 0
    held: int = 0
    talked: int = 0
    closed: int = 0
    steps: int = 0
    steps_done: int = 0
    activities: int = 0
    person_minutes: int = 0
    plans_shared: int = 0

    @property
    def hours(self) -> int:
        """Hours that people spent together, each person's counted, rounded."""
        return round(self.person_minutes / 60)


@dataclass(frozen=True, slots=True)
class Figure:
    """Mean level (1.0 to 4.0) of one aspect in one term; ``mean`` None where it stays hidden."""

    term: Term
    aspect: str
    teachers: int = 0
    schools: int = 0
    mean: float | None = None
    fixed_on: dt.date | None = None


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


COUNTS = ("planned", "held", "talked", "closed", "steps", "steps_done")
JOINT = ("activities", "person_minutes", "plans_shared")


def children(region: Region, term: Term) -> list[Process]:
    """One row for each place one level below ``region``, in order of name; three queries."""
    if len(region.code) == 8:
        return schools_of(region, term)
    length = CHILD[len(region.code)]
    names = dict(Region.objects.under(region.code).values_list("code", "name"))
    work = _summed(TermSummary.objects.filter(term=term, aspect=""), region, length, COUNTS)
    joint = _summed(CollaborationSummary.objects.filter(term=term), region, length, JOINT)
    rows = [
        Process(code, name, **work.get(code, {}), **joint.get(code, {}))
        for code, name in names.items()
    ]
    return sorted(rows, key=lambda row: row.name)


def _summed(
    rows, region: Region, length: int, fields: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    found = (
        rows.filter(region_code__startswith=region.code)
        .annotate(child=Substr("region_code", 1, length))
        .values("child")
        .annotate(**{name: Sum(name) for name in fields})
        .order_by("child")
    )
    return {row.pop("child"): row for row in found}


def schools_of(region: Region, term: Term) -> list[Process]:
    work = {
        row["school"]: {name: row[name] for name in COUNTS}
        for row in TermSummary.objects.filter(term=term, aspect="", region_code=region.code).values(
            "school", *COUNTS
        )
    }
    joint = {
        row["school"]: {name: row[name] for name in JOINT}
        for row in CollaborationSummary.objects.filter(term=term, region_code=region.code).values(
            "school", *JOINT
        )
    }
    return [
        Process(
            school.npsn,
            school.name,
            **work.get(school.pk, {}),
            **joint.get(school.pk, {}),
        )
        for school in School.objects.filter(subdistrict=region).order_by("name")
    ]


def total(rows: Iterable[Process], key: str, name: str) -> Process:
    rows = list(rows)
    sums = {field: sum(getattr(row, field) for row in rows) for field in (*COUNTS, *JOINT)}
    return Process(key, name, **sums)


def of_area(region: Region, terms: list[Term]) -> list[Figure]:
    """Aspects by term for an area as they were last fixed; None where nothing may be told."""
    told = {
        (row.term_id, row.aspect): row
        for row in PublishedFigure.objects.of_area(region.code, terms)
    }
    return [
        Figure(term, aspect, row.teachers, row.schools, row.mean, row.fixed_on)
        if (row := told.get((term.pk, aspect)))
        else Figure(term, aspect)
        for term in terms
        for aspect in Aspect.values
    ]


def of_school(school: School, term: Term) -> list[Shares]:
    """A school's level shares in tenths, told once when its term is over; empty before."""
    return [
        Shares(
            row.aspect,
            str(Aspect(row.aspect).label),
            row.teachers,
            row.tenths if row.is_shown else None,
            row.fixed_on,
        )
        for row in PublishedFigure.objects.of_school(school.npsn, term)
    ]


def live_of_school(school: School, term: Term) -> list[Shares]:
    """Level counts as they are now, for the principal, who may open each of the records."""
    rows = TermSummary.objects.filter(school=school, term=term, teachers__gt=0).exclude(aspect="")
    return [
        Shares(
            row.aspect,
            str(Aspect(row.aspect).label),
            row.teachers,
            (row.level_1, row.level_2, row.level_3, row.level_4)
            if row.teachers >= suppression.MIN_TEACHERS
            else None,
        )
        for row in sorted(rows, key=lambda row: Aspect.values.index(row.aspect))
    ]


def process_of(school: School, term: Term) -> Process:
    work = TermSummary.objects.filter(school=school, term=term, aspect="").values(*COUNTS).first()
    joint = CollaborationSummary.objects.filter(school=school, term=term).values(*JOINT).first()
    return Process(school.npsn, school.name, **(work or {}), **(joint or {}))


def recent_terms(count: int = 4) -> list[Term]:
    """The last ``count`` terms in which anything was recorded, oldest first."""
    recorded = TermSummary.objects.filter(planned__gt=0).values("term")
    rows = Term.objects.filter(pk__in=recorded).select_related("year").order_by("-starts_on")
    return list(rows[:count])[::-1]
