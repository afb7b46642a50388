"""A term's visits as people read them: months, weeks, what is missing and what clashes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from portal.models import Term, User
from supervision.models import State, SupervisionSession
from supervision.schedule import Closed, Days

COMING = (State.PLANNED, State.PREPARED)
WEEK, MARK, TOP = 16, 14, 18  # of the strip: width of a week, height of a mark, of the months


@dataclass(frozen=True, slots=True)
class Row:
    """One person and her visits in each month of the term, in order of day."""

    person: User
    months: list[list[SupervisionSession]]

    @property
    def is_bare(self) -> bool:
        return not any(self.months)


def months(term: Term) -> list[dt.date]:
    """The first day of each month the term touches."""
    found, day = [], term.starts_on.replace(day=1)
    while day <= term.ends_on:
        found.append(day)
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return found


def grid(people: Iterable[User], sessions: Sequence[SupervisionSession], term: Term) -> list[Row]:
    """A row for each of ``people`` and for everybody else who is visited, by name."""
    everybody = {row.pk: row for row in people}
    for session in sessions:
        everybody.setdefault(session.teacher_id, session.teacher)
    begins = months(term)
    rows = {pk: Row(person, [[] for _month in begins]) for pk, person in everybody.items()}
    for session in sorted(
        sessions, key=lambda row: (row.planned_on, row.planned_time or dt.time())
    ):
        at = sum(begin <= session.planned_on for begin in begins) - 1
        rows[session.teacher_id].months[max(at, 0)].append(session)
    return sorted(rows.values(), key=lambda row: (row.person.name, row.person.pk))


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    y: int
    is_held: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The weeks of a term from left to right; marks are visits, stacked in their week."""

    width: int
    height: int
    weeks: list[tuple[int, bool]]  # left edge, and whether no lesson is held all week
    labels: list[tuple[int, str]]  # left edge and name of each month
    marks: list[Mark]
    now: float | None  # where today lies, if it does
    planned: int
    held: int

    @property
    def has_shut(self) -> bool:
        return any(shut for _left, shut in self.weeks)


def strip(
    term: Term, sessions: Iterable[SupervisionSession], without: Closed, today: dt.date
) -> Strip:
    monday = term.starts_on - dt.timedelta(days=term.starts_on.weekday())
    count = (term.ends_on - monday).days // 7 + 1
    stacks = [0] * count
    marks = []
    shown = [row for row in sessions if row.state != State.CANCELLED]
    for row in sorted(shown, key=lambda row: row.planned_on):
        week = min(max((row.planned_on - monday).days // 7, 0), count - 1)
        y = TOP + 10 + MARK * stacks[week]
        marks.append(Mark(week * WEEK + WEEK // 2, y, row.is_held))
        stacks[week] += 1
    at = (today - monday).days
    held = sum(mark.is_held for mark in marks)
    return Strip(
        width=count * WEEK,
        height=TOP + 8 + MARK * max(*stacks, 2),
        weeks=[
            (n * WEEK, _is_shut(monday + dt.timedelta(days=7 * n), without)) for n in range(count)
        ],
        labels=[
            (max((begin - monday).days, 0) // 7 * WEEK, date_format(begin, "M"))
            for begin in months(term)
        ],
        marks=marks,
        now=at / 7 * WEEK if 0 <= at < count * 7 else None,
        planned=len(marks) - held,
        held=held,
    )


def _is_shut(monday: dt.date, without: Closed) -> bool:
    return not any(without.is_free(monday + dt.timedelta(days=n)) for n in range(5))


def gaps(people: Iterable[User], sessions: Iterable[SupervisionSession]) -> list[str]:
    """A sentence for each person without a visit."""
    visited = {row.teacher_id for row in sessions if row.state != State.CANCELLED}
    sentence = _("%(who)s has no visit planned this term.")
    return [sentence % {"who": row.call} for row in people if row.pk not in visited]


def clashes(sessions: Sequence[SupervisionSession], without: Closed, activities: Days) -> list[str]:
    """What cannot be as it is planned, in sentences: same hour twice, a holiday, an activity."""
    coming = sorted(
        (row for row in sessions if row.state in COMING),
        key=lambda row: (row.planned_on, row.planned_time or dt.time(), row.teacher.name),
    )
    found = []
    for row in coming:
        words = {"who": row.teacher.call, "day": date_format(row.planned_on, "l, j F Y")}
        if reason := without.reason(row.planned_on):
            sentence = _("The visit of %(who)s on %(day)s falls on a day without lessons: %(why)s.")
            found.append(sentence % {**words, "why": reason})
        if row.planned_on in activities.get(row.teacher_id, set()):
            found.append(_("%(who)s takes part in another activity on %(day)s.") % words)
    return found + same_hours(coming)


def same_hours(coming: Sequence[SupervisionSession]) -> list[str]:
    """Two visits of one observer, or of one teacher, at the same hour of the same day."""
    found = []
    at: dict[tuple[int, dt.date, dt.time], SupervisionSession] = {}
    for row in coming:
        if row.planned_time is None or row.together_id:
            continue
        for person in (row.observer, row.teacher):
            other = at.setdefault((person.pk, row.planned_on, row.planned_time), row)
            if other is not row:
                sentence = _(
                    "%(person)s has two visits on %(day)s at %(hour)s: %(one)s and %(other)s."
                )
                found.append(
                    sentence
                    % {
                        "person": person.call,
                        "day": date_format(row.planned_on, "l, j F Y"),
                        "hour": time_format(row.planned_time, "H.i"),
                        "one": other.teacher.call,
                        "other": row.teacher.call,
                    }
                )
    return found
