from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import trace as actions
from collaboration.forms.trace import LinkForm
from collaboration.models import LessonPlan, Link
from collaboration.views.activity import readable
from portal import access
from portal.http import SignedInRequest, form_id
from supervision.models import SupervisionSession

PAGE = 20


def activity_links(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Traces: from this activity to sessions, one sentence each, confirmed by both."""
    activity = readable(request, pk)
    sessions = (
        SupervisionSession.objects.filter(access.where(request.user, "session", "link"))
        .filter(parts__aspect__in=[row.aspect for row in activity.aspects.all()])
        .filter(planned_on__gte=activity.day)
        .select_related("teacher")
        .distinct()
        .order_by("-planned_on")
    )
    form = LinkForm(request.POST or None, activity=activity, sessions=sessions)
    if request.method == "POST":
        access.require(sessions.exists())
        if form.is_valid():
            try:
                actions.link(activity, form_id(request), by=request.user, **form.cleaned_data)
                return redirect("activity-links", pk)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
    context = {
        "activity": activity,
        "can": access.allowed(request.user, "activity", activity),
        "form": form,
        "may_write": sessions.exists(),
        "form_id": form_id(request),
        **traces_of(request, Q(activity=activity)),
    }
    return render(request, "collaboration/activity_links.html", context)


def traces_of(request: SignedInRequest, rows: Q) -> dict[str, object]:
    """A page of those traces among ``rows`` that the reader may read, and which wait for him."""
    links = Link.objects.visible_to(request.user).filter(rows)
    links = links.select_related("session__teacher", "indicator")
    page = Paginator(links, PAGE).get_page(request.GET.get("hal"))
    waiting = Link.objects.waiting_for(request.user).filter(rows)
    return {"page": page, "confirmable": set(waiting.values_list("pk", flat=True))}


def plan_links(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Traces: from this lesson plan to where it showed."""
    plan = get_object_or_404(LessonPlan.objects.visible_to(request.user), pk=pk)
    can = access.allowed(request.user, "plan", plan)
    context = {"plan": plan, "can": can, **traces_of(request, Q(plan=plan))}
    return render(request, "collaboration/plan_links.html", context)


@require_POST
def link_confirm(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Link.objects.visible_to(request.user), pk=pk)
    access.require("confirm" in access.allowed(request.user, "link", row))
    actions.confirm(row, by=request.user)
    back = request.POST.get("kembali")
    if back == "menunggu":
        messages.success(request, _("Confirmed. It stands beside the trace."))
        return redirect("trace-waiting")
    if back == "kegiatan" and row.activity_id:
        return redirect("activity-links", row.activity_id)
    if back == "modul" and row.plan_id:
        return redirect("plan-links", row.plan_id)
    return redirect("trace-detail", pk)


def trace_waiting(request: SignedInRequest) -> HttpResponse:
    """Traces whose confirmation waits for the reader, as their teacher or as principal."""
    rows = Link.objects.waiting_for(request.user).select_related(
        "activity", "plan", "indicator", "teacher", "session__teacher"
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    return render(request, "collaboration/trace_waiting.html", {"page": page})
