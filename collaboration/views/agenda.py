from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from collaboration.meetings import agenda
from collaboration.models import Activity
from collaboration.views.activity import place_for
from portal.http import SignedInRequest


def forum_agenda(request: SignedInRequest, forum: UUID | None = None) -> HttpResponse:
    """Proposals for the next meeting; those chosen stand in the form that calls it.

    Without a ``forum`` the meeting is one of the reader's own school.
    """
    at = place_for(request, forum)
    kind = Activity.Kind.MEETING if forum else Activity.Kind.REFLECTIVE
    context = {
        "place": at,
        "kind": kind,
        "call": reverse("forum-convene", args=[forum]) if forum else reverse("activity-new"),
        "indicators": reverse("forum-indicators", args=[forum])
        if forum
        else reverse("school-indicators", args=[at.npsn]),  # type: ignore[union-attr]
        "found": agenda.proposals(at, request.user),
    }
    return render(request, "collaboration/forum_agenda.html", context)
