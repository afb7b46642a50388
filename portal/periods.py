from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def today(zone: str, now: dt.datetime | None = None) -> dt.date:
    """The day it is at a place of ``zone``, now or at the aware instant ``now``."""
    return (now or timezone.now()).astimezone(ZoneInfo(zone)).date()


def school_year(day: dt.date) -> tuple[int, int]:
    """First and second calendar year of the school year of ``day``; July begins a new one."""
    start = day.year if day.month >= 7 else day.year - 1
    return start, start + 1
