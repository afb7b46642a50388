"""A term's activities beside the vision: what they served, and which are not tied yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from collaboration.models import Activity, Barrier, Vision, VisionService
from portal.models import School, Term, User
from supervision.timetable import MARK, TOP, WEEK, Mark, Strip, months


def bounds(term: Term, zone: str) -> tuple[dt.datetime, dt.datetime]:
    """The first instant of a term by the clock of ``zone``, and the first after it."""
    clock, day = ZoneInfo(zone), dt.timedelta(days=1)
    begins = dt.datetime.combine(term.starts_on, dt.time(), clock)
    return begins, dt.datetime.combine(term.ends_on + day, dt.time(), clock)


def of_term(user: User, school: School, term: Term) -> QuerySet[Activity]:
    """The school's activities of ``term`` that ``user`` may read, and others tied to its vision.

    Each with ``tied``, its services to this school's vision; oldest first.
    """
    begins, ends = bounds(term, school.zone)
    own = VisionService.objects.filter(part__school=school).select_related("part")
    tied = own.filter(activity=OuterRef("pk"))
    return (
        Activity.objects.visible_to(user)
        .filter(Q(school=school) | Exists(tied), starts_at__gte=begins, starts_at__lt=ends)
        .filter(cancelled_at=None)
        .prefetch_related(Prefetch("serves", queryset=own, to_attr="tied"))
        .select_related("school", "forum__cluster", "forum__subdistrict", "forum__school")
        .order_by("starts_at", "pk")
    )


def beside(rows: QuerySet[Activity], user: User) -> QuerySet[Activity]:
    """Activities with what their page says of vision and barriers, in the same query.

    ``part`` and ``evidence`` of the first part served ("" for none), ``has_vision``: there is a
    part the reader could name, ``barriers_named``: how many barriers of it the reader may read.
    """
    serves = VisionService.objects.filter(activity=OuterRef("pk")).order_by("pk")
    own = School.objects.where_one_may(user, "pledge").order_by().values("pk")
    running = Vision.objects.visible_to(user).filter(ended_at=None)
    barriers = Barrier.objects.visible_to(user).filter(activity=OuterRef("pk")).order_by()
    counted = barriers.values("activity").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        part=Coalesce(Subquery(serves.values("part__text")[:1]), Value("")),
        evidence=Coalesce(Subquery(serves.values("evidence")[:1]), Value("")),
        has_vision=Case(
            When(school=None, then=Exists(running.filter(school__in=own))),
            default=Exists(running.filter(school=OuterRef("school"))),
        ),
        barriers_named=Coalesce(Subquery(counted), 0),
    )


def untied(school: School, now: dt.datetime, term: Term) -> QuerySet[Activity]:
    """Activities the school has held in ``term`` that name no part of its vision, oldest first."""
    begins, _ends = bounds(term, school.zone)
    serves = VisionService.objects.filter(activity=OuterRef("pk"))
    return Activity.objects.filter(
        ~Exists(serves), school=school, cancelled_at=None, starts_at__gte=begins, starts_at__lt=now
    ).order_by("starts_at", "pk")


def strip(term: Term, activities: Sequence[Activity], today: dt.date) -> Strip:
    """The weeks of the term; a mark for each activity, filled where it is tied to the vision."""
    monday = term.starts_on - dt.timedelta(days=term.starts_on.weekday())
    count = (term.ends_on - monday).days // 7 + 1
    stacks = [0] * count
    marks = []
    for row in activities:
        week = min(max((row.day - monday).days // 7, 0), count - 1)
        y = TOP + 10 + MARK * stacks[week]
        marks.append(Mark(week * WEEK + WEEK // 2, y, bool(row.tied)))  # type: ignore[attr-defined]
        stacks[week] += 1
    at = (today - monday).days
    tied = sum(mark.is_held for mark in marks)
    return Strip(
        width=count * WEEK,
        height=TOP + 8 + MARK * max(*stacks, 2),
        weeks=[(number * WEEK, False) for number in range(count)],
        labels=[
            (max((begin - monday).days, 0) // 7 * WEEK, date_format(begin, "M"))
            for begin in months(term)
        ],
        marks=marks,
        now=at / 7 * WEEK if 0 <= at < count * 7 else None,
        planned=len(marks) - tied,
        held=tied,
    )
