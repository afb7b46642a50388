"""The schedule of a term on a page."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from portal import periods
from portal.http import SignedInRequest
from portal.models import School, Term, User
from supervision import schedule, timetable
from supervision.models import Programme, SupervisionSession
from supervision.views.programme import found


def terms_of(
    request: SignedInRequest, programme: Programme, today: dt.date
) -> tuple[list[Term], Term | None]:
    """The semesters of the programme's year, and the one asked for, else the running one."""
    terms = list(Term.objects.filter(year=programme.year).select_related("year").order_by("number"))
    wanted = request.GET.get("semester", "")
    named = [term for term in terms if str(term.number) == wanted]
    begun = [term for term in terms if term.starts_on <= today]
    return terms, next(iter([*named, *reversed(begun), *terms]), None)


def programme_schedule(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Teacher by month. Who may not see all visits of the school sees the own ones."""
    programme = found(request, pk)
    school, today = programme.school, periods.today(programme.school.zone)
    terms, term = terms_of(request, programme, today)
    context = {"programme": programme, "terms": terms, "term": term, "today": today}
    if term is None:
        return render(request, "supervision/programme_schedule.html", context)
    sees_all: bool = programme.sees_all  # type: ignore[attr-defined]
    sessions = visits(request.user, school, term)
    people = schedule.staff(school, today) if sees_all else [request.user]
    without = schedule.closed(school, term.starts_on, term.ends_on)
    busy = schedule.activity_days(people, school.zone, term.starts_on, term.ends_on)
    context |= {
        "months": timetable.months(term),
        "rows": timetable.grid(people, sessions, term),
        "strip": timetable.strip(term, sessions, without, today),
        "clashes": timetable.clashes(sessions, without, busy),
        "gaps": timetable.gaps(people, sessions) if sees_all else [],
        "moves": [(row, move) for row in sessions for move in row.reschedulings.all()],
        "has_free_days": today < term.ends_on,
    }
    return render(request, "supervision/programme_schedule.html", context)


def visits(user: User, school: School, term: Term) -> list[SupervisionSession]:
    rows = SupervisionSession.objects.visible_to(user).filter(school=school, term=term)
    rows = rows.select_related("teacher", "observer", "school", "together")
    rows = rows.prefetch_related("reschedulings__by").order_by("planned_on", "pk")
    return list(rows.distinct())
