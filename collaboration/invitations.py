"""Invitations beside the lines that tell of them, so that one can answer where one reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from collaboration.models import Attendance
from portal.models import User
from portal.notify import Line

# What a form names -> the page to which its answer returns.
PAGES = {"daftar": "activity-list", "kabar": "notifications", "beranda": "home"}


def ahead(user: User, lines: Sequence[Line], now: dt.datetime) -> dict[str, Attendance]:
    """``user``'s own rows of the invitations in ``lines`` that can still be answered.

    By the key of the activity, with its place. One query; none where no line invites.
    """
    asked = [UUID(line.notification.object_id) for line in lines if invites(line)]
    if not asked:
        return {}
    rows = Attendance.objects.visible_to(user).ahead_of(user, now).filter(activity__in=asked)
    return {str(row.activity_id): row for row in rows.with_place()}


def beside(
    lines: Sequence[Line], found: Mapping[str, Attendance]
) -> list[tuple[Line, Attendance | None]]:
    """Each line with the reader's row of what it invites to; None where nothing is to answer."""
    return [
        (line, found.get(line.notification.object_id) if invites(line) else None) for line in lines
    ]


def invites(line: Line) -> bool:
    return line.notification.kind == "activity_called"
