"""The first proposal of a forum's year: from last year's activities and from pooled needs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from collaboration import needs
from collaboration.meetings import kinds
from collaboration.models import Activity, Forum, ForumProgramme, PlannedLine
from portal.models import SchoolYear

MOST = 24  # lines from last year; beyond that nobody reads them one by one


def months(year: SchoolYear) -> list[dt.date]:
    """The first day of each month of the school year, July to June as a rule."""
    found, day = [], year.starts_on.replace(day=1)
    while day <= year.ends_on:
        found.append(day)
        day = (day + dt.timedelta(days=31)).replace(day=1)
    return found


def lines(programme: ForumProgramme, today: dt.date) -> list[PlannedLine]:
    """Unsaved lines: what is called already, last year's work again, and needs, by month.

    Proposed are months from that of ``today`` on. A need goes where least is planned. Seven
    queries, whatever the number of rows.
    """
    forum, year = programme.forum, programme.year
    left = [day for day in months(year) if day >= today.replace(day=1)]
    found = [_of(programme, row, row.starts_at) for row in _between(forum, months(year))]
    for line in found:
        line.source, line.taken = PlannedLine.Source.CALLED, True
    found += _again(programme, left)
    found += _for_needs(programme, left, Counter(line.month for line in found), today)
    return found


def _between(forum: Forum, span: list[dt.date]) -> QuerySet[Activity]:
    """Activities of the forum in these months that were not called off, by day."""
    zone = ZoneInfo(forum.place.zone)
    first = dt.datetime.combine(span[0], dt.time.min, zone)
    last = dt.datetime.combine((span[-1] + dt.timedelta(days=31)).replace(day=1), dt.time.min, zone)
    rows = Activity.objects.filter(forum=forum, cancelled_at=None, starts_at__gte=first)
    rows = rows.filter(starts_at__lt=last, kind__in=plannable())
    return rows.prefetch_related("aspects", "indicators").order_by("starts_at", "pk")


def plannable() -> list[str]:
    """Kinds that a forum plans for a year; a visit of two colleagues is theirs alone."""
    return [str(kind.name) for kind in kinds.KINDS if not kind.of_two]


def _again(programme: ForumProgramme, left: list[dt.date]) -> list[PlannedLine]:
    """Last year's activities a year later, each kind and title once a month."""
    before = [day.replace(year=day.year - 1) for day in months(programme.year)]
    found: dict[tuple[dt.date, str, str], PlannedLine] = {}
    for row in _between(programme.forum, before):
        line = _of(programme, row, row.starts_at)
        line.month = line.month.replace(year=line.month.year + 1)
        line.source, line.earlier, line.activity = PlannedLine.Source.LAST_YEAR, row, None
        if line.month in left:
            found.setdefault((line.month, line.kind, line.topic), line)
    return list(found.values())[:MOST]


def _of(programme: ForumProgramme, row: Activity, at: dt.datetime) -> PlannedLine:
    aspects, items = list(row.aspects.all()), list(row.indicators.all())
    day = at.astimezone(ZoneInfo(programme.forum.place.zone)).date()
    return PlannedLine(
        programme=programme,
        month=day.replace(day=1),
        kind=row.kind,
        topic=row.title,
        aspect=aspects[0].aspect if aspects else "",
        indicator=items[0] if items else None,
        activity=row,
    )


def _for_needs(
    programme: ForumProgramme, left: list[dt.date], full: Counter[dt.date], today: dt.date
) -> Iterable[PlannedLine]:
    for need in needs.proposed(programme.forum, today) if left else []:
        month = min(left, key=lambda day: (full[day], day))
        full[month] += 1
        yield PlannedLine(
            programme=programme,
            month=month,
            kind=Activity.Kind.MEETING,
            topic=need.indicator.name[:160],
            aspect=need.aspect,
            indicator=need.indicator,
            source=PlannedLine.Source.NEED,
            asked=need.asked,
            group=need.teachers if need.is_low else None,
        )
