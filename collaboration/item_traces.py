"""From one rating to what was done about it: what names the same indicator afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from collaboration.models import Activity, Attendance, Link
from collaboration.traces import Event
from portal.models import User
from supervision.models import FollowUp, Indicator, Rating, SupervisionSession
from supervision.templatetags.cycle import level_word


@dataclass(frozen=True, slots=True)
class Rated:
    """An indicator as both sides rated it in one talk; None for a side that did not."""

    indicator: Indicator
    self: Rating | None
    observer: Rating | None


def rated(session: SupervisionSession, reader: User, key: str) -> Rated | None:
    """The indicator with the primary key ``key`` if it was rated in ``session``; one query."""
    if not (key.isascii() and key.isdecimal() and len(key) < 10):
        return None
    rows = Rating.objects.visible_to(reader).filter(session=session, indicator=int(key))
    sides = {row.rater: row for row in rows.select_related("indicator__instrument")}
    if not sides:
        return None
    indicator = next(iter(sides.values())).indicator
    return Rated(indicator, sides.get("self"), sides.get("observer"))


def same(indicator: Indicator, path: str) -> Q:
    """Rows whose indicator at ``path`` is this one in any version: of one aspect and code."""
    wanted = {
        f"{path}code": indicator.code,
        f"{path}instrument__aspect": indicator.instrument.aspect,
    }
    return Q(**wanted)


def events(item: Rated, session: SupervisionSession, reader: User, last: dt.date) -> list[Event]:
    """What ``reader`` may open of what followed the talk about the indicator, newest first.

    Activities that name it and to which the teacher came, steps and traces about it, and later
    ratings of it. Four queries.
    """
    days, teacher = (session.planned_on, last), session.teacher
    found = _activities(item.indicator, teacher, reader, days)
    found += _steps(item.indicator, session, reader, days)
    found += _links(item.indicator, teacher, reader, days)
    found += _later(item.indicator, session, reader, last)
    return sorted(found, key=lambda row: (row.day, row.kind, row.text), reverse=True)


Days = tuple[dt.date, dt.date]


def _activities(indicator: Indicator, teacher: User, reader: User, days: Days) -> list[Event]:
    came = Attendance.objects.filter(user=teacher, came=True)
    named = Activity.objects.filter(same(indicator, "indicators__"))
    rows = Activity.objects.visible_to(reader).filter(
        pk__in=came.values("activity"), starts_at__date__range=days, cancelled_at=None
    )
    return [
        Event(row.starts_at.date(), "activity", row.title, reverse("activity-links", args=[row.pk]))
        for row in rows.filter(pk__in=named.values("pk"))
    ]


def _steps(
    indicator: Indicator, session: SupervisionSession, reader: User, days: Days
) -> list[Event]:
    rows = FollowUp.objects.visible_to(reader).filter(
        same(indicator, "indicator__"), session__teacher=session.teacher
    )
    rows = rows.filter(Q(session=session) | Q(due_on__range=days)).distinct()
    return [
        Event(row.due_on, "step", row.what, reverse("session-follow", args=[row.session_id]))
        for row in rows
    ]


def _links(indicator: Indicator, teacher: User, reader: User, days: Days) -> list[Event]:
    rows = Link.objects.visible_to(reader).filter(
        same(indicator, "indicator__"),
        Q(teacher=teacher) | Q(session__teacher=teacher),
        written_at__date__range=days,
        let_go_at=None,
    )
    found = []
    for row in rows.distinct():
        kind, at = ("trace", row.observed_at) if row.observed_at else ("intention", row.written_at)
        found.append(Event(at.date(), kind, str(row), reverse("trace-detail", args=[row.pk])))
    return found


def _later(
    indicator: Indicator, session: SupervisionSession, reader: User, last: dt.date
) -> list[Event]:
    """Later ratings by an observer, in the words of their level."""
    rows = Rating.objects.visible_to(reader).filter(
        same(indicator, "indicator__"),
        rater="observer",
        session__teacher=session.teacher,
        session__planned_on__gt=session.planned_on,
        session__planned_on__lte=last,
    )
    return [
        Event(
            row.session.planned_on,
            "visit",
            f"{row.session.observer.name}: {level_word(row.level, row.indicator.scale)}",
            f"{reverse('session-record', args=[row.session_id])}#butir-{row.indicator_id}",
        )
        for row in rows.select_related("session__observer", "indicator")
    ]
