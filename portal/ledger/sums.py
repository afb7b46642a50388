"""Sums of minutes for oneself, and for a school where enough people stand behind them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, Sum

from portal import timesheet
from portal.models import School, Term, TimeSpent, User
from portal.roles import Role
from supervision.models import SupervisionSession
from supervision.stats.suppression import MIN_TEACHERS, hidden_groups

PROMISE = {"observer": 25, "teacher": 10}  # minutes of typing a whole cycle may cost each side
OBSERVERS = (Role.PRINCIPAL, Role.SUPERVISOR, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Side:
    """A promise beside what was measured; ``minutes`` None without a cycle to divide by."""

    key: str
    promised: int
    cycles: int
    minutes: float | None

    @property
    def is_kept(self) -> bool:
        return self.minutes is not None and self.minutes <= self.promised


@dataclass(frozen=True, slots=True)
class Own:
    months: list[dt.date]
    rows: list[tuple[str, list[int]]]  # form in words, minutes in each month
    totals: list[int]
    sides: list[Side]


def minutes(seconds: int) -> int:
    """Whole minutes, at least one for anything measured."""
    return max(1, round(seconds / 60)) if seconds else 0


def own(user: User, today: dt.date, term: Term | None) -> Own:
    """The last three months of a person by form, newest first, and minutes a cycle; two queries."""
    number = today.year * 12 + today.month - 1
    months = [dt.date(at // 12, at % 12 + 1, 1) for at in range(number, number - 3, -1)]
    begins = min(months[-1], term.starts_on.replace(day=1)) if term else months[-1]
    kept = TimeSpent.objects.visible_to(user).filter(month__gte=begins).order_by()
    seconds: dict[tuple[str, str, dt.date], int] = defaultdict(int)
    sides = {"teacher": 0, "observer": 0}
    for row in kept.values("form", "month", "role").annotate(total=Sum("seconds")):
        seconds[row["form"], row["role"], row["month"]] += row["total"]
        if (
            term
            and row["month"] >= term.starts_on.replace(day=1)
            and row["form"] in timesheet.CYCLE
        ):
            sides["observer" if row["role"] in OBSERVERS else "teacher"] += row["total"]
    held = list(dict.fromkeys(role for _form, role, _month in seconds))
    rows = [
        (
            f"{form.label} ({Role(role).label})" if len(held) > 1 else str(form.label),
            [minutes(seconds[form.value, role, month]) for month in months],
        )
        for form in TimeSpent.Form
        for role in held
    ]
    shown = [row for row in rows if any(row[1])]
    totals = [sum(row[1][at] for row in shown) for at in range(len(months))]
    return Own(months, shown, totals, promises(user, term, sides) if term else [])


def promises(user: User, term: Term, seconds: dict[str, int]) -> list[Side]:
    """Minutes a cycle on each side the person has had cycles on; a cycle begins with its visit."""
    visits = SupervisionSession.objects.visible_to(user).filter(term=term)
    mine = visits.filter(Q(observer=user) | Q(teacher=user), observed_at__isnull=False)
    found = list(mine.values_list("observer", "teacher"))
    sides = []
    for key, promised in PROMISE.items():
        at = list(PROMISE).index(key)
        cycles = sum(row[at] == user.pk for row in found)
        each = seconds[key] / 60 / cycles if cycles and seconds[key] else None
        if cycles:
            sides.append(Side(key, promised, cycles, each))
    return sides


@dataclass(frozen=True, slots=True)
class Together:
    """A school's closed month: people measured, minutes in all, and by form where it may be told.

    ``rows`` hold the form in words and its minutes; None is a hidden cell.
    """

    month: dt.date
    people: int
    minutes: int
    rows: list[tuple[str, int | None]]

    @property
    def hidden(self) -> bool:
        """Is any cell hidden?"""
        return any(number is None for _label, number in self.rows)


def of_school(school: School, today: dt.date) -> Together | None:
    """The month before this one, from five people on; the principal's own minutes are no part.

    A running month would let the sum be watched as it grows. A form used by fewer than five stays
    hidden, and a second one with it, so that no subtraction gives it back. One query.
    """
    month = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    rows = TimeSpent.objects.filter(school=school, month=month, seconds__gt=0).exclude(
        role=Role.PRINCIPAL
    )
    people: dict[str, set[int]] = defaultdict(set)
    seconds: dict[str, int] = defaultdict(int)
    for user, form, spent in rows.values_list("user", "form", "seconds"):
        people[form].add(user)
        seconds[form] += spent
    everybody = set().union(*people.values()) if people else set()
    if len(everybody) < MIN_TEACHERS:
        return None
    hidden = hidden_groups({form: len(users) for form, users in people.items()})
    forms = [form for form in TimeSpent.Form if form.value in people]
    return Together(
        month=month,
        people=len(everybody),
        minutes=minutes(sum(seconds.values())),
        rows=[
            (str(form.label), None if form.value in hidden else minutes(seconds[form.value]))
            for form in forms
        ],
    )
