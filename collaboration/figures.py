"""Fix what is told of indicators and plans, pooled from ratings. For background work alone.

Once a month, and then only where at least three teachers entered or changed, so that nobody's
levels lie between two figures.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Avg, Count, Q

from collaboration.effects import DAY, WINDOW
from collaboration.models import Activity, Attendance, IndicatorFigure, PlanFigure, TaughtPlan
from supervision.models import Rating, Scale
from supervision.models.session import RELEASED
from supervision.stats import terms
from supervision.stats.publication import tells_little
from supervision.stats.suppression import Area

FRESH = 3  # teachers who entered or changed before a figure is told anew

Key = tuple[str, str]  # aspect, code


@dataclass(frozen=True, slots=True)
class Seen:
    """One teacher's mean level of an item on both sides of an activity she came to.

    ``at`` is the release of the newest rating in it.
    """

    before: float
    after: float
    school: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Rated:
    """One observed level, 1 to 4, of an item in its version."""

    day: dt.date
    item: int
    level: int
    school: int
    at: dt.datetime


def publish(now: dt.datetime) -> int:
    """Fix what this month has to fix; returns how many figures changed. Again is harmless."""
    return of_indicators(now) + of_plans(now)


def of_indicators(now: dt.datetime) -> int:
    """Every forum and school whose held activities name indicators, one at a time."""
    named = Activity.objects.filter(
        cancelled_at=None, starts_at__lte=now, indicators__isnull=False
    ).order_by()
    done = 0
    for place in ("forum", "school"):
        for pk in named.exclude(**{place: None}).values_list(place, flat=True).distinct():
            done += _of_place({f"{place}_id": pk}, now)
    return done


@transaction.atomic
def _of_place(place: dict[str, Any], now: dt.datetime) -> int:
    kept = {(row.aspect, row.code): row for row in IndicatorFigure.objects.filter(**place)}
    days = _attended(place, now)
    people = {user for attended in days.values() for user in attended}
    levels = _levels(people, {code for _aspect, code in days})
    rows = []
    for key, attended in days.items():
        seen = [
            pair
            for user, own in attended.items()
            if (pair := twice(levels.get((*key, user), []), own))
        ]
        before = kept.get(key)
        if may_tell(before, len(seen), [row.at for row in seen], now):
            values = _indicator(seen, single=place.get("school_id") is not None)
            aspect, code = key
            rows.append(
                IndicatorFigure(
                    **place, aspect=aspect, code=code, came=len(attended), fixed_at=now, **values
                )
            )
    old = [kept[row.aspect, row.code].pk for row in rows if (row.aspect, row.code) in kept]
    IndicatorFigure.objects.filter(pk__in=old).delete()
    return len(IndicatorFigure.objects.bulk_create(rows))


def _attended(place: Mapping[str, Any], now: dt.datetime) -> dict[Key, dict[int, list[dt.date]]]:
    """For each indicator who came to activities about it, and on which days."""
    meetings = (
        Activity.objects.filter(**place, cancelled_at=None, starts_at__lte=now)
        .select_related("school", "forum__cluster", "forum__school", "forum__subdistrict")
        .prefetch_related("indicators__instrument")
    )
    came: dict[object, set[int]] = defaultdict(set)
    rows = Attendance.objects.filter(activity__in=meetings, came=True, user__isnull=False)
    for activity, user in rows.values_list("activity", "user"):
        came[activity].add(user or 0)
    found: dict[Key, dict[int, list[dt.date]]] = {}
    for meeting in meetings:
        for key in {(row.instrument.aspect, row.code) for row in meeting.indicators.all()}:
            attended = found.setdefault(key, defaultdict(list))
            for user in came[meeting.pk]:
                attended[user].append(meeting.day)
    return found


def _levels(people: Iterable[int], codes: Iterable[str]) -> dict[tuple[str, str, int], list[Rated]]:
    """Released observers' levels by aspect, code and teacher; one query."""
    rows: Any = Rating.objects.filter(
        session__teacher__in=list(people),
        session__state__in=RELEASED,
        rater=Rating.Rater.OBSERVER,
        indicator__scale=Scale.FOUR,
        indicator__code__in=list(codes),
        level__isnull=False,
    ).values_list(
        "indicator__instrument__aspect", "indicator__code", "session__teacher",
        "session__planned_on", "indicator", "level", "session__school", "session__released_at",
    )  # fmt: skip
    found: dict[tuple[str, str, int], list[Rated]] = defaultdict(list)
    for aspect, code, teacher, *rest in rows.iterator(chunk_size=5000):
        found[aspect, code, teacher].append(Rated(*rest))
    return found


def twice(rows: Sequence[Rated], days: Iterable[dt.date]) -> Seen | None:
    """Levels within 200 days around the latest of ``days`` with both sides in one version."""
    for day in sorted(days, reverse=True):
        early = [row for row in rows if day - WINDOW <= row.day < day]
        late = [row for row in rows if day + DAY <= row.day <= day + WINDOW]
        common = {row.item for row in early} & {row.item for row in late}
        if common:
            item = max(common)  # the newest version seen on both sides
            before = [row for row in early if row.item == item]
            after = [row for row in late if row.item == item]
            return Seen(
                fmean(row.level for row in before),
                fmean(row.level for row in after),
                max(after, key=lambda row: (row.day, row.at)).school,
                max(row.at for row in (*before, *after)),
            )
    return None


class Fixed(Protocol):
    """A figure as it was last fixed."""

    fixed_at: dt.datetime
    teachers: int

    @property
    def has_numbers(self) -> bool: ...


def may_tell(
    kept: Fixed | None,
    teachers: int,
    changed: Sequence[dt.datetime],
    now: dt.datetime,
) -> bool:
    """Is a new figure due? At most once a month, and not for one or two teachers alone."""
    if kept is None:
        return True
    if (kept.fixed_at.year, kept.fixed_at.month) == (now.year, now.month):
        return False
    if not kept.has_numbers:
        return True
    fresh = sum(at > kept.fixed_at for at in changed)
    return max(fresh, abs(teachers - kept.teachers)) >= FRESH


def _indicator(seen: Sequence[Seen], *, single: bool) -> dict[str, Any]:
    """Fields of a figure; means stay away from groups too small, or too alike, to be told."""
    area = _area([row.school for row in seen])
    values: dict[str, Any] = {"teachers": area.teachers, "schools": area.schools}
    pairs: dict[object, tuple[float, float]]
    pairs = {number: (row.before, row.after) for number, row in enumerate(seen)}
    change = terms.change(pairs)
    sums = (sum(row.before for row in seen), sum(row.after for row in seen))
    open_enough = all(tells_little(area.teachers, total) for total in sums)
    if change is None or not open_enough or not (single or area.is_safe):
        return values
    return values | {
        "before": sums[0] / area.teachers,
        "after": sums[1] / area.teachers,
        "low": change.low,
        "high": change.high,
        "up": change.up,
        "same": change.same,
        "down": change.down,
    }


def _area(schools: Sequence[int]) -> Area:
    sizes = [schools.count(school) for school in set(schools)]
    return Area(len(schools), len(sizes), max(sizes, default=0))


@dataclass(slots=True)
class Taught:
    """One visit in which a plan was taught, in one aspect: its mean level and level counts."""

    teacher: int
    school: int
    mean: float
    counts: tuple[int, int, int, int]
    at: dt.datetime


@transaction.atomic
def of_plans(now: dt.datetime) -> int:
    """Plans, each with its direct copies, by the aspects rated where they were taught."""
    visits = _taught_visits()
    kept = {(row.plan_id, row.aspect): row for row in PlanFigure.objects.select_related("plan")}
    rows = []
    for key, taught in visits.items():
        plan, aspect = key
        by_teacher: dict[int, list[Taught]] = defaultdict(list)
        for visit in taught:
            by_teacher[visit.teacher].append(visit)
        newest = [max(row.at for row in own) for own in by_teacher.values()]
        if may_tell(kept.get(key), len(by_teacher), newest, now):
            values = _plan(by_teacher)
            rows.append(
                PlanFigure(plan_id=plan, aspect=aspect, visits=len(taught), fixed_at=now, **values)
            )
    keys = [(row.plan_id, row.aspect) for row in rows]
    PlanFigure.objects.filter(pk__in=[kept[key].pk for key in keys if key in kept]).delete()
    return len(PlanFigure.objects.bulk_create(rows, batch_size=500))


def _taught_visits() -> dict[tuple[Any, str], list[Taught]]:
    """Released visits by plan, or plan it was adapted from, and aspect; two queries."""
    plans: dict[object, set[Any]] = {}
    told = TaughtPlan.objects.filter(session__state__in=RELEASED)
    fields = ("session", "version__plan", "version__plan__adapted_from__plan")
    for session, plan, source in told.values_list(*fields):
        plans[session] = {plan, source} - {None}
    rows: Iterable[Any] = (
        Rating.objects.filter(
            session__in=told.values("session"),
            rater=Rating.Rater.OBSERVER,
            indicator__scale=Scale.FOUR,
            level__isnull=False,
        )
        .order_by()
        .values_list(
            "session", "session__teacher", "session__school", "session__released_at",
            "indicator__instrument__aspect",
        )
        .annotate(
            mean=Avg("level"),
            **{f"level_{n}": Count("pk", filter=Q(level=n)) for n in (1, 2, 3, 4)},
        )
    )  # fmt: skip
    found: dict[tuple[Any, str], list[Taught]] = defaultdict(list)
    for session, teacher, school, at, aspect, mean, *counts in rows:
        one, two, three, four = counts
        for plan in plans[session]:
            found[plan, aspect].append(Taught(teacher, school, mean, (one, two, three, four), at))
    return found


def _plan(by_teacher: Mapping[int, Sequence[Taught]]) -> dict[str, Any]:
    means = [fmean(row.mean for row in own) for own in by_teacher.values()]
    area = _area([own[-1].school for own in by_teacher.values()])
    values: dict[str, Any] = {
        "teachers": area.teachers, "schools": area.schools, "most": area.most,
    }  # fmt: skip
    found = terms.mean(means)
    if found is None or not tells_little(len(means), sum(means)):
        return values
    values |= {"mean": found.mean, "low": found.low, "high": found.high}
    every = [row.counts for own in by_teacher.values() for row in own]
    counts = [sum(row[at] for row in every) for at in range(4)]
    if terms.shares(counts, len(means)):
        values |= {f"level_{at}": count for at, count in enumerate(counts, 1)}
    return values
