"""The schedule of a term: who is visited when, what is missing, and dates that would fit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from portal import access
from portal.models import Appointment, Holiday, School, Term, User
from portal.models.terms import HolidayQuerySet
from portal.roles import Role
from supervision.models import State, SupervisionSession
from supervision.models.session import RELEASED

SATURDAY = 5
COMING = (State.PLANNED, State.PREPARED)
RECENT = dt.timedelta(days=800)  # how far back a talk still counts
Days = dict[int, set[dt.date]]  # person: days that are taken


@dataclass(frozen=True, slots=True)
class Closed:
    """Days without lessons, each with its name; Saturdays and Sundays apart from them."""

    names: dict[dt.date, str] = field(default_factory=dict)

    def is_free(self, day: dt.date) -> bool:
        return day.weekday() < SATURDAY and day not in self.names

    def reason(self, day: dt.date) -> str:
        """Why nobody should come on ``day``; "" if somebody can. A Saturday may be a school day."""
        return self.names.get(day, "") or (_("Sunday") if day.weekday() > SATURDAY else "")


def closed(school: School, first: dt.date, last: dt.date) -> Closed:
    """One query."""
    return named(Holiday.objects.at(school), first, last)


def named(holidays: HolidayQuerySet, first: dt.date, last: dt.date) -> Closed:
    """Days of ``holidays`` from ``first`` to ``last``, both counted; one query."""
    names: dict[dt.date, str] = {}
    for row in holidays.filter(starts_on__lte=last, ends_on__gte=first):
        day = max(row.starts_on, first)
        while day <= min(row.ends_on, last):
            names.setdefault(day, row.name)
            day += dt.timedelta(days=1)
    return Closed(names)


def free_days(first: dt.date, last: dt.date, without: Closed) -> list[dt.date]:
    span = (last - first).days + 1
    days = (first + dt.timedelta(days=n) for n in range(max(span, 0)))
    return [day for day in days if without.is_free(day)]


def spread(
    people: Sequence[int], days: Sequence[dt.date], *, taken: Collection[dt.date], busy: Days
) -> dict[int, dt.date | None]:
    """A day for each of ``people``, the first of them earliest, evenly over ``days``.

    No day twice and none of ``taken`` (the observer's), none of ``busy`` for the person. Where
    nothing is left the day is ``None``.
    """
    left = [day for day in days if day not in set(taken)]
    count, found = len(left), {}
    used: set[dt.date] = set()
    for number, person in enumerate(people):
        ideal = (2 * number + 1) * count // (2 * len(people))
        fitting = sorted(range(count), key=lambda at: (abs(at - ideal), at))
        own = busy.get(person, set())
        free = (left[at] for at in fitting if left[at] not in used and left[at] not in own)
        day = next(free, None)
        found[person] = day
        if day:
            used.add(day)
    return found


def nearest(
    wanted: dt.date, days: Iterable[dt.date], without: Collection[dt.date]
) -> dt.date | None:
    """The day of ``days`` closest to ``wanted`` that is not in ``without``, the earlier of two."""
    free = [day for day in days if day not in without]
    return min(free, key=lambda day: (abs((day - wanted).days), day), default=None)


def staff(school: School, on: dt.date) -> list[User]:
    """Teachers and coordinators who serve at the school on ``on``, by name; one query."""
    rows = Appointment.objects.on(on).filter(
        school=school, role__in=(Role.TEACHER, Role.COORDINATOR)
    )
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("name", "pk"))


def observers_at(school: School, on: dt.date) -> list[User]:
    """Who may observe at the school, by name; ``leads`` marks its principal. One query."""
    leading = Appointment.objects.on(on).filter(
        school=school, role=Role.PRINCIPAL, user=OuterRef("pk")
    )
    rows = User.objects.filter(access.observers(school)).annotate(leads=Exists(leading))
    return list(rows.order_by("name", "pk"))


def comes_first(user: User, observers: Iterable[User]) -> User | None:
    """Who is proposed as observer: ``user`` where he may observe, else the principal."""
    rows = list(observers)
    own = [row for row in rows if row.pk == user.pk]
    leads = [row for row in rows if row.leads]  # type: ignore[attr-defined]
    return next(iter([*own, *leads]), None)


def activity_days(people: Iterable[User], zone: str, first: dt.date, last: dt.date) -> Days:
    """Days on which each is on the list of an activity that has not been called off; one query.

    A day more at both ends, since the clock of the school is not that of the database.
    """
    edge = dt.timedelta(days=1)
    begin = dt.datetime.combine(first - edge, dt.time(), dt.UTC)
    end = dt.datetime.combine(last + edge, dt.time.max, dt.UTC)
    rows = User.objects.filter(
        pk__in=[person.pk for person in people],
        attendance__activity__starts_at__range=(begin, end),
        attendance__activity__cancelled_at=None,
    ).values_list("pk", "attendance__activity__starts_at")
    found: Days = defaultdict(set)
    for person, at in rows.order_by():
        found[person].add(at.astimezone(ZoneInfo(zone)).date())
    return found


def visit_days(people: Iterable[User], first: dt.date, last: dt.date) -> Days:
    """Days on which each visits or is visited, at whatever school; one query."""
    known = {person.pk for person in people}
    rows = SupervisionSession.objects.filter(
        Q(teacher__in=known) | Q(observer__in=known), planned_on__range=(first, last)
    ).exclude(state=State.CANCELLED)
    found: Days = defaultdict(set)
    for teacher, observer, day in rows.order_by().values_list("teacher", "observer", "planned_on"):
        for person in {teacher, observer} & known:
            found[person].add(day)
    return found


@dataclass(frozen=True, slots=True)
class History:
    """What a school's visits so far say about its teachers, by key of the teacher."""

    visited: set[int]  # has a visit in the term
    talked: dict[int, dt.date]  # day of the last released talk
    last: dict[int, SupervisionSession]  # newest visit, with its parts


def history(school: School, term: Term) -> History:
    """From the visits of the last two years or so; two queries."""
    rows = (
        SupervisionSession.objects.filter(
            school=school, planned_on__gte=term.starts_on - RECENT, planned_on__lte=term.ends_on
        )
        .exclude(state=State.CANCELLED)
        .order_by("planned_on", "pk")
        .prefetch_related("parts")
    )
    found = History(set(), {}, {})
    for row in rows:
        found.last[row.teacher_id] = row
        if row.state in RELEASED:
            found.talked[row.teacher_id] = row.planned_on
        if row.term_id == term.pk:
            found.visited.add(row.teacher_id)
    return found


def by_need(people: Iterable[User], talked: Mapping[int, dt.date]) -> list[User]:
    """Longest without a talk first, those without any before all; then by name."""
    never = dt.date.min
    return sorted(people, key=lambda row: (talked.get(row.pk, never), row.name, row.pk))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A visit that could be planned; ``day`` is ``None`` where no day is left.

    ``last`` is the person's newest visit, which class, subject, hour and aspects come from.
    """

    teacher: User
    day: dt.date | None
    last: SupervisionSession | None


def suggestions(
    school: School, term: Term, observer: User, *, today: dt.date, like: Term | None = None
) -> list[Suggestion]:
    """A visit for each teacher who has none this term, in order of day; six queries.

    With ``like`` only for those visited in that term, in the same order and weeks as then, which
    is one query more.
    """
    first = max(term.starts_on, today + dt.timedelta(days=1))
    days = free_days(first, term.ends_on, closed(school, term.starts_on, term.ends_on))
    past = history(school, term)
    people = [row for row in staff(school, today) if row.pk not in past.visited | {observer.pk}]
    busy = busy_days([*people, observer], school.zone, first, term.ends_on)
    taken = busy.pop(observer.pk, set())
    if like:
        then = days_of(school, like)
        found = shifted(then, term.starts_on - like.starts_on, people, days, taken, busy)
        people = [row for row in people if row.pk in then]
    else:
        order = [row.pk for row in by_need(people, past.talked)]
        found = spread(order, days, taken=taken, busy=busy)
    rows = [Suggestion(row, found[row.pk], past.last.get(row.pk)) for row in people]
    return sorted(rows, key=lambda row: row.day or dt.date.max)


def busy_days(people: Sequence[User], zone: str, first: dt.date, last: dt.date) -> Days:
    """Days on which each has a visit or another activity; two queries."""
    found = visit_days(people, first, last)
    for person, days in activity_days(people, zone, first, last).items():
        found[person] |= days
    return found


def days_of(school: School, term: Term) -> dict[int, dt.date]:
    """The day of each teacher's first visit in ``term``; one query."""
    rows = SupervisionSession.objects.filter(school=school, term=term)
    rows = rows.exclude(state=State.CANCELLED).order_by("-planned_on", "-pk")
    return dict(rows.values_list("teacher", "planned_on"))


def shifted(
    then: Mapping[int, dt.date],
    by: dt.timedelta,
    people: Sequence[User],
    days: Sequence[dt.date],
    taken: Collection[dt.date],
    busy: Days,
) -> dict[int, dt.date | None]:
    """The day nearest to the one of ``then`` moved ``by``, for those it names; no day twice."""
    used: set[dt.date] = set(taken)
    found: dict[int, dt.date | None] = {}
    for person in sorted((row.pk for row in people if row.pk in then), key=lambda pk: then[pk]):
        day = nearest(then[person] + by, days, used | busy.get(person, set()))
        found[person] = day
        if day:
            used.add(day)
    return found
