from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import Appointment, School, User
from portal.roles import AT_SCHOOL
from supervision import reports
from supervision.actions import discuss as actions
from supervision.cycle import stages
from supervision.forms.talk import StepForm
from supervision.guide import beside
from supervision.models import Indicator, ReadyStep, SupervisionSession, Turn
from supervision.views.talk import notes_of, talk_of


@require_http_methods(["GET", "HEAD", "POST"])
def session_step(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Agree on one more step, with the evidence and the library in sight."""
    session, can = talk_of(request, pk)
    access.require("follow_up.write" in can)
    begun, steps = standing(session)
    if request.method != "POST" and (not begun or steps >= actions.MOST_STEPS):
        return redirect("session-discuss", pk)
    shown = page(request, session, begun)
    form = step_form(request, session, shown)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_step(session, form_id(request), by=request.user, **form.cleaned_data)
            return redirect("session-discuss", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(request, "supervision/session_step.html", {**shown, "form": form})


def standing(session: SupervisionSession) -> tuple[bool, int]:
    """Has the teacher begun the talk, and how many steps are there? One query."""
    begun = Count("turns", filter=Q(turns__kind=Turn.Kind.REFLECTION), distinct=True)
    row = SupervisionSession.objects.filter(pk=session.pk).values(
        begun=begun, steps=Count("follow_ups", distinct=True)
    )
    found = row.get()
    return found["begun"] > 0, found["steps"]


def page(request: SignedInRequest, session: SupervisionSession, begun: bool) -> dict[str, Any]:
    """What stands beside the form; nothing of it before the teacher's reflection."""
    sides = reports.side_by_side(session, request.user) if begun else []
    notes = list(notes_of(request, session)) if begun else []
    rows = [side for aspect in sides for side in (*aspect.focus, *aspect.others)]
    near = [side for side in rows if side.in_focus] or rows
    codes = [side.indicator.code for side in near]
    items = {side.indicator.code: side.indicator.pk for side in rows}
    ready = ReadyStep.objects.visible_to(request.user).at(session.school).filter(code__in=codes)
    return {
        "session": session,
        "stages": stages(session),
        "evidence": beside(sides, notes),
        "indicators": [side.indicator for side in rows],
        "ready": [(row, items[row.code]) for row in ready] if begun else [],
        "form_id": form_id(request),
    }


def step_form(
    request: SignedInRequest, session: SupervisionSession, shown: dict[str, Any]
) -> StepForm:
    """The form, filled from the library where one of its steps was tapped."""
    offered = {
        str(row.pk): {"what": row.what, "sign": row.sign, "indicator": item}
        for row, item in shown["ready"]
    }
    form = StepForm(
        request.POST or None,
        initial={"owner_kind": "teacher", **offered.get(request.GET.get("langkah", ""), {})},
        indicators=Indicator.objects.asked_in(session),
        colleagues=colleagues(session.school, session.teacher),
        auto_id="step_%s",
    )
    known = [(row.pk, f"{row.code}. {row.name}") for row in shown["indicators"]]
    choices = [("", form.fields["indicator"].empty_label), *known]  # type: ignore[attr-defined]
    form.fields["indicator"].choices = choices  # type: ignore[attr-defined]
    return form


def colleagues(school: School, teacher: User) -> QuerySet[User]:
    """Who serves at the school today, but the teacher: any of them may lend a hand."""
    today = periods.today(school.zone)
    here = Appointment.objects.on(today).filter(school=school, role__in=AT_SCHOOL)
    return User.objects.filter(pk__in=here.values("user")).exclude(pk=teacher.pk).order_by("name")
