"""Days proposed on the form that calls a meeting; whatever was typed there stays."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from collaboration.forms.activity import ActivityForm, zone_of
from collaboration.meetings import dates
from collaboration.models import PlannedLine
from portal import periods
from portal.http import SignedInRequest, form_id

ASK, TAKE = "cari-hari", "ambil-hari"  # names of the buttons
NONE: dict[str, Any] = {"dates": None, "taken": None}


def asked(request: SignedInRequest) -> bool:
    """Was a button of the proposals pressed, and not the one that invites?"""
    return request.method == "POST" and (ASK in request.POST or TAKE in request.POST)


def propose(
    request: SignedInRequest,
    form: type[ActivityForm],
    about: dict[str, Any],
    line: PlannedLine | None,
) -> HttpResponse:
    """The same form with what was typed, the proposals, and the one that was taken filled in.

    ``line`` of the yearly programme stays the one that the meeting is called from.
    """
    place = about["at"]
    found = dates.proposed(place, request.user, periods.today(zone_of(place)))
    taken = next((row for row in found if row.key == request.POST.get(TAKE)), None)
    typed = {
        name: field.widget.value_from_datadict(request.POST, request.FILES, name)
        for name, field in form(**about).fields.items()
    }
    if taken:
        typed |= {"day": taken.day, "time": taken.time}
    context = {
        "form": form(initial=typed, **about),
        "place": place,
        "kind": about["kind"],
        "form_id": form_id(request),
        "turn": None,
        "line": line,
        "day": None,
        "dates": found,
        "taken": taken,
    }
    return render(request, "collaboration/activity_edit.html", context)
