"""Working together at a place: hours by week and kind, what stood in the way, the climate."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.formats import date_format

from collaboration.climate import Shares
from collaboration.models import Activity, ActivityWeek, Barrier, ClimateFigure
from collaboration.models.climate import Statement
from portal.dashboards.areas import Area
from portal.dashboards.process import Process
from portal.models import Term
from supervision.models import Aspect
from supervision.stats.suppression import MIN_SCHOOLS, MIN_TEACHERS

WEEK, ROW, LEFT, TOP = 14, 36, 4, 18  # of the strip, in its own units
LEAST_TOPICS = 10  # requests before their topics are told


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float
    radius: float  # its square goes with the hours


@dataclass(frozen=True, slots=True)
class Strip:
    """The weeks of a term, a row for each kind.

    ``rows`` are its word, its height, the hours of people, how often schools took part, and the
    name of both numbers.
    """

    width: int
    height: int
    weeks: list[int]
    labels: list[tuple[int, str]]
    rows: list[tuple[str, float, int, int, str]]
    marks: list[Mark]
    now: float | None

    @property
    def hours(self) -> int:
        return sum(row[2] for row in self.rows)


def strip(area: Area, term: Term, today: dt.date) -> Strip:
    """Hours of people together by week and kind; one query."""
    found = (
        ActivityWeek.objects.filter(area.of_summaries, term=term)
        .values("week", "kind")
        .annotate(minutes=Sum("person_minutes"), count=Sum("activities"))
        .order_by("week", "kind")
    )
    monday = term.starts_on - dt.timedelta(days=term.starts_on.weekday())
    count = (term.ends_on - monday).days // 7 + 1
    minutes: Counter[str] = Counter()
    times: Counter[str] = Counter()
    cells: Counter[tuple[str, int]] = Counter()
    for row in found:
        week = min(max((row["week"] - monday).days // 7, 0), count - 1)
        minutes[row["kind"]] += row["minutes"]
        times[row["kind"]] += row["count"]
        cells[row["kind"], week] += row["minutes"]
    most = max(cells.values(), default=0)
    kinds = [kind for kind in Activity.Kind if times[kind.value]]
    ys = {kind.value: TOP + ROW * at + 26.0 for at, kind in enumerate(kinds)}
    marks = [
        Mark(LEFT + WEEK * (week + 0.5), ys[kind], max(2.0, 7 * (spent / most) ** 0.5))
        for (kind, week), spent in sorted(cells.items())
        if spent
    ]
    begun = (today - monday).days / 7
    return Strip(
        width=LEFT * 2 + WEEK * count,
        height=TOP + ROW * max(len(kinds), 1) + 4,
        weeks=[LEFT + WEEK * at for at in range(count)],
        labels=_months(monday, count),
        rows=[
            (
                str(kind.label),
                ys[kind.value],
                round(minutes[kind.value] / 60),
                times[kind.value],
                f"jam-{kind.value}",
            )
            for kind in kinds
        ],
        marks=marks,
        now=LEFT + WEEK * begun if 0 <= begun <= count else None,
    )


def _months(monday: dt.date, count: int) -> list[tuple[int, str]]:
    """Where each month's first whole week begins, and its short name."""
    found: list[tuple[int, str]] = []
    for at in range(count):
        day = monday + dt.timedelta(weeks=at)
        if at == 0 or day.month != (day - dt.timedelta(weeks=1)).month:
            if found and LEFT + WEEK * at - found[-1][0] < 28:
                found.pop()
            found.append((LEFT + WEEK * at, date_format(day, "M")))
    return found


def pooled(
    area: Area, whole: Process, rows: Sequence[Process], enough: Callable[[Process], bool]
) -> list[Process]:
    """What may be added up: a subdistrict that is large enough, or those of a regency that are.

    Nothing is told of a kind of school, of a cluster or of a province, which could be subtracted.
    """
    if area.status or area.level not in ("subdistrict", "regency"):
        return []
    return [row for row in ([whole] if area.level == "subdistrict" else rows) if enough(row)]


def has_notes(row: Process) -> bool:
    """Five notes of three schools."""
    notes = sum(getattr(row, f"barrier_{kind}") for kind in Barrier.Kind.values)
    return notes >= MIN_TEACHERS and row.barrier_schools >= MIN_SCHOOLS


def has_topics(row: Process) -> bool:
    return row.asked >= LEAST_TOPICS


def barriers(
    area: Area, whole: Process, rows: Sequence[Process], *, own: bool
) -> list[tuple[str, int, str]] | None:
    """What stood in the way, by kind, with the name of each number; None where it stays untold.

    Who writes and reads such notes at her ``own`` school is told all of them.
    """
    told = [whole] if own and whole.barrier_schools else pooled(area, whole, rows, has_notes)
    return (
        [
            (
                str(kind.label),
                sum(getattr(row, f"barrier_{kind.value}") for row in told),
                f"hambatan-{kind.value}",
            )
            for kind in Barrier.Kind
        ]
        if told
        else None
    )


def topics(
    area: Area, whole: Process, rows: Sequence[Process], *, own: bool
) -> list[tuple[str, int, str]] | None:
    """Aspects that help was asked for, from ten requests on; None where they stay untold.

    Who reads the requests themselves at her ``own`` school is told them all. Each with the name
    of its number.
    """
    told = [whole] if own and whole.asked else pooled(area, whole, rows, has_topics)
    return (
        [
            (
                str(aspect.label),
                sum(row.topics.get(aspect.value, 0) for row in told),
                f"bantuan-{aspect.value}",
            )
            for aspect in Aspect
        ]
        if told
        else None
    )


@dataclass(frozen=True, slots=True)
class Climate:
    term: Term
    schools: int
    statements: list[Shares]


def climate(area: Area, terms: Sequence[Term]) -> Climate | None:
    """The last closed term's answers of the area's schools that show their own; one query."""
    rows = list(
        ClimateFigure.objects.filter(place=area.key, term__in=terms).order_by("-term__starts_on")
    )
    if area.kind != "region" or not rows:
        return None
    by_id = {term.pk: term for term in terms}
    newest = [row for row in rows if row.term_id == rows[0].term_id]
    by_statement = {row.statement: row for row in newest}
    shown = [
        Shares(statement, sum(row.counts), row.counts)
        for statement in Statement
        if (row := by_statement.get(statement.value))
    ]
    return Climate(by_id[rows[0].term_id], min(row.schools for row in newest), shown)
