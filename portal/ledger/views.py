from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from portal import access, periods, timesheet
from portal.http import SignedInRequest
from portal.ledger import sums
from portal.models import School, Term, TimeSpent


def time_own(request: SignedInRequest) -> HttpResponse:
    """My time: minutes by form and month, and the promise of 25 and 10 minutes a cycle."""
    row = timesheet.acting(request.user, request.session.get("appointment"))
    today = periods.today(row.place.zone if row else "Asia/Jakarta")
    schools = School.objects.where_one_may(request.user, "read_time").order_by("name", "pk")
    context = {
        "own": sums.own(request.user, today, Term.objects.on(today)),
        "promise": sums.PROMISE,
        "schools": schools[:5],
    }
    return render(request, "ledger/time.html", context)


@require_POST
def time_add(request: SignedInRequest) -> HttpResponse:
    """A browser reports active seconds of a kind of form; 204, or 400 for what is no report."""
    form, seconds = request.POST.get("form", ""), request.POST.get("seconds", "")
    whole = seconds.isascii() and seconds.isdecimal() and len(seconds) <= 4
    if form not in TimeSpent.Form.values or not whole:
        return HttpResponse(status=400)
    row = timesheet.acting(request.user, request.session.get("appointment"))
    if row and int(seconds):
        timesheet.add(request.user, row, form, int(seconds), periods.today(row.place.zone))
    return HttpResponse(status=204)


def time_school(request: SignedInRequest, npsn: str) -> HttpResponse:
    rows = School.objects.visible_to(request.user)
    school = get_object_or_404(rows, npsn=npsn)
    access.require("read_time" in access.allowed(request.user, "school", school))
    context = {
        "school": school,
        "together": sums.of_school(school, periods.today(school.zone)),
    }
    return render(request, "ledger/time_school.html", context)
