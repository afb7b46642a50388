from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import visions
from collaboration.actions import activity as actions
from collaboration.actions import forum_programme as programme
from collaboration.forms.activity import ActivityCancelForm, ActivityChangeForm, zone_of
from collaboration.meetings import agenda, calls, circle, host_turn, kinds, versions, year_call
from collaboration.meetings.host_turn import Turn
from collaboration.models import Activity, Forum, LessonPlan
from collaboration.models.attendance import counted, with_answer_of
from collaboration.models.programme import with_line
from collaboration.views import meeting_dates, parts
from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import School


def activity_new(request: SignedInRequest, forum: UUID | None = None) -> HttpResponse:
    """Choose a kind (``?jenis=``), then call people of a forum or of the reader's own school."""
    at = place_for(request, forum)
    kind = chosen(request, at)
    if kind is None:
        page = reverse("forum-agenda", args=[forum]) if forum else reverse("school-agenda")
        choice = {"kinds": offered(request, at), "place": at, "agenda": page}
        return render(request, "collaboration/activity_kinds.html", choice)
    call = calls.of(kind.name)
    begin = call.begin(request.user, request.GET.get("lanjut", "")) | wanted(request, at)
    turn = turn_for(request, at, kind)
    line = year_call.line_of(request.POST or request.GET, at, request.user)
    about: dict[str, Any] = {"user": request.user, "at": at, "kind": kind}
    if meeting_dates.asked(request):
        return meeting_dates.propose(request, call.form, about, line)
    day = None
    if line and request.method != "POST":
        day = year_call.proposal(line, request.user, timezone.now())
        begin |= year_call.first_values(line, day)
    if turn and "giliran" in request.GET:
        begin["place"] = turn.school
    form = call.form(request.POST or None, initial=begin, **about)
    if request.method == "POST" and form.is_valid():
        where = {"forum": at} if isinstance(at, Forum) else {"school": at}
        try:
            with transaction.atomic():
                activity = call.act(
                    form_id(request), by=request.user, **where, **form.data_for_action
                )
                if line:
                    programme.became(line, activity, by=request.user)
            held = activity.starts_at <= timezone.now()
            messages.success(
                request, _("It is entered as held; nobody is invited.") if held else kind.told
            )
            return redirect("activity-detail", activity.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "form": form,
        "place": at,
        "kind": kind,
        "form_id": form_id(request),
        "turn": turn,
        "line": line,
        "day": day,
    }
    return render(request, "collaboration/activity_edit.html", context | meeting_dates.NONE)


def turn_for(request: SignedInRequest, at: Forum | School, kind: kinds.Kind) -> Turn | None:
    """Whose turn it is to host, on a form still empty, of a kind that is held in no class."""
    if request.method == "POST" or "class_name" in kind.asks:
        return None
    return host_turn.proposed(at, timezone.now())


def wanted(request: SignedInRequest, at: Forum | School) -> dict[str, Any]:
    """Proposals chosen on the page before, as first values of the form."""
    asked = {"butir", "langkah", "tinjau"} & set(request.GET)
    if request.method == "POST" or not asked:
        return {}
    return agenda.taken(agenda.proposals(at, request.user), request.GET)


def offered(request: SignedInRequest, at: Forum | School) -> list[kinds.Kind]:
    belongs = circle.people(at).filter(pk=request.user.pk).exists()
    return kinds.offered(in_forum=isinstance(at, Forum), belongs=belongs)


def chosen(request: SignedInRequest, at: Forum | School) -> kinds.Kind | None:
    """The kind that the address or the form names, if it is offered; a form sent has one."""
    name = request.POST.get("kind") or request.GET.get("jenis", "")
    rows = offered(request, at)
    found = next((kind for kind in rows if kind.name == name), None)
    return found or (rows[0] if request.method == "POST" else None)


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
    rows = with_line(with_answer_of(rows, request.user), request.user)
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
    kind = kinds.of(activity.kind)
    plans = LessonPlan.objects.visible_to(request.user)
    context = {
        "activity": activity,
        "kind": kind,
        "part": parts.of(activity, request.user),
        "can": access.allowed(request.user, "activity", activity),
        "indicators": activity.indicators.all() if "indicators" in kind.asks else (),
        "steps": activity.follow_ups.all() if "follow_ups" in kind.asks else (),
        "plans": plans.filter(activities=activity) if "plans" in kind.asks else (),
        "came": activity.came,  # type: ignore[attr-defined]
        "invited": activity.invited,  # type: ignore[attr-defined]
        "is_past": activity.starts_at < timezone.now(),
        "has_come": activity.day <= periods.today(activity.zone),
        "readers": [] if kind.is_own else access.readers("activity", activity),
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
    other: list[tuple[str, str]] = []
    seen = request.POST.get("seen") or versions.mark(versions.standing(activity))
    form = ActivityChangeForm(
        request.POST or None,
        instance=activity,
        initial=initial,
        user=request.user,
        at=at,
        kind=kinds.of(activity.kind),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(activity, by=request.user, seen=seen, **form.data_for_action)
            return redirect("activity-detail", pk)
        except actions.Changed:
            now = editable(request, pk)
            standing = versions.standing(now)
            seen = versions.mark(standing)
            other = versions.told(now, versions.differing(standing, form.data_for_action))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {
        "form": form,
        "place": at,
        "activity": activity,
        "kind": form.kind,
        "form_id": activity.pk,
        "seen": seen,
        "other": other,
    }
    return render(request, "collaboration/activity_edit.html", context)


def activity_cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    activity = editable(request, pk)
    form = ActivityCancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel(activity, by=request.user, **form.cleaned_data)
        return redirect("activity-detail", pk)
    context = {"activity": activity, "form": form, "with_it": actions.falls_with(activity)}
    return render(request, "collaboration/activity_cancel.html", context)
