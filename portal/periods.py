from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q
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


def within(field: str, term: Term, calendar: Sequence[Term], zone: str) -> Q:
    """Rows whose instant at ``field`` counts with ``term``, as ``term_of`` reads its day."""
    at = list(calendar).index(term)
    found = Q(**{f"{field}__isnull": False})
    if at:
        found &= Q(**{f"{field}__gte": midnight(term.starts_on, zone)})
    if at + 1 < len(calendar):
        found &= Q(**{f"{field}__lt": midnight(calendar[at + 1].starts_on, zone)})
    return found


def midnight(day: dt.date, zone: str) -> dt.datetime:
    """The instant at which ``day`` begins at a place of ``zone``."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone))
