"""Fix what is told of hours together beside the change of levels. For background work alone.

Fixed like the figures of indicators: once a month, and anew only for at least three teachers.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from collaboration import effects, figures
from collaboration.models import Activity, Attendance, DoseFigure, Forum, Membership
from portal.models import Region, Term
from supervision.models import Aspect, Rating, Scale, SupervisionSession
from supervision.models.session import RELEASED
from supervision.stats import change, dose
from supervision.stats.effect import holm

TOP = 3.75  # from this mean level on a teacher has little left to rise
SUBDISTRICT = 8  # length of its code


@dataclass(frozen=True, slots=True)
class Moved:
    """One teacher's hours and change, with what may stand in the way of reading them.

    ``at`` is the release of the newest visit in it.
    """

    row: dose.Row
    before: float
    other_observer: bool
    at: dt.datetime


@dataclass(slots=True)
class Side:
    """A teacher's released visits of one term in one aspect: levels by item, in order of date."""

    levels: dict[object, dict[str, int]] = field(default_factory=dict)
    days: list[dt.date] = field(default_factory=list)
    observers: set[int] = field(default_factory=set)
    school: int = 0
    released: list[dt.datetime] = field(default_factory=list)


def publish(now: dt.datetime) -> int:
    """Every forum and every subdistrict with visits in both of the last two terms."""
    begun = list(Term.objects.filter(starts_on__lte=now.date()).order_by("-starts_on")[:2])
    if len(begun) < 2:
        return 0
    later, earlier = begun
    terms = (earlier, later)
    eye = effects.led_together(terms[0].starts_on, terms[1].ends_on)
    done = sum(_of_forum(forum, terms, eye, now) for forum in Forum.objects.order_by("pk"))
    visited = SupervisionSession.objects.filter(term=later, state__in=RELEASED)
    codes = visited.order_by().values("school__subdistrict").distinct()
    for region in Region.objects.filter(pk__in=codes):
        rows = _sessions(terms).filter(school__subdistrict=region)
        done += _fix({"region": region}, Q(), rows, terms, eye, now)
    return done


def _of_forum(
    forum: Forum, terms: tuple[Term, Term], eye: Mapping[int | None, int], now: dt.datetime
) -> int:
    """Those who belonged to the forum in the two terms, and the hours of its own activities."""
    members = Membership.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=terms[0].starts_on),
        forum=forum,
        began_on__lte=terms[1].ends_on,
    )
    rows = _sessions(terms).filter(teacher__in=members.values("user"))
    return _fix({"forum": forum}, Q(activity__forum=forum), rows, terms, eye, now)


def _sessions(terms: tuple[Term, Term]) -> QuerySet[SupervisionSession]:
    return SupervisionSession.objects.filter(term__in=terms, state__in=RELEASED)


@transaction.atomic
def _fix(
    place: dict[str, Any],
    of_activities: Q,
    sessions: QuerySet[SupervisionSession],
    terms: tuple[Term, Term],
    eye: Mapping[int | None, int],
    now: dt.datetime,
) -> int:
    """Three aspects of one place; claims are corrected for looking at all of them."""
    moved = {}
    for aspect, sides in _sides(sessions, terms).items():
        moved[aspect] = _moved(sides, _hours(of_activities, aspect, sides), eye)
    slopes = {aspect: dose.dose([one.row for one in rows]) for aspect, rows in moved.items()}
    corrected = holm([one.p if one else 1.0 for one in slopes.values()])
    kept = {row.aspect: row for row in DoseFigure.objects.filter(**place, term=terms[1])}
    made = []
    for (aspect, rows), p in zip(moved.items(), corrected, strict=True):
        if rows and figures.may_tell(kept.get(aspect), len(rows), [one.at for one in rows], now):
            values = _values(rows, slopes[aspect], p)
            made.append(DoseFigure(**place, term=terms[1], aspect=aspect, fixed_at=now, **values))
    old = [kept[row.aspect].pk for row in made if row.aspect in kept]
    DoseFigure.objects.filter(pk__in=old).delete()
    return len(DoseFigure.objects.bulk_create(made))


Sides = dict[int, tuple[Side, Side]]


def _sides(sessions: QuerySet[SupervisionSession], terms: tuple[Term, Term]) -> dict[str, Sides]:
    """Each teacher's visits of both terms by aspect; two queries."""
    visits = {row.pk: row for row in sessions.order_by("planned_on", "pk")}
    levels: dict[tuple[str, object], dict[str, int]] = defaultdict(dict)
    ratings: Iterable[Any] = Rating.objects.filter(
        session__in=sessions,
        rater=Rating.Rater.OBSERVER,
        indicator__scale=Scale.FOUR,
        level__isnull=False,
    ).values_list("indicator__instrument__aspect", "session", "indicator", "level")
    for aspect, session, indicator, level in ratings:
        levels[aspect, session][str(indicator)] = level
    found: dict[str, Sides] = {
        aspect: defaultdict(lambda: (Side(), Side())) for aspect in Aspect.values
    }
    for pk, row in visits.items():
        for aspect in Aspect.values:
            if own := levels.get((aspect, pk)):
                side = found[aspect][row.teacher_id][row.term_id == terms[1].pk]
                side.levels[pk] = own
                side.days.append(row.planned_on)
                side.observers.add(row.observer_id)
                side.school = row.school_id
                side.released += [row.released_at] if row.released_at else []
    return found


def _hours(of_activities: Q, aspect: str, sides: Sides) -> dict[int, float]:
    """Hours at activities about ``aspect`` between a teacher's visits of the two terms."""
    came = Attendance.objects.that_count().filter(
        of_activities, activity__aspects__aspect=aspect, user__in=list(sides)
    )
    held = Activity.objects.filter(pk__in=came.values("activity")).select_related(
        "school", "forum__cluster", "forum__school", "forum__subdistrict"
    )
    meetings = {row.pk: (row.day, row.minutes) for row in held}
    found: dict[int, float] = defaultdict(float)
    for user, activity in came.annotate(of=F("activity")).values_list("user", "of"):
        day, minutes = meetings[activity]
        early, late = sides[user or 0]
        if early.days and late.days and early.days[-1] < day < late.days[0]:
            found[user or 0] += minutes / 60
    return found


def _moved(sides: Sides, hours: Mapping[int, float], eye: Mapping[int | None, int]) -> list[Moved]:
    """Teachers with five or more indicators seen in both terms, in the same version."""
    found = []
    for user in sorted(sides):
        early, late = sides[user]
        pair = change.pair(early.levels.values(), late.levels.values())
        if pair:
            row = dose.Row(
                eye.get(late.school, late.school), hours.get(user, 0.0), pair[1] - pair[0]
            )
            changed = early.observers.isdisjoint(late.observers)
            found.append(Moved(row, pair[0], changed, max(early.released + late.released)))
    return found


def _values(moved: list[Moved], found: dose.Dose | None, p: float) -> dict[str, Any]:
    """Fields of a figure."""
    rows = [one.row for one in moved]
    values: dict[str, Any] = {
        "teachers": len(rows),
        "schools": len({row.school for row in rows}),
        "observers": sum(one.other_observer for one in moved),
        "at_top": sum(one.before >= TOP for one in moved),
        "bands": [_kept(band) for band in dose.bands(rows)],
        "verdict": _verdict(found, p),
    }
    if found:
        values |= {"slope": found.slope, "low": found.low, "high": found.high}
    if found and found.within:
        low, high = found.within.interval()
        values |= {"within": found.within.value, "within_low": low, "within_high": high}
    return values


def _kept(band: dose.Band) -> dict[str, Any]:
    ends = {"mean": band.mean, "low": band.low, "high": band.high}
    return {
        "over": round(band.over, 1),
        "most": round(band.most, 1),
        "teachers": band.area.teachers,
        "schools": band.area.schools,
        **{name: None if value is None else round(value, 1) + 0.0 for name, value in ends.items()},
    }


def _verdict(found: dose.Dose | None, p: float) -> str:
    if found is None:
        return DoseFigure.Verdict.SILENT
    if not found.is_clear(p):
        return DoseFigure.Verdict.WIDE
    if not found.agrees:
        return DoseFigure.Verdict.APART
    return DoseFigure.Verdict.MORE if found.slope > 0 else DoseFigure.Verdict.LESS
