"""A planned line becomes a meeting: what the calling form begins with, a day among it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict

from collaboration.models import Activity, Forum, PlannedLine
from portal.models import School, User

WEDNESDAY, HOUR = 2, dt.time(13, 0)


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


def first_values(line: PlannedLine, now: dt.datetime) -> dict[str, Any]:
    """Values of the form from the line: title, what for, place, and a day to begin with."""
    day, hour = moment(line, now)
    found: dict[str, Any] = {
        "title": line.topic,
        "agenda": line.note,
        "aspects": [line.aspect] if line.aspect else [],
        "indicators": [line.indicator_id] if line.indicator_id else [],
        "place": line.host.name if line.host else "",
        "day": day,
        "time": hour,
    }
    return {name: value for name, value in found.items() if value}


def moment(line: PlannedLine, now: dt.datetime) -> tuple[dt.date | None, dt.time]:
    """The second of the forum's usual weekday in the month, later than today; None if it is over.

    Usual are weekday and hour of the forum's last meeting; without one, Wednesday at 13.00.
    """
    forum = line.programme.forum
    zone = ZoneInfo(forum.place.zone)
    last = Activity.objects.filter(forum=forum, cancelled_at=None, starts_at__lt=now)
    at = last.order_by("-starts_at").values_list("starts_at", flat=True).first()
    usual = at.astimezone(zone) if at else None
    weekday = usual.weekday() if usual else WEDNESDAY
    first = line.month + dt.timedelta(days=(weekday - line.month.weekday()) % 7)
    days = [first + dt.timedelta(days=7 * week) for week in (1, 2, 3, 4)]
    today = now.astimezone(zone).date()
    free = [day for day in days if day > today and day.month == line.month.month]
    return (free[0] if free else None), (usual.time() if usual else HOUR)
