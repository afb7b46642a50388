from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration import visions
from collaboration.actions import activity as actions
from collaboration.forms.activity import ActivityForm, LinkForm, zone_of
from collaboration.models import Activity, Forum, LessonPlan, Link
from collaboration.models.attendance import counted
from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import School
from supervision.models import SupervisionSession


def activity_new(request: SignedInRequest, forum: UUID | None = None) -> HttpResponse:
    """Call a meeting of a forum, or an activity at the reader's own school."""
    at = place_for(request, forum)
    form = ActivityForm(request.POST or None, user=request.user, at=at)
    if request.method == "POST" and form.is_valid():
        where = {"forum": at} if isinstance(at, Forum) else {"school": at}
        try:
            activity = actions.convene(
                form_id(request), by=request.user, **where, **form.data_for_action
            )
            messages.success(request, _("Everybody on the list has been told."))
            return redirect("activity-detail", activity.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"form": form, "place": at, "form_id": form_id(request)}
    return render(request, "collaboration/activity_edit.html", context)


def place_for(request: SignedInRequest, forum: UUID | None) -> Forum | School:
    if forum:
        found = get_object_or_404(
            Forum.objects.visible_to(request.user).select_related(
                "cluster", "subdistrict", "school"
            ),
            pk=forum,
        )
        access.require("convene" in access.allowed(request.user, "forum", found))
        return found
    school = School.objects.where_one_may(request.user, "convene").order_by("name").first()
    if school is None:
        raise PermissionDenied
    return school


def readable(request: SignedInRequest, pk: UUID) -> Activity:
    rows = visions.beside(counted(Activity.objects.visible_to(request.user)), request.user)
    return get_object_or_404(
        rows.select_related(
            "host", "school", "forum__cluster", "forum__school", "forum__subdistrict"
        ).prefetch_related("aspects"),
        pk=pk,
    )


def editable(request: SignedInRequest, pk: UUID) -> Activity:
    activity = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "activity", activity))
    return activity


def activity_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    activity = readable(request, pk)
    context = {
        "activity": activity,
        "can": access.allowed(request.user, "activity", activity),
        "indicators": activity.indicators.all(),
        "steps": activity.follow_ups.all(),
        "plans": LessonPlan.objects.visible_to(request.user).filter(activities=activity),
        "came": activity.came,  # type: ignore[attr-defined]
        "invited": activity.invited,  # type: ignore[attr-defined]
        "is_past": activity.starts_at < timezone.now(),
        "readers": access.readers("activity", activity),
    }
    return render(request, "collaboration/activity_detail.html", context)


def activity_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    activity = editable(request, pk)
    at: Forum | School = activity.forum or activity.school  # type: ignore[assignment]
    local = timezone.localtime(activity.starts_at, ZoneInfo(zone_of(at)))
    initial = {
        "day": local.date(),
        "time": local.time(),
        "aspects": [row.aspect for row in activity.aspects.all()],
    }
    form = ActivityForm(
        request.POST or None,
        instance=activity,
        initial=initial,
        user=request.user,
        at=at,
    )
    if request.method == "POST" and form.is_valid():
        actions.change(activity, by=request.user, **form.data_for_action)
        return redirect("activity-detail", pk)
    context = {"form": form, "place": at, "activity": activity, "form_id": activity.pk}
    return render(request, "collaboration/activity_edit.html", context)


def activity_cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    activity = editable(request, pk)
    if request.method == "POST":
        actions.cancel(activity, by=request.user)
        return redirect("activity-detail", pk)
    return render(request, "collaboration/activity_cancel.html", {"activity": activity})


def activity_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    activity = readable(request, pk)
    context = {"activity": activity, "rows": activity.attendance.as_list()}
    return render(request, "collaboration/activity_print.html", context)


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
        Link.objects.filter(
            access.where(request.user, "link", "confirm"), activity=activity
        ).values_list("pk", flat=True)
    )
    context = {
        "activity": activity,
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
    return redirect("activity-links", row.activity_id)
