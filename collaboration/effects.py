"""From activities to ratings: who moved how around them. The only crossing between the two."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from collaboration.models import Activity, Attendance, Membership
from portal.models import Appointment
from portal.roles import Role
from supervision.models import Indicator, Rating, Scale, SupervisionSession
from supervision.models.session import RELEASED
from supervision.stats import change
from supervision.stats.effect import Teacher

WINDOW = dt.timedelta(days=change.WINDOW_DAYS)
APART = dt.timedelta(days=42)  # meetings closer than this are one block
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """Meetings of one place and aspect too close to be told apart, and whose ratings count.

    Before is ``since`` to the day before ``first``, after the day after ``last`` to ``until``.
    ``earlier`` are first and last day of the 200 days before those, None behind another block.
    """

    meetings: tuple[Activity, ...]
    first: dt.date
    last: dt.date
    since: dt.date
    until: dt.date
    earlier: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Teachers with both sides, and how many took part and could be compared in all.

    ``checks`` are those seen in the ``earlier`` days and after, with the first as their before.
    """

    block: Block
    rows: list[Teacher]
    checks: list[Teacher]
    joined: int
    others: int


@dataclass(slots=True)
class Side:
    """A teacher's released sessions on one side: levels by indicator, and who observed where."""

    levels: dict[object, dict[str, int]] = field(default_factory=dict)
    observers: set[int] = field(default_factory=set)
    school: int | None = None


def blocks(meetings: Iterable[Activity]) -> list[Block]:
    """Held meetings of one place and aspect as blocks, in order of date.

    A window ends 200 days away or where the neighbouring block begins, so that no rating of one
    side has another block between itself and this one.
    """
    runs: list[list[Activity]] = []
    for meeting in sorted(meetings, key=lambda row: (row.starts_at, row.pk)):
        if runs and meeting.day - runs[-1][-1].day < APART:
            runs[-1].append(meeting)
        else:
            runs.append([meeting])
    found = []
    for number, run in enumerate(runs):
        first, last = run[0].day, run[-1].day
        since, until = first - WINDOW, last + WINDOW
        earliest = since - WINDOW
        if number:
            behind = runs[number - 1][-1].day + DAY
            since, earliest = max(since, behind), max(earliest, behind)
        if number + 1 < len(runs):
            until = min(until, runs[number + 1][0].day - DAY)
        earlier = (earliest, since - DAY) if earliest < since else None
        found.append(Block(tuple(run), first, last, since, until, earlier))
    return found


def held(activity: Activity, aspect: str) -> list[Activity]:
    """Meetings of the activity's place that named ``aspect`` and to which somebody came."""
    came = Attendance.objects.filter(came=True, user__isnull=False)
    rows = Activity.objects.filter(
        forum=activity.forum_id,
        school=activity.school_id,
        aspects__aspect=aspect,
        cancelled_at=None,
        pk__in=came.values("activity"),
    )
    return list(
        rows.select_related("school", "forum__cluster", "forum__school", "forum__subdistrict")
    )


def gathered(block: Block, aspect: str) -> Gathered:
    """Teacher by teacher, before and after ``block``; seven queries.

    Observer's levels of released sessions, over indicators seen on both sides in the same
    version of the instrument, sessions of a side averaged first. Compared are teachers of the
    same forum or of the participants' schools who came to none of the meetings. Schools that one
    person led within the windows are one: they share her eye.
    """
    came, teachers = _people(block)
    sides = _sides(block, aspect, teachers)
    eye = led_together(block.since, block.until)
    rows: list[Teacher] = []
    checks: list[Teacher] = []
    for user in sorted(sides):
        earlier, before, after = sides[user]
        for found, early in ((checks, earlier), (rows, before)):
            pair = change.pair(early.levels.values(), after.levels.values())
            if pair:
                changed = early.observers.isdisjoint(after.observers)
                school = eye.get(after.school, after.school)
                found.append(Teacher(user in came, school, *pair, other_observer=changed))
    return Gathered(block, rows, checks, len(came), len(teachers) - len(came))


def led_together(since: dt.date, until: dt.date) -> dict[int | None, int]:
    """Schools led by a principal of several between two days: school to the least of its group.

    Groups that share a school join. One query.
    """
    schools: dict[int, set[int]] = defaultdict(set)
    rows = Appointment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=since),
        began_on__lte=until,
        role=Role.PRINCIPAL,
        school__isnull=False,
    )
    for user, school in rows.values_list("user", "school"):
        schools[user].add(school or 0)
    groups: list[set[int]] = []
    for own in schools.values():
        if len(own) > 1:
            touching = [group for group in groups if group & own]
            groups = [group for group in groups if not group & own]
            groups.append(own.union(*touching))
    return {school: min(group) for group in groups for school in group}


def _people(block: Block) -> tuple[set[int], set[int]]:
    """Teachers who came, and all who are looked at; by their appointments on the first day."""
    attended = Attendance.objects.filter(activity__in=block.meetings, came=True)
    there = set(attended.values_list("user", flat=True))
    teaching = dict(
        Appointment.objects.on(block.first)
        .filter(role=Role.TEACHER, school__isnull=False)
        .filter(_scope(block) | Q(user__in=attended.values("user")))
        .values_list("user", "school")
    )
    return there & teaching.keys(), set(teaching)


def _scope(block: Block) -> Q:
    meeting, day = block.meetings[0], block.first
    ids = [row.pk for row in block.meetings]
    schools = Attendance.objects.filter(activity__in=ids, came=True, school__isnull=False)
    scope = Q(school__in=schools.values("school"))
    if meeting.forum_id is None:
        return scope | Q(school=meeting.school_id)
    still = Q(ended_on=None) | Q(ended_on__gte=day)
    members = Membership.objects.filter(still, forum=meeting.forum_id, began_on__lte=day)
    return scope | Q(user__in=members.values("user"))


def _sides(block: Block, aspect: str, teachers: set[int]) -> dict[int, Sequence[Side]]:
    """Three queries without a join, whose way stays short where nothing is known of the tables."""
    before = Q(planned_on__range=(block.since, block.first - DAY))
    if block.earlier:
        before |= Q(planned_on__range=block.earlier)
    after = Q(planned_on__range=(block.last + DAY, block.until))
    rows = SupervisionSession.objects.filter(
        before | after, teacher__in=teachers, state__in=RELEASED
    ).order_by("planned_on", "pk")
    sessions = {row.pk: row for row in rows.only("teacher", "planned_on", "school", "observer")}
    asked = Indicator.objects.filter(instrument__aspect=aspect, scale=Scale.FOUR)
    items = set(asked.values_list("pk", flat=True))
    levels: dict[object, dict[str, int]] = defaultdict(dict)
    ratings: Any = Rating.objects.filter(
        session__in=list(sessions), rater=Rating.Rater.OBSERVER, level__isnull=False
    ).values_list("session", "indicator", "level")
    for session, indicator, level in ratings.iterator():
        if indicator in items:
            levels[session][str(indicator)] = level
    found: dict[int, Sequence[Side]] = defaultdict(lambda: (Side(), Side(), Side()))
    for pk, row in sessions.items():
        if pk in levels:
            day = row.planned_on
            side = found[row.teacher_id][(day >= block.since) + (day > block.last)]
            side.levels[pk] = levels[pk]
            side.observers.add(row.observer_id)
            side.school = row.school_id
    return found
