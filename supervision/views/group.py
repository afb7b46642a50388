"""Supervision of several teachers together: plan it, its page, its date, its common notes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import Appointment, School, User
from portal.roles import AT_SCHOOL
from supervision.actions import group as actions
from supervision.actions.prepare import digest
from supervision.forms.group import GroupForm, NotesForm
from supervision.forms.session import ReasonForm, RescheduleForm
from supervision.models import GroupVisit, SupervisionSession
from supervision.views.plan import choose_school, observer_at, school_for

PAGE = 20


def group_list(request: SignedInRequest) -> HttpResponse:
    rows = (
        GroupVisit.objects.visible_to(request.user)
        .select_related("school", "observer")
        .annotate(people=Count("sessions"))
        .order_by("-planned_on", "pk")
    )
    schools = School.objects.where_one_may(request.user, "plan_session")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "today": periods.today("Asia/Jakarta"),
        "may_plan": schools.exists(),
    }
    return render(request, "supervision/group_list.html", context)


def group_new(request: SignedInRequest) -> HttpResponse:
    schools = School.objects.where_one_may(request.user, "plan_session")
    access.require(schools.exists())
    school = school_for(request, schools)
    if school is None:
        return choose_school(request, schools)
    try:
        observer = observer_at(request.user, school)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("group-list")
    people = people_of(request.user, school).exclude(pk=observer.pk)
    form = GroupForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        group = begun(request, form, school, observer)
        if group:
            messages.success(request, _("It is planned. Everybody has been told once."))
            return redirect("group-detail", group.pk)
    context = {"form": form, "form_id": form_id(request), "school": school, "observer": observer}
    return render(request, "supervision/group_form.html", context)


def people_of(user: User, school: School) -> QuerySet[User]:
    """Everybody who serves at the school today, the planner too: a coordinator takes part."""
    today = periods.today(school.zone)
    serving = Appointment.objects.on(today).filter(school=school, role__in=AT_SCHOOL)
    rows = User.objects.visible_to(user).filter(pk__in=serving.values("user"))
    return rows.order_by("name", "pk")


def begun(
    request: SignedInRequest, form: GroupForm, school: School, observer: User
) -> GroupVisit | None:
    """Plan it, or say on the form why not."""
    try:
        return actions.begin(
            form_id(request),
            by=request.user,
            observer=observer,
            school=school,
            **form.cleaned_data,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None


def seen(request: SignedInRequest, pk: UUID) -> GroupVisit:
    rows = GroupVisit.objects.visible_to(request.user).select_related("school", "observer")
    return get_object_or_404(rows, pk=pk)


def editable(request: SignedInRequest, pk: UUID) -> GroupVisit:
    group = seen(request, pk)
    access.require("edit" in access.allowed(request.user, "group", group))
    return group


def page_of(request: SignedInRequest, group: GroupVisit, **more: Any) -> dict[str, Any]:
    """All names for everybody in it; a conversation only where the reader may see it."""
    own = SupervisionSession.objects.visible_to(request.user).filter(together=group)
    sessions = list(group.sessions.select_related("teacher").order_by("teacher__name", "pk"))
    names = [str(_("everybody who takes part")), *access.readers("group", obs=group.observer)]
    return {
        "group": group,
        "sessions": sessions,
        "opened": set(own.values_list("pk", flat=True)),
        "can_edit": "edit" in access.allowed(request.user, "group", group),
        "reason": next((row.cancel_reason for row in sessions if row.cancel_reason), ""),
        "today": periods.today(group.school.zone),
        "readers": names,
        **more,
    }


def group_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    group = seen(request, pk)
    return render(request, "supervision/group_detail.html", page_of(request, group))


def group_notes(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The common notes; two writers see each other's words before one replaces them."""
    group = editable(request, pk)
    form = NotesForm(request.POST or None, initial={"notes": group.notes})
    context = {"group": group, "form": form, "seen": digest(group.notes), "theirs": None}
    if request.method == "POST" and form.is_valid():
        try:
            seen_then = request.POST.get("seen", "")
            actions.write_notes(group, by=request.user, seen=seen_then, **form.cleaned_data)
            messages.success(request, _("The common notes are saved."))
            return redirect("group-detail", pk)
        except actions.Overwritten as now:
            context |= {"seen": digest(now.group.notes), "theirs": now.group.notes}
    status = 409 if context["theirs"] is not None else 200
    return render(request, "supervision/group_notes.html", context, status=status)


@require_POST
def group_hold(request: SignedInRequest, pk: UUID) -> HttpResponse:
    group = editable(request, pk)
    try:
        actions.hold(group, by=request.user)
        messages.success(request, _("Noted. Each one's own conversation can go on now."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("group-detail", pk)


def group_move(request: SignedInRequest, pk: UUID) -> HttpResponse:
    group = editable(request, pk)
    initial = {"day": group.planned_on, "time": group.planned_time}
    form = RescheduleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move(group, by=request.user, **form.cleaned_data)
            return redirect("group-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return render(request, "supervision/group_move.html", {"group": group, "form": form})


def group_cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    group = editable(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(group, by=request.user, reason=form.cleaned_data["reason"])
            return redirect("group-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return render(request, "supervision/group_cancel.html", {"group": group, "form": form})
