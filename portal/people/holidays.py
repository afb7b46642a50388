"""Days without lessons of the operator's own regions and schools."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, audit
from portal.http import SignedInRequest
from portal.models import Holiday, User
from portal.people.forms import HolidayForm
from portal.people.views import PAGE, operator, page_with_form

NATIONAL = Q(region=None, school=None)


def own(user: User) -> Q:
    """Holidays of places that the operator may edit."""
    return access.where(user, "region", "edit", "region__") | access.where(
        user, "school", "edit", "school__"
    )


def readable(user: User) -> QuerySet[Holiday]:
    """The country's and the own ones, each with ``may_edit``."""
    rows = Holiday.objects.filter(NATIONAL | own(user)).annotate(may_edit=own(user))
    return rows.select_related("region", "school").distinct()


def holiday_list(request: SignedInRequest) -> HttpResponse:
    """From today on; the past ones behind a link."""
    user, today = operator(request), timezone.localdate()
    past = request.GET.get("lihat") == "lalu"
    rows = readable(user)
    if past:
        rows = rows.filter(ends_on__lt=today).order_by("-starts_on", "name", "pk")
    else:
        rows = rows.filter(ends_on__gte=today).order_by("starts_on", "name", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    context = {"page": page, "past": past, "query": "lihat=lalu&" if past else ""}
    return render(request, "people/holidays.html", context)


def found(request: SignedInRequest, pk: int) -> Holiday:
    """The holiday, if the operator may change it; the country's are read only."""
    row = get_object_or_404(readable(operator(request)), pk=pk)
    access.require(row.may_edit)  # type: ignore[attr-defined]
    return row


def holiday_form(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    row = found(request, pk) if pk else Holiday()
    form = HolidayForm(request.POST or None, instance=row, by=operator(request))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            audit.record("holiday_edit" if pk else "holiday_new", row, by=request.user)
        messages.success(request, _("The holiday is saved."))
        return redirect("holiday-list")
    title = _("Change the holiday") if pk else _("Add a holiday")
    return page_with_form(request, form, title, _("Save"), "/libur/")


def holiday_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Removed for good, after a page that says so."""
    row = found(request, pk)
    if request.method == "POST":
        with transaction.atomic():
            audit.record("holiday_remove", row, by=request.user)
            row.delete()
        messages.success(request, _("The holiday is removed."))
        return redirect("holiday-list")
    return render(request, "people/holiday_remove.html", {"row": row})
