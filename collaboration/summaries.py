"""What the people of a school did together in a term, kept with the acts that change it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from collaboration.models import Activity, Attendance, CollaborationSummary, LessonPlan
from portal import periods
from portal.models import School, Term

Key = tuple[int, int]  # school, term


def refresh_activity(activity: Activity) -> None:
    """Count again for every school whose people are on the activity's list."""
    term = Term.objects.on(activity.day)
    schools = set(activity.attendance.filter(school__isnull=False).values_list("school", flat=True))
    if term and schools:
        _write(Q(pk__in=schools), [term])


def refresh_plans(plan: LessonPlan) -> None:
    """Count again for a plan's school, in the terms it was made and shared in."""
    zone = plan.school.zone
    days = [periods.today(zone, at) for at in (plan.made_at, plan.shared_at) if at]
    terms = {term for day in days if (term := Term.objects.on(day))}
    _write(Q(pk=plan.school_id), terms)


@transaction.atomic
def rebuild() -> None:
    _write(Q(), Term.objects.all())


def _write(where: Q, terms: Iterable[Term]) -> None:
    schools = list(School.objects.select_for_update().filter(where).order_by("pk"))
    keys = {school.pk for school in schools}
    found: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    terms = sorted(terms, key=lambda term: term.starts_on)
    _count_attendance(found, keys, terms)
    _count_plans(found, keys, terms)
    CollaborationSummary.objects.filter(school__in=keys, term__in=terms).delete()
    codes = {school.pk: school.subdistrict_id for school in schools}
    CollaborationSummary.objects.bulk_create(
        CollaborationSummary(school_id=school, term_id=term, region_code=codes[school], **counts)
        for (school, term), counts in found.items()
    )


def _term(day: dt.date, calendar: list[Term]) -> Term | None:
    """The term that ``day`` lies in, holidays counting with the term before."""
    begun = [term for term in calendar if term.starts_on <= day]
    return begun[-1] if begun else (calendar[0] if calendar else None)


def _count_attendance(
    found: dict[Key, dict[str, int]], schools: set[int], terms: list[Term]
) -> None:
    calendar = list(Term.objects.order_by("starts_on"))
    wanted = {term.pk for term in terms}
    zones = dict(School.objects.filter(pk__in=schools).values_list("pk", "zone"))
    rows = Attendance.objects.filter(
        came=True,
        school__in=schools,
        activity__cancelled_at=None,
        activity__minuted_at__isnull=False,
    ).values_list("school", "activity", "activity__starts_at", "activity__minutes")
    seen = set()
    for school, activity, starts_at, minutes in rows:
        term = _term(periods.today(zones[school], starts_at), calendar)
        if term and term.pk in wanted:
            found[school, term.pk]["person_minutes"] += minutes
            if (school, activity) not in seen:
                seen.add((school, activity))
                found[school, term.pk]["activities"] += 1


def _count_plans(found: dict[Key, dict[str, int]], schools: set[int], terms: list[Term]) -> None:
    calendar = list(Term.objects.order_by("starts_on"))
    wanted = {term.pk for term in terms}
    zones = dict(School.objects.filter(pk__in=schools).values_list("pk", "zone"))
    plans = LessonPlan.objects.filter(school__in=schools)
    for school, shared_at, made_at, source in plans.values_list(
        "school", "shared_at", "made_at", "adapted_from"
    ):
        for name, at in (
            ("plans_shared", shared_at),
            ("plans_adapted", source and made_at),
        ):
            term = _term(periods.today(zones[school], at), calendar) if at else None
            if term and term.pk in wanted:
                found[school, term.pk][name] += 1
