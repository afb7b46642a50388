"""A planned line becomes a meeting: what the calling form begins with, a day among it."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict

from collaboration.meetings import dates
from collaboration.meetings.dates import Proposal
from collaboration.models import Activity, Forum, PlannedLine
from portal.models import School, User

WEDNESDAY, HOUR = 2, dt.time(13, 0)
FIRST_WEEK = 7  # days of a month that are taken last


def line_of(asked: QueryDict, at: Forum | School, user: User) -> PlannedLine | None:
    """The line that the address or the form names (``rencana``), of this forum and readable."""
    if not isinstance(at, Forum) or "rencana" not in asked:
        return None
    try:
        key = UUID(asked.get("rencana", ""))
    except ValueError:
        return None
    rows = PlannedLine.objects.visible_to(user).filter(pk=key, programme__forum=at)
    return rows.select_related("programme__forum__cluster", "host").first()


def first_values(line: PlannedLine, found: Proposal | None) -> dict[str, Any]:
    """Values of the form from the line: title, what for, place, and the day that was found."""
    values: dict[str, Any] = {
        "title": line.topic,
        "agenda": line.note,
        "aspects": [line.aspect] if line.aspect else [],
        "indicators": [line.indicator_id] if line.indicator_id else [],
        "place": line.host.name if line.host else "",
        "day": found.day if found else None,
        "time": found.time if found else HOUR,
    }
    return {name: value for name, value in values.items() if value}


def proposal(line: PlannedLine, reader: User, now: dt.datetime) -> Proposal | None:
    """A day with lessons in the month of the line, later than today; None if there is none left.

    As the date finder weighs them: nothing against it, then more people free; then the forum's
    usual weekday, not in the first week, the earliest. Usual are weekday and hour of the forum's
    last meeting; without one, Wednesday at 13.00. The hour is the usual one while the pool of free
    hours is silent.
    """
    forum = line.programme.forum
    zone = ZoneInfo(forum.place.zone)
    today = now.astimezone(zone).date()
    first = max(line.month, today + dt.timedelta(days=1))
    last = line.month + dt.timedelta(days=monthrange(line.month.year, line.month.month)[1] - 1)
    if first > last:
        return None
    weekday, hour = usual(forum, now, zone)
    rows = dates.weighed(forum, reader, today, first=first, last=last)

    def order(row: dates.Weighed) -> tuple[Any, ...]:
        day = row.proposal.day
        return (row.against, -row.free, day.weekday() != weekday, day.day <= FIRST_WEEK, day)

    if not rows:
        return None
    found = min(rows, key=order).proposal
    return found if found.by_pool else replace(found, time=hour)


def usual(forum: Forum, now: dt.datetime, zone: ZoneInfo) -> tuple[int, dt.time]:
    last = Activity.objects.filter(forum=forum, cancelled_at=None, starts_at__lt=now)
    at = last.order_by("-starts_at").values_list("starts_at", flat=True).first()
    local = at.astimezone(zone) if at else None
    return (local.weekday(), local.time()) if local else (WEDNESDAY, HOUR)
