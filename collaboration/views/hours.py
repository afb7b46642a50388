from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from collaboration.meetings import hours
from portal import audit, exports, paper, periods, quota, timesheet
from portal.http import SignedInRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 20


def own_hours(request: SignedInRequest) -> HttpResponse:
    """The reader's own hours by term and calendar year; each sum opens its lines."""
    own = hours.own(request.user)
    key = request.GET.get("tampil", "")
    label, lines = own.of(key)
    context = {
        "own": own,
        "label": label,
        "key": key if label else "",
        "page": Paginator(lines, PAGE).get_page(request.GET.get("hal")),
        "rule": hours.rule(),
    }
    return render(request, "collaboration/own_hours.html", context)


def own_hours_export(request: SignedInRequest) -> HttpResponse:
    """The same lines as on the page, as .xlsx; audited."""
    if refused := quota.refused(request, "own-hours"):
        return refused
    own = hours.own(request.user)
    label, lines = own.of(request.GET.get("tampil", ""))
    row = timesheet.acting(request.user, request.session.get("appointment"))
    today = periods.today(row.place.zone if row else "Asia/Jakarta")
    grid = hours.grid(lines, request.user, label, today)
    response = HttpResponse(exports.as_xlsx(grid), content_type=XLSX)
    name = paper.file_name(
        _("Learning hours"), request.user.name, label, today.isoformat(), ending="xlsx"
    )
    audit.record("hours_export", request.user, by=request.user, subject=request.user)
    header = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = header or "attachment"
    return response
