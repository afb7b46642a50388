from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from collaboration import barriers as named
from collaboration.actions import barrier as actions
from collaboration.forms.barrier import BarrierForm
from collaboration.models import Barrier
from collaboration.views.activity import readable
from collaboration.views.place import PAGE, open_at, own_or_list
from portal import access, periods
from portal.http import SignedInRequest, form_id


def barriers(request: SignedInRequest) -> HttpResponse:
    return own_or_list(request, "name_barrier", "barrier-school", _("What stood in the way"))


def barrier_school(request: SignedInRequest, npsn: str) -> HttpResponse:
    """Small multiples by kind and month, and what was tried; nobody is named.

    Each number leads here again with ``?jenis=``, ``?bulan=``, ``?dicoba=`` or ``?semester=``,
    to a list of as many rows.
    """
    school = open_at(request, npsn, "name_barrier")
    today, chosen = periods.today(school.zone), named.read(request.GET)
    kinds = named.by_kind(request.user, school, today)
    rows = Barrier.objects.visible_to(request.user).filter(school=school)
    rows = chosen.of(rows, today)
    context = {
        "school": school,
        "kinds": kinds,
        "total": sum(kind.total for kind in kinds),
        "page": Paginator(rows.select_related("activity"), PAGE).get_page(request.GET.get("hal")),
        "chosen": chosen,
        "readers": access.readers("barrier"),
    }
    return render(request, "collaboration/barrier_school.html", context)


def barrier_new(request: SignedInRequest, npsn: str) -> HttpResponse:
    school = open_at(request, npsn, "name_barrier")
    today = periods.today(school.zone)
    form = BarrierForm(request.POST or None, today=today, about_month=True)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name(form_id(request), by=request.user, school=school, **form.cleaned_data)
            messages.success(request, _("It is written down. No page shows who wrote it."))
            return redirect("barrier-school", npsn)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "form": form,
        "place": school,
        "form_id": form_id(request),
        "readers": access.readers("barrier"),
    }
    return render(request, "collaboration/barrier_new.html", context)


def activity_barrier(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """At the end of an activity: what stood in the way, and what others named there."""
    activity = readable(request, pk)
    access.require("name_barrier" in access.allowed(request.user, "activity", activity))
    form = BarrierForm(request.POST or None, today=activity.day, about_month=False)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name(
                form_id(request),
                by=request.user,
                activity=activity,
                month=activity.day,
                **form.cleaned_data,
            )
            messages.success(request, _("It is written down. No page shows who wrote it."))
            return redirect("activity-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "form": form,
        "activity": activity,
        "place": activity,
        "rows": Barrier.objects.visible_to(request.user).filter(activity=activity)[:PAGE],
        "form_id": form_id(request),
        "readers": access.readers("barrier"),
    }
    return render(request, "collaboration/barrier_new.html", context)


def barrier_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Its writer alone takes it back, on a page of its own."""
    rows = Barrier.objects.visible_to(request.user).select_related("school", "activity")
    row = get_object_or_404(rows, pk=pk)
    access.require("edit" in access.allowed(request.user, "barrier", row))
    if request.method == "POST":
        actions.withdraw(row, by=request.user)
        messages.success(request, _("It is taken back."))
        if row.school:
            return redirect("barrier-school", row.school.npsn)
        return redirect("activity-detail", row.activity_id)
    return render(request, "collaboration/barrier_withdraw.html", {"row": row})
