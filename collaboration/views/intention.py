"""The trace: meant before, observed after, on one line an aspect, one click each way."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import BooleanField, ExpressionWrapper
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration import item_traces, traces
from collaboration.actions import intention as actions
from collaboration.forms.intention import IntentionForm, ObservedForm
from collaboration.forms.trace import items
from collaboration.models import Activity, LessonPlan, Link
from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import School, User
from supervision.models import Aspect, FollowUp, SupervisionSession

PAGE = 20


def trace(request: SignedInRequest) -> HttpResponse:
    """One's own year: activities, plans, visits, steps and traces; open intentions first.

    The lists below the lines are paged together, each with its newest twenty first.
    """
    user = request.user
    access.require(User.objects.filter(access.where(user, "profile", "read_trace")).exists())
    today = timezone.localdate()
    lines = traces.lines(user, user, today - traces.YEAR, today)
    longest = max((line.events for line in lines), key=len)
    page = Paginator(longest, PAGE).get_page(request.GET.get("hal"))
    rows = Link.objects.visible_to(user).filter(teacher=user).open()
    context = {
        "lines": [line.part(page.start_index() - 1, page.end_index()) for line in lines],
        "any": bool(longest),
        "page": page,
        "open": rows.select_related("activity", "plan")[:PAGE] if page.number == 1 else (),
    }
    return render(request, "collaboration/trace.html", context)


def source_of(request: SignedInRequest) -> Activity | LessonPlan:
    """The activity (``kegiatan``) or plan (``modul``) of the address, if one may intend there."""
    try:
        pk = UUID(request.GET.get("kegiatan") or request.GET.get("modul") or "")
    except ValueError:
        raise Http404 from None
    if request.GET.get("kegiatan"):
        found: Activity | LessonPlan = get_object_or_404(
            Activity.objects.visible_to(request.user), pk=pk
        )
        access.require("intend" in access.allowed(request.user, "activity", found))
    else:
        found = get_object_or_404(LessonPlan.objects.visible_to(request.user), pk=pk)
        access.require("intend" in access.allowed(request.user, "plan", found))
    return found


def trace_new(request: SignedInRequest) -> HttpResponse:
    """Write down what one means to try after an activity or with a plan."""
    source = source_of(request)
    aspects, activity = list(Aspect.values), None
    if isinstance(source, Activity):
        aspects, activity = [row.aspect for row in source.aspects.all()], source
    form = IntentionForm(request.POST or None, aspects=aspects, indicators=items(aspects, activity))
    if request.method == "POST" and form.is_valid():
        try:
            actions.intend(source, form_id(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("It is kept for you. In three weeks you are asked once."))
            return redirect("trace")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {
        "form": form,
        "source": source,
        "is_activity": isinstance(source, Activity),
        "form_id": form_id(request),
    }
    return render(request, "collaboration/trace_new.html", context)


def readable(request: SignedInRequest, pk: UUID) -> Link:
    rows = Link.objects.visible_to(request.user).select_related(
        "activity", "plan", "teacher", "indicator", "session__teacher", "follow_up", "school"
    )
    return get_object_or_404(rows, pk=pk)


def trace_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One trace from its source to where it showed, with both confirmations."""
    row = readable(request, pk)
    user = request.user
    context = {
        "row": row,
        "can": access.allowed(user, "link", row),
        "may_open_activity": Activity.objects.visible_to(user).filter(links=row).exists(),
        "may_open_plan": LessonPlan.objects.visible_to(user).filter(links=row).exists(),
        "confirmed": (
            row.teacher_confirmed_at if row.teacher_id == user.pk else row.principal_confirmed_at
        ),
        "readers": readers(row),
        "schools": School.objects.where_one_may(user, "show_trace").order_by("name"),
    }
    return render(request, "collaboration/trace_detail.html", context)


def readers(row: Link) -> list[str]:
    """Its teacher alone until it is bound to a talk or shown to a principal."""
    if row.session:
        return access.readers(
            "link_to_session", row.session, sub=row.session.teacher, obs=row.session.observer
        )
    return access.readers("link", row, sub=row.teacher)


@require_POST
def trace_show(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Let the principal of an own school read what no talk shows, or take that back."""
    row = readable(request, pk)
    access.require("show" in access.allowed(request.user, "link", row))
    npsn = request.POST.get("sekolah", "")
    schools = School.objects.where_one_may(request.user, "show_trace")
    actions.show(row, get_object_or_404(schools, npsn=npsn) if npsn else None, by=request.user)
    messages.success(
        request,
        _("The principal can read it now and may confirm it.")
        if npsn
        else _("Only you can read it now."),
    )
    return redirect("trace-detail", pk)


def trace_observe(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say what came of an intention, or let it go."""
    row = readable(request, pk)
    if not row.is_open and row.teacher_id == request.user.pk:
        return redirect("trace-detail", pk)  # a second tap finds the answer
    access.require("observe" in access.allowed(request.user, "link", row))
    form = ObservedForm(
        request.POST or None,
        sessions=talks(request.user, row),
        steps=steps(request.user),
        schools=School.objects.where_one_may(request.user, "show_trace").order_by("name"),
        indicators=None if row.indicator_id else items([row.aspect], row.activity),
    )
    if request.method == "POST" and form.is_valid():
        actions.observe(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. It stands in your trace now."))
        return redirect("trace-detail", pk)
    context = {"row": row, "form": form, "readers": readers(row)}
    return render(request, "collaboration/trace_observe.html", context)


def talks(user: User, row: Link):  # type: ignore[no-untyped-def]
    """Own talks on the aspect since the intention was written, newest first."""
    rows = SupervisionSession.objects.filter(
        access.where(user, "session", "link"),
        teacher=user,
        parts__aspect=row.aspect,
        planned_on__gte=row.written_at.date() - dt.timedelta(days=7),
    )
    return rows.select_related("teacher", "observer").distinct().order_by("-planned_on")


def steps(user: User):  # type: ignore[no-untyped-def]
    """Own steps of the last year, newest first."""
    since = timezone.localdate() - traces.YEAR
    rows = FollowUp.objects.visible_to(user).filter(session__teacher=user, due_on__gte=since)
    return rows.order_by("-due_on", "pk")


@require_POST
def trace_let_go(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = readable(request, pk)
    if row.is_open:
        access.require("observe" in access.allowed(request.user, "link", row))
        actions.let_go(row, by=request.user)
        messages.success(request, _("Put aside. No reason is asked."))
    return redirect("trace")


def session_trace(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """From the ratings of a talk to what was done about them in the year since.

    ``?butir=`` narrows it to one indicator that was rated in the talk.
    """
    words = ExpressionWrapper(access.where(request.user, "words"), output_field=BooleanField())
    rows = SupervisionSession.objects.visible_to(request.user).annotate(may_read=words)
    session = get_object_or_404(rows.select_related("teacher", "observer", "school"), pk=pk)
    access.require(bool(getattr(session, "may_read", False)))  # annotated above
    held = session.planned_on
    item = item_traces.rated(session, request.user, request.GET.get("butir", ""))
    if item:
        events = item_traces.events(item, session, request.user, held + traces.YEAR)
        about = {"session": session, "item": item, "events": events}
        return render(request, "collaboration/session_item_trace.html", about | whose(session))
    lines = traces.lines(session.teacher, request.user, held, held + traces.YEAR)
    here = reverse("session-detail", args=[session.pk])
    context = {
        "session": session,
        "lines": [line for line in lines if any(row.url == here for row in line.events)],
    }
    return render(request, "collaboration/session_trace.html", context | whose(session))


def whose(session: SupervisionSession) -> dict[str, list[str]]:
    return {"readers": access.readers("words", sub=session.teacher, obs=session.observer)}
