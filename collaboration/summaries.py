"""What the people of a school did together in a term, kept with the acts that change it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from collaboration.models import (
    Activity,
    ActivityWeek,
    Attendance,
    Barrier,
    CollaborationSummary,
    LessonPlan,
)
from collaboration.signals import activity_changed
from portal import periods
from portal.models import School, Term

Key = tuple[int, int]  # school, term
Week = tuple[int, int, dt.date, str]  # school, term, Monday, kind of activity
Calendar = Callable[[dt.date], "Term | None"]  # the wanted term a day counts with, if any


def refresh_activity(activity: Activity) -> None:
    """Count again for every school with people on the list, and reckon later what moved."""
    term = Term.objects.on(activity.day)
    schools = set(activity.attendance.filter(school__isnull=False).values_list("school", flat=True))
    if term and schools:
        _write(Q(pk__in=schools), [term])
    activity_changed.send(Activity, activity=activity)


def refresh_plans(plan: LessonPlan) -> None:
    """Count again for a plan's school, in the terms it was made and shared in."""
    zone = plan.school.zone
    days = [periods.today(zone, at) for at in (plan.made_at, plan.shared_at) if at]
    terms = {term for day in days if (term := Term.objects.on(day))}
    _write(Q(pk=plan.school_id), terms)


def refresh_barriers(school: School, month: dt.date) -> None:
    """Count again what stood in the way at ``school`` in the term of ``month``."""
    term = Term.objects.on(last_day(month))
    if term:
        _write(Q(pk=school.pk), [term])


@transaction.atomic
def rebuild(schools: Iterable[School] | None = None) -> None:
    """Count everything, or all of some ``schools``, again."""
    where = Q() if schools is None else Q(pk__in=[school.pk for school in schools])
    _write(where, Term.objects.all())


def _write(where: Q, terms: Iterable[Term]) -> None:
    schools = list(School.objects.select_for_update().filter(where).order_by("pk"))
    wanted = set(terms)
    calendar = list(Term.objects.order_by("starts_on"))

    def term_of(day: dt.date) -> Term | None:
        term = periods.term_of(day, calendar)
        return term if term in wanted else None

    found: dict[Key, Counter[str]] = defaultdict(Counter)
    weeks: dict[Week, Counter[str]] = defaultdict(Counter)
    zones = {school.pk: school.zone for school in schools}
    _count_attendance(found, weeks, zones, term_of)
    _count_plans(found, zones, term_of)
    _count_barriers(found, zones, term_of)
    codes = {school.pk: school.subdistrict_id for school in schools}
    for model in (CollaborationSummary, ActivityWeek):
        model._default_manager.filter(school__in=zones, term__in=wanted).delete()
    CollaborationSummary.objects.bulk_create(
        (
            CollaborationSummary(school_id=at, term_id=term, region_code=codes[at], **counts)
            for (at, term), counts in found.items()
        ),
        batch_size=500,
    )
    ActivityWeek.objects.bulk_create(
        (
            ActivityWeek(
                school_id=at, term_id=term, region_code=codes[at], week=week, kind=kind, **counts
            )
            for (at, term, week, kind), counts in weeks.items()
        ),
        batch_size=500,
    )


def _count_attendance(
    found: dict[Key, Counter[str]],
    weeks: dict[Week, Counter[str]],
    zones: Mapping[int, str],
    term_of: Calendar,
) -> None:
    rows = (
        Attendance.objects.that_count()
        .filter(school__in=zones)
        .values_list(
            "school", "activity", "activity__kind", "activity__starts_at", "activity__minutes"
        )
    )
    seen = set()
    for school, activity, kind, starts_at, minutes in rows:
        day = periods.today(zones[school], starts_at)
        term = term_of(day)
        if term:
            monday = day - dt.timedelta(days=day.weekday())
            both = (found[school, term.pk], weeks[school, term.pk, monday, kind])
            for counts in both:
                counts["person_minutes"] += minutes
                counts["activities"] += (school, activity) not in seen
            seen.add((school, activity))


def _count_plans(
    found: dict[Key, Counter[str]], zones: Mapping[int, str], term_of: Calendar
) -> None:
    plans = LessonPlan.objects.filter(school__in=zones)
    for school, shared_at, made_at, source in plans.values_list(
        "school", "shared_at", "made_at", "adapted_from"
    ):
        for name, at in (
            ("plans_shared", shared_at),
            ("plans_adapted", source and made_at),
        ):
            term = term_of(periods.today(zones[school], at)) if at else None
            if term:
                found[school, term.pk][name] += 1


def _count_barriers(
    found: dict[Key, Counter[str]], zones: Mapping[int, str], term_of: Calendar
) -> None:
    """A month counts with the term its last day lies in: July with the one that begins in it."""
    for school, month, kind in Barrier.objects.filter(school__in=zones).values_list(
        "school", "month", "kind"
    ):
        term = term_of(last_day(month))
        if term:
            found[school, term.pk][f"barrier_{kind}"] += 1


def last_day(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
