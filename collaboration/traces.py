"""What belongs together around one teacher: activities, plans, visits, steps and traces by aspect.

Everything is read with the reader's own rights; nothing here counts or compares people.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.models import Activity, Attendance, Authorship, LessonPlan, Link
from portal.models import Notification, User
from supervision.models import Aspect, FollowUp, State, SupervisionSession

WIDTH, LEFT, STEP = 320, 6, 9  # of a line, its edge, and a mark with its gap
NAME = 36  # of a month written above it
YEAR, MONTH = dt.timedelta(days=365), dt.timedelta(days=30)
SHORT = 200  # days; a shorter line names each month


@dataclass(frozen=True, slots=True)
class Event:
    """One thing on the line of an aspect. ``kind`` is one of ``words()``."""

    day: dt.date
    kind: str
    text: str
    url: str

    @property
    def word(self) -> str:
        return words()[self.kind]


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    y: int
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """All events of one aspect, newest first, and the same as marks from left to right."""

    aspect: str
    events: list[Event]
    marks: list[Mark]
    labels: list[tuple[int, str]]
    height: int

    def part(self, start: int, end: int) -> Line:
        """The same line with the events from ``start`` up to ``end`` alone; all marks stay."""
        return replace(self, events=self.events[start:end])


def asked_about(user: User, rows: Sequence[Notification]) -> dict[str, str]:
    """What ``user`` meant to try, by the id of the intention a notification asks about.

    One query; none where no row asks.
    """
    asked = [UUID(row.object_id) for row in rows if row.kind == "intention_open"]
    if not asked:
        return {}
    links = Link.objects.visible_to(user).filter(pk__in=asked, teacher=user)
    return {str(pk): text for pk, text in links.values_list("pk", "intention")}


def words() -> dict[str, str]:
    return {
        "activity": _("Activity together"),
        "plan": _("Lesson plan"),
        "visit": _("Visit"),
        "step": _("Step"),
        "intention": _("Meant to try"),
        "trace": _("What has shown"),
    }


def lines(teacher: User, reader: User, first: dt.date, last: dt.date) -> list[Line]:
    """One line for each aspect of what ``reader`` may open, from ``first`` to ``last``.

    Drawn is no more of the time to come than a month after the newest event. Seven queries,
    whatever the number of rows.
    """
    found: dict[str, list[Event]] = defaultdict(list)
    days = (first, last)
    rated = _visits(found, teacher, reader, days)
    _activities(found, teacher, reader, days)
    _plans(found, teacher, reader, days)
    _steps(found, teacher, reader, days, rated)
    _links(found, teacher, reader, days)
    newest = max((row.day for rows in found.values() for row in rows), default=first)
    end = min(last, max(newest, timezone.localdate()) + MONTH)
    return [_line(aspect, found[aspect], first, end) for aspect in Aspect.values]


Days = tuple[dt.date, dt.date]
Found = dict[str, list[Event]]


def _visits(found: Found, teacher: User, reader: User, days: Days) -> dict[UUID, list[str]]:
    """The visits; returns which aspects each of them rated."""
    rows = SupervisionSession.objects.visible_to(reader).filter(
        teacher=teacher, planned_on__range=days
    )
    rows = rows.exclude(state=State.CANCELLED).select_related("observer")
    rated = {}
    for row in rows.prefetch_related("parts"):
        text = f"{row.observer.name}, {row.get_state_display()}"
        url = reverse("session-detail", args=[row.pk])
        rated[row.pk] = [part.aspect for part in row.parts.all()]
        for aspect in rated[row.pk]:
            found[aspect].append(Event(row.planned_on, "visit", text, url))
    return rated


def _activities(found: Found, teacher: User, reader: User, days: Days) -> None:
    came = Attendance.objects.filter(user=teacher, came=True)
    rows = Activity.objects.visible_to(reader).filter(
        pk__in=came.values("activity"), starts_at__date__range=days, cancelled_at=None
    )
    for row in rows.prefetch_related("aspects"):
        url = reverse("activity-links", args=[row.pk])
        for part in row.aspects.all():
            found[part.aspect].append(Event(row.starts_at.date(), "activity", row.title, url))


def _plans(found: Found, teacher: User, reader: User, days: Days) -> None:
    own = Authorship.objects.filter(user=teacher)
    rows = LessonPlan.objects.visible_to(reader).filter(
        pk__in=own.values("plan"), made_at__date__range=days
    )
    for row in rows:
        url = reverse("plan-detail", args=[row.pk])
        found[Aspect.PLANNING].append(Event(row.made_at.date(), "plan", row.title, url))


def _steps(
    found: Found, teacher: User, reader: User, days: Days, rated: dict[UUID, list[str]]
) -> None:
    """By their indicator; a step without one stands under each aspect of its visit."""
    rows = FollowUp.objects.visible_to(reader).filter(session__teacher=teacher, due_on__range=days)
    for row in rows.select_related("indicator__instrument"):
        aspects = rated.get(row.session_id, [])
        if row.indicator:
            aspects = [row.indicator.instrument.aspect]
        url = reverse("session-follow", args=[row.session_id])
        for aspect in aspects:
            found[aspect].append(Event(row.due_on, "step", row.what, url))


def _links(found: Found, teacher: User, reader: User, days: Days) -> None:
    rows = Link.objects.visible_to(reader).filter(
        Q(teacher=teacher) | Q(session__teacher=teacher),
        written_at__date__range=days,
        let_go_at=None,
    )
    for row in rows.distinct():
        url = reverse("trace-detail", args=[row.pk])
        kind, at = ("trace", row.observed_at) if row.observed_at else ("intention", row.written_at)
        found[row.aspect].append(Event(at.date(), kind, str(row), url))


def _line(aspect: str, events: Sequence[Event], first: dt.date, last: dt.date) -> Line:
    ordered = sorted(events, key=lambda row: (row.day, row.kind, row.text))
    span = max((last - first).days, 1)
    room = WIDTH - 2 * LEFT
    stacks: dict[int, int] = defaultdict(int)
    marks = []
    for row in ordered:
        share = min(max((row.day - first).days, 0), span) / span
        column = int(share * room) // STEP
        marks.append(Mark(LEFT + column * STEP + 4, 22 + STEP * stacks[column] + 4, row.kind))
        stacks[column] += 1
    return Line(
        aspect=aspect,
        events=ordered[::-1],
        marks=marks,
        labels=_labels(first, last, span, room),
        height=26 + STEP * max([1, *stacks.values()]),
    )


def _labels(first: dt.date, last: dt.date, span: int, room: int) -> list[tuple[int, str]]:
    """Every third month at its first day; on a short line every month."""
    found, step = [], 1 if span < SHORT else 3
    day = first.replace(day=1)
    while day <= last:
        left = LEFT + (day - first).days * room // span
        if day >= first and left <= WIDTH - NAME:
            found.append((left, date_format(day, "M y")))
        month = day.month + step
        day = day.replace(year=day.year + (month - 1) // 12, month=(month - 1) % 12 + 1)
    return found
