from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from collaboration import agenda
from collaboration.views.activity import place_for
from portal.http import SignedInRequest


def forum_agenda(request: SignedInRequest, forum: UUID) -> HttpResponse:
    """Proposals for the next meeting; those chosen stand in the form that calls it."""
    at = place_for(request, forum)
    context = {"forum": at, "found": agenda.proposals(at, request.user)}  # type: ignore[arg-type]
    return render(request, "collaboration/forum_agenda.html", context)
