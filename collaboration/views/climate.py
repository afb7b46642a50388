from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from collaboration import climate as pulse
from collaboration.actions import climate as actions
from collaboration.forms.climate import ClimateForm
from collaboration.models.climate import Statement
from collaboration.views.place import open_at, own_or_list
from portal import access, periods
from portal.http import SignedInRequest
from portal.models import School, Term

TERMS = 6  # closed terms one can go back


def climate(request: SignedInRequest) -> HttpResponse:
    return own_or_list(request, "read", "climate-school", _("School climate"), record="pulse")


def climate_school(request: SignedInRequest, npsn: str) -> HttpResponse:
    """What a closed term said, for all alike; before that, what is asked and who sees what."""
    school = open_at(request, npsn, "read", record="pulse")
    today = periods.today(school.zone)
    begun = list(Term.objects.filter(starts_on__lte=today).select_related("year")[: TERMS + 1])
    closed = [term for term in begun if pulse.is_closed(term, today)]
    asked = next((term for term in begun if pulse.is_open(term, today)), None)
    term = chosen(request.GET.get("semester", ""), closed)
    found = pulse.of_school(school, term, today) if term else None
    may_answer = "answer" in access.allowed(request.user, "pulse", school)
    context = {
        "school": school,
        "asked": asked,
        "opens_on": asked.ends_on + dt.timedelta(days=1) if asked else None,
        "may_answer": may_answer and asked is not None,
        "answered": bool(
            asked and may_answer and pulse.has_answered(request.user.pk, school, asked)
        ),
        "closed": closed,
        "term": term,
        "pulse": found,
        "pool": None if found or not term else pulse.of_pool(school, term.year, today),
        "statements": Statement.labels,
        "readers": access.readers("pulse"),
    }
    return render(request, "collaboration/climate_school.html", context)


def chosen(wanted: str, closed: list[Term]) -> Term | None:
    """The closed term of the address, else the last one."""
    return next((term for term in closed if str(term.pk) == wanted), closed[0] if closed else None)


@sensitive_post_parameters()
def climate_answer(request: SignedInRequest, npsn: str) -> HttpResponse:
    """Three statements on one screen; a second send finds that the answer is in already."""
    school = open_at(request, npsn, "read", record="pulse")
    access.require("answer" in access.allowed(request.user, "pulse", school))
    term = running(school)
    if term is None or pulse.has_answered(request.user.pk, school, term):
        return redirect("climate-school", npsn)
    form = ClimateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(by=request.user, school=school, term=term, levels=form.cleaned_data)
            messages.success(request, _("Thank you. Your answers are counted, without a name."))
            return redirect("climate-school", npsn)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"form": form, "school": school, "term": term, "readers": access.readers("pulse")}
    return render(request, "collaboration/climate_answer.html", context)


def running(school: School) -> Term | None:
    today = periods.today(school.zone)
    term = Term.objects.on(today)
    return term if term and pulse.is_open(term, today) else None
