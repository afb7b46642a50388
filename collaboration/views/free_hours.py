from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from collaboration.actions import free_hours as actions
from collaboration.models import FreeHour
from portal import access
from portal.http import SignedInRequest

DAYS = range(6)  # Monday to Saturday
PARTS = FreeHour.Part


def free_hours(request: SignedInRequest) -> HttpResponse:
    """One's own week in boxes; a box that is none of the page is left out."""
    if request.method == "POST":
        access.require(bool(request.user.scope))
        asked = set(request.POST.getlist("luang"))
        wanted = [(day, str(part)) for day in DAYS for part in PARTS if f"{day}-{part}" in asked]
        actions.mark(request.user, wanted)
        messages.success(request, _("Your free hours are saved."))
        return redirect("free-hours")
    rows = FreeHour.objects.visible_to(request.user)
    marked = {f"{row.weekday}-{row.part}" for row in rows}
    days = [
        (
            WEEKDAYS[day],
            [(f"{day}-{part}", part.label, f"{day}-{part}" in marked) for part in PARTS],
        )
        for day in DAYS
    ]
    context = {"days": days, "parts": [part.label.split(", ") for part in PARTS]}
    return render(request, "collaboration/free_hours.html", context)
