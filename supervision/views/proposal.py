"""Visits proposed for a term: a list to look through, change and save with one button."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access, periods
from portal.forms import Problem, problems
from portal.http import SignedInRequest
from portal.models import School, Term, User
from supervision import schedule
from supervision.actions import plan as actions
from supervision.forms.programme import VisitForm, first_values
from supervision.forms.session import SUBJECTS
from supervision.models import State, SupervisionSession
from supervision.views.programme import found
from supervision.views.schedule import terms_of

AT_ONCE = 20  # visits on one page
Hours = dict[tuple[int, dt.date, dt.time], UUID]  # person, day and hour: the visit there


def programme_propose(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A visit for each who has none this term. Good rows are saved, refused ones come back."""
    programme = found(request, pk)
    access.require(programme.may_edit)  # type: ignore[attr-defined]
    school, today = programme.school, periods.today(programme.school.zone)
    _terms, term = terms_of(request, programme, today)
    observers = schedule.observers_at(school, today)
    observer = schedule.comes_first(request.user, observers)
    if term is None or observer is None:
        messages.error(request, _("This school has no principal today who could come."))
        return redirect("programme-schedule", pk)
    address = f"{reverse('programme-schedule', args=[pk])}?semester={term.number}"
    if request.method == "POST":
        forms = sent(request, school, term, observers, today)
        tell(request, save(request.user, school, term, forms))
        forms = [form for form in forms if not form.is_saved]
        if not any(form.is_chosen for form in forms):
            return redirect(address)
    else:
        like = before(term) if request.GET.get("dari") == "lalu" else None
        rows = schedule.suggestions(school, term, observer, today=today, like=like)
        forms = offered(rows, school, term, observer, observers, today)
    context = {
        "programme": programme,
        "term": term,
        "forms": forms[:AT_ONCE],
        "more": len(forms[AT_ONCE:]),
        "chosen": sum(form.is_chosen for form in forms[:AT_ONCE]),
        "address": address,
        "subjects": SUBJECTS,
        "found": faults(forms),
    }
    return render(request, "supervision/programme_propose.html", context)


def before(term: Term) -> Term | None:
    """The semester before ``term``, perhaps of the year before."""
    return Term.objects.filter(starts_on__lt=term.starts_on).order_by("-starts_on").first()


def offered(
    rows: Iterable[schedule.Suggestion],
    school: School,
    term: Term,
    observer: User,
    observers: Sequence[User],
    today: dt.date,
) -> list[VisitForm]:
    return [
        VisitForm(
            initial=first_values(row, uuid.uuid4(), observer),
            teacher=row.teacher,
            observers=observers,
            term=term,
            today=today,
        )
        for row in rows
    ]


def sent(
    request: SignedInRequest, school: School, term: Term, observers: Sequence[User], today: dt.date
) -> list[VisitForm]:
    """The rows that came back, for people who serve at the school, in the order of the page."""
    serving = {str(person.pk): person for person in schedule.staff(school, today)}
    wanted = dict.fromkeys(request.POST.getlist("teacher"))
    without = schedule.closed(school, term.starts_on, term.ends_on)
    return [
        VisitForm(
            request.POST,
            teacher=serving[key],
            observers=observers,
            term=term,
            today=today,
            without=without,
        )
        for key in wanted
        if key in serving
    ]


def save(user: User, school: School, term: Term, forms: Sequence[VisitForm]) -> int:
    """Plan each ticked row that can be; the others get a sentence. Returns how many were."""
    people = {form.teacher.pk: form.teacher for form in forms}
    observers = {row.pk: row for form in forms for row in form.observers}
    planned = SupervisionSession.objects.filter(school=school, term=term, teacher__in=people)
    visited = dict(planned.exclude(state=State.CANCELLED).values_list("teacher", "pk"))
    hours = taken_hours({*people, *observers}, term)
    saved = 0
    for form in forms:
        if form.is_chosen and form.is_valid() and fits(form, visited, hours):
            saved += plan_one(form, observers, user, school, hours)
    return saved


def taken_hours(people: Iterable[int], term: Term) -> Hours:
    """Each hour of the term at which one of ``people`` visits or is visited."""
    rows = SupervisionSession.objects.filter(
        Q(teacher__in=people) | Q(observer__in=people),
        planned_on__range=(term.starts_on, term.ends_on),
        planned_time__isnull=False,
    ).exclude(state=State.CANCELLED)
    return {
        (person, row.planned_on, row.planned_time): row.pk
        for row in rows
        if row.planned_time
        for person in (row.teacher_id, row.observer_id)
    }


def fits(form: VisitForm, visited: dict[int, UUID], hours: Hours) -> bool:
    """Has the teacher no other visit this term, and are both free at that hour?"""
    data = form.cleaned_data
    other = visited.get(form.teacher.pk)
    if other and other != data["id"]:
        form.add_error("planned_on", _("A visit in this semester has been planned meanwhile."))
        return False
    for person in (data["observer"], form.teacher.pk):
        at = hours.get((person, data["planned_on"], data["planned_time"]))
        if data["planned_time"] and at and at != data["id"]:
            form.add_error("planned_time", _("There is another visit at this hour."))
            return False
    return True


def plan_one(
    form: VisitForm, observers: dict[int, User], user: User, school: School, hours: Hours
) -> bool:
    data = dict(form.cleaned_data)
    key, observer = data.pop("id"), observers[data.pop("observer")]
    data.pop("chosen")
    try:
        actions.plan(key, by=user, teacher=form.teacher, observer=observer, school=school, **data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    form.is_saved = True
    for person in (observer.pk, form.teacher.pk):
        hours[person, data["planned_on"], data["planned_time"]] = key
    return True


def faults(forms: Iterable[VisitForm]) -> list[Problem]:
    """All that has to be mended, each with the name of the teacher."""
    return [
        replace(problem, label=f"{form.teacher.name}, {problem.label}")
        for form in forms
        if form.is_bound
        for problem in problems(form)
    ]


def tell(request: SignedInRequest, saved: int) -> None:
    if saved:
        text = ngettext(
            "%(n)s visit is planned. The teacher has been told.",
            "%(n)s visits are planned. The teachers have been told.",
            saved,
        )
        messages.success(request, text % {"n": saved})
