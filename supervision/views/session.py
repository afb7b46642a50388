from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access, periods
from portal.http import SignedInRequest
from portal.models import School, Term, User
from portal.roles import Role
from supervision.actions import observe
from supervision.actions import plan as actions
from supervision.cycle import Task, stages, tasks
from supervision.forms.session import ReasonForm, RescheduleForm
from supervision.models import GroupVisit, State, SupervisionSession
from supervision.models.session import OPEN
from supervision.views.requests import found, rights

PAGE = 20


def session_list(request: SignedInRequest) -> HttpResponse:
    """Visits one may see, newest first, in three views and by term."""
    page = Paginator(listed(request), PAGE).get_page(request.GET.get("hal"))
    today = periods.today("Asia/Jakarta")
    context = {
        "page": page,
        "rows": [(row, next_task(row, request.user), row.is_late(today)) for row in page],
        "view": request.GET.get("tampil", "saya"),
        "term": request.GET.get("semester", ""),
        "terms": Term.objects.select_related("year"),
        "today": today,
        "may_plan": School.objects.where_one_may(request.user, "plan_session").exists(),
        "may_ask": request.user.scope.holds(Role.TEACHER, Role.COORDINATOR),
    }
    return render(request, "supervision/session_list.html", context)


def listed(request: SignedInRequest) -> QuerySet[SupervisionSession]:
    """The visits of the list in the view and the term asked for; the export has the same."""
    rows = SupervisionSession.objects.visible_to(request.user).for_list()
    term = request.GET.get("semester", "")
    rows = rows.filter(term=int(term)) if term.isdecimal() and len(term) < 9 else rows
    return in_view(rows, request.GET.get("tampil", "saya"), request.user)


def in_view(
    rows: QuerySet[SupervisionSession], view: str, user: User
) -> QuerySet[SupervisionSession]:
    if view == "selesai":
        return rows.filter(state__in=(State.CLOSED, State.CANCELLED))
    if view == "berjalan":
        return rows.filter(state__in=OPEN)
    return rows.filter(Q(teacher=user) | Q(observer=user), state__in=OPEN)


def next_task(session: SupervisionSession, user: User) -> Task | None:
    """The one action a list row offers to this reader."""
    side = {session.teacher_id: "teacher", session.observer_id: "observer"}.get(user.pk)
    return next((task for task in tasks(session, side) if task.is_now), None) if side else None


def session_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    session = found(request, pk)
    can = rights(request, session)
    side = {session.teacher_id: "teacher", session.observer_id: "observer"}.get(request.user.pk)
    context = {
        "session": session,
        "can": can,
        "stages": stages(session, links="agreement.read" in can),
        "tasks": tasks(session, side) if side else [],
        "together": GroupVisit.objects.visible_to(request.user)
        .filter(pk=session.together_id)
        .first()
        if session.together_id
        else None,
        "moves": session.reschedulings.select_related("by"),
        "proposal": session.proposals.filter(answered_at=None).select_related("by").first()
        if session.state == State.PLANNED
        else None,
        "may_plan": session.state == State.CANCELLED
        and School.objects.where_one_may(request.user, "plan_session")
        .filter(pk=session.school_id)
        .exists(),
        "readers": access.readers("session", sub=session.teacher, obs=session.observer),
        "today": periods.today(session.school.zone),
        "waits_for_teacher": bool(session.aspects) and not session.self_assessed_at,
    }
    return render(request, "supervision/session_detail.html", context)


def session_reschedule(request: SignedInRequest, pk: UUID) -> HttpResponse:
    session = found(request, pk)
    access.require("session.reschedule" in rights(request, session))
    initial = {"day": session.planned_on, "time": session.planned_time}
    form = RescheduleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reschedule(session, by=request.user, **form.cleaned_data)
            return redirect("session-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return render(
        request,
        "supervision/session_reschedule.html",
        {"session": session, "form": form},
    )


def session_cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    session = found(request, pk)
    if session.state == State.CANCELLED:
        return redirect("session-detail", pk)
    access.require("session.cancel" in rights(request, session))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(session, by=request.user, reason=form.cleaned_data["reason"])
            return redirect("session-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return render(request, "supervision/session_cancel.html", {"session": session, "form": form})


@require_POST
def session_release(request: SignedInRequest, pk: UUID) -> HttpResponse:
    session = found(request, pk)
    if session.released_at and session.observer_id == request.user.pk:
        return redirect("session-discuss", pk)  # a second tap finds the receipt
    access.require("session.release" in rights(request, session))
    try:
        observe.release(session, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("session-detail", pk)
    messages.success(request, _("Shared. From the moment it is opened it can only be added to."))
    return redirect("session-discuss", pk)


@require_POST
def session_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    session = found(request, pk)
    can = rights(request, session)
    access.require("session.withdraw" in can or "session.release" in can)
    try:
        observe.withdraw(session, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("session-detail", pk)
