from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from collaboration.actions import trace as actions
from collaboration.forms.trace import LinkForm
from collaboration.models import Link
from collaboration.views.activity import readable
from portal import access
from portal.http import SignedInRequest, form_id
from supervision.models import SupervisionSession


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
    links = Link.objects.visible_to(request.user).filter(activity=activity)
    confirmable = set(
        Link.objects.filter(access.where(request.user, "link", "confirm"), activity=activity)
        .exclude(teacher=request.user, teacher_confirmed_at__isnull=False)
        .values_list("pk", flat=True)
    )
    context = {
        "activity": activity,
        "can": access.allowed(request.user, "activity", activity),
        "form": form,
        "may_write": sessions.exists(),
        "links": links.select_related("session__teacher", "session__school", "written_by"),
        "confirmable": confirmable,
        "form_id": form_id(request),
    }
    return render(request, "collaboration/activity_links.html", context)


@require_POST
def link_confirm(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Link.objects.visible_to(request.user), pk=pk)
    access.require("confirm" in access.allowed(request.user, "link", row))
    actions.confirm(row, by=request.user)
    if row.activity_id is None:
        return redirect("trace-detail", pk)
    return redirect("activity-links", row.activity_id)
