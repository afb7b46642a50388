from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from collaboration import visions
from collaboration.actions import vision as actions
from collaboration.forms.vision import PledgeForm, ServiceForm, VisionForm
from collaboration.models import Activity, Pledge, Vision
from collaboration.views.activity import editable
from collaboration.views.place import open_at, own_or_list
from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import School, Term

TIED, UNTIED = "terkait", "belum"


def vision(request: SignedInRequest) -> HttpResponse:
    """To the vision of one's own school; for a supervisor the schools, by name."""
    return own_or_list(request, "read_vision", "vision-school", _("Shared vision"))


def now_at(user: object, school: School) -> Vision | None:
    rows = Vision.objects.visible_to(user)  # type: ignore[arg-type]
    return rows.filter(school=school, ended_at=None).first()


def vision_school(request: SignedInRequest, npsn: str) -> HttpResponse:
    """The sentence large, pledges, and the strip of the term with what the activities served."""
    school = open_at(request, npsn, "read_vision")
    today = periods.today(school.zone)
    term = chosen(request, Term.objects.select_related("year").on(today))
    found = now_at(request.user, school)
    activities = list(visions.of_term(request.user, school, term)) if term else []
    which = one_of(request.GET.get("kegiatan", ""), TIED, UNTIED)
    pledges = Pledge.objects.visible_to(request.user).filter(school=school, term=term)
    rows = list(pledges.select_related("user", "part"))
    can = access.allowed(request.user, "school", school)
    versions = Vision.objects.visible_to(request.user).filter(school=school, ended_at__isnull=False)
    context = {
        "school": school,
        "term": term,
        "vision": found,
        "parts": found.lines.select_related("part") if found else [],
        "pledges": rows,
        "mine": next((row for row in rows if row.user_id == request.user.pk), None),
        "activities": shown(activities, which),
        "which": which,
        "strip": visions.strip(term, activities, today) if term and activities else None,
        "can": can,
        "versions": versions[:6],
        "today": today,
        "readers": access.readers("vision"),
    }
    return render(request, "collaboration/vision_school.html", context)


def one_of(given: str, *known: str) -> str:
    return given if given in known else ""


def shown(activities: list[Activity], which: str) -> list[Activity]:
    """All of them, or those that are tied to the vision, or those that are not."""
    if not which:
        return activities
    return [row for row in activities if bool(row.tied) == (which == TIED)]  # type: ignore[attr-defined]


def chosen(request: SignedInRequest, current: Term | None) -> Term | None:
    """The term of the address, by its key, else the running one."""
    wanted = request.GET.get("semester", "")
    if wanted.isdecimal() and len(wanted) < 10:
        return Term.objects.filter(pk=wanted).select_related("year").first() or current
    return current


def vision_edit(request: SignedInRequest, npsn: str) -> HttpResponse:
    school = open_at(request, npsn, "read_vision")
    access.require("write_vision" in access.allowed(request.user, "school", school))
    form = VisionForm(request.POST or None, vision=now_at(request.user, school))
    if request.method == "POST" and form.is_valid():
        sentence = form.cleaned_data["sentence"]
        try:
            actions.write(
                form_id(request),
                by=request.user,
                school=school,
                sentence=sentence,
                parts=form.parts,
            )
            messages.success(request, _("The vision is saved. The version before stays readable."))
            return redirect("vision-school", npsn)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"form": form, "school": school, "form_id": form_id(request)}
    return render(request, "collaboration/vision_edit.html", context)


def pledge_edit(request: SignedInRequest, npsn: str) -> HttpResponse:
    school = open_at(request, npsn, "read_vision")
    access.require("pledge" in access.allowed(request.user, "school", school))
    term = Term.objects.on(periods.today(school.zone))
    if term is None:
        raise Http404
    mine = Pledge.objects.visible_to(request.user).filter(
        user=request.user, school=school, term=term
    )
    row = mine.first()
    initial = {"sentence": row.sentence, "part": row.part_id} if row else None
    form = PledgeForm(request.POST or None, vision=now_at(request.user, school), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.pledge(
                form_id(request), by=request.user, school=school, term=term, **form.cleaned_data
            )
            messages.success(request, _("Your pledge is saved."))
            return redirect("vision-school", npsn)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "form": form,
        "school": school,
        "pledge": row,
        "form_id": form_id(request),
        "readers": access.readers("pledge", sub=request.user),
    }
    return render(request, "collaboration/pledge_edit.html", context)


def pledge_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Asked on a page of its own."""
    rows = Pledge.objects.visible_to(request.user).select_related("school", "part")
    row = get_object_or_404(rows, pk=pk)
    access.require("edit" in access.allowed(request.user, "pledge", row))
    if request.method == "POST":
        actions.withdraw(row, by=request.user)
        messages.success(request, _("Your pledge is taken back."))
        return redirect("vision-school", row.school.npsn)
    return render(request, "collaboration/pledge_withdraw.html", {"pledge": row})


def activity_vision(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Which part of the vision an activity served, asked of whoever may edit it."""
    activity = editable(request, pk)
    rows = Vision.objects.visible_to(request.user).filter(ended_at=None)
    if activity.school_id:
        found = list(rows.filter(school=activity.school_id))
    else:
        own = School.objects.where_one_may(request.user, "pledge")
        found = list(rows.filter(school__in=own).select_related("school"))
    form = ServiceForm(request.POST or None, visions=found)
    wanted = request.POST.get("untie", "")
    if request.method == "POST" and wanted.isdecimal() and len(wanted) < 10:
        actions.untie(activity, int(wanted), by=request.user)
        return redirect("activity-vision", pk)
    if request.method == "POST" and form.is_valid():
        actions.serve(activity, by=request.user, **form.cleaned_data)
        messages.success(request, _("The part of the vision is noted."))
        return redirect("activity-detail", pk)
    context = {
        "activity": activity,
        "form": form,
        "visions": found,
        "serves": activity.serves.select_related("part"),
        "readers": access.readers("activity", activity),
    }
    return render(request, "collaboration/activity_vision.html", context)
