"""What meetings leave on a home: a line to try, and today's meeting to be marked at."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from collaboration.models import Activity, Trial
from portal.models import User

MOST = 3


def taken_home(user: User) -> list[Trial]:
    """Open lines of the reader's own, newest first; one query."""
    rows = Trial.objects.visible_to(user).filter(user=user).open()
    return list(rows.select_related("activity").order_by("-activity__starts_at", "pk")[:MOST])


def on_day(user: User, day: dt.date, zone: str) -> Activity | None:
    """A meeting of ``day`` with letters, at which the reader is not marked yet; one query."""
    begin = dt.datetime.combine(day, dt.time(), ZoneInfo(zone))
    rows = Activity.objects.filter(
        starts_at__gte=begin,
        starts_at__lt=begin + dt.timedelta(days=1),
        cancelled_at=None,
        code__isnull=False,
        attendance__user=user,
        attendance__came=False,
    )
    return rows.order_by("starts_at", "pk").first()
