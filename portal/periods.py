from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

if TYPE_CHECKING:
    from portal.models import Term


def today(zone: str, now: dt.datetime | None = None) -> dt.date:
    """The day it is at a place of ``zone``, now or at the aware instant ``now``."""
    return (now or timezone.now()).astimezone(ZoneInfo(zone)).date()


def school_year(day: dt.date) -> tuple[int, int]:
    """First and second calendar year of the school year of ``day``; July begins a new one."""
    start = day.year if day.month >= 7 else day.year - 1
    return start, start + 1


def term_of(day: dt.date, calendar: Sequence[Term]) -> Term | None:
    """The term of ``calendar``, in order of time, that ``day`` lies in.

    Holidays count with the term before, days before the first term with the first.
    """
    begun = [term for term in calendar if term.starts_on <= day]
    return begun[-1] if begun else (calendar[0] if calendar else None)
