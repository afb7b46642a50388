"""Calendar files (RFC 5545): an event, and the calendar that carries it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import icalendar
from django.utils import timezone

from portal.fields import clean_text

When = dt.date | dt.datetime


def line(text: str) -> str:
    """One line without signs that a calendar could read as its own."""
    return " ".join(clean_text(text).split())


def begins(day: dt.date, time: dt.time | None, zone: str) -> When:
    """The instant in UTC, so that every calendar shows its own clock; without an hour the day."""
    if time is None:
        return day
    return dt.datetime.combine(day, time, ZoneInfo(zone)).astimezone(dt.UTC)


def event(
    uid: str,
    summary: str,
    start: When,
    *,
    length: dt.timedelta,
    place: str,
    url: str,
    moves: int,
    cancelled: bool,
) -> icalendar.Event:
    found = icalendar.Event()
    found.add("uid", f"{uid}@rembuk")
    found.add("dtstamp", timezone.now())
    found.add("summary", line(summary))
    found.add("dtstart", start)
    whole_day = not isinstance(start, dt.datetime)
    found.add("dtend", start + (dt.timedelta(days=1) if whole_day else length))
    found.add("sequence", moves + cancelled)
    found.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    found.add("class", "PRIVATE")
    found.add("url", url)
    if place:
        found.add("location", line(place))
    return found


def calendar(events: Iterable[icalendar.Event]) -> bytes:
    found = icalendar.Calendar()
    found.add("prodid", "-//Rembuk//id")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", "Rembuk")
    found.add("refresh-interval", dt.timedelta(hours=6), parameters={"value": "DURATION"})
    found.add("x-published-ttl", "PT6H")
    for row in events:
        found.add_component(row)
    return found.to_ical()
