from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from portal import access
from portal.http import SignedInRequest
from supervision import reports
from supervision.models import Turn
from supervision.views.requests import found, rights


def session_score(request: SignedInRequest, pk: UUID, aspect: str) -> HttpResponse:
    """How the observer's levels of one aspect became the result; as open as the record."""
    session = found(request, pk)
    if "words.read" not in rights(request, session):
        raise Http404
    part = session.parts.select_related("instrument").filter(aspect=aspect).first()
    if part is None:
        raise Http404
    turns = Turn.objects.visible_to(request.user).filter(session=session)
    if not turns.filter(kind=Turn.Kind.REFLECTION).exists():
        return redirect("session-discuss", pk)
    reports.read_by(session, request.user)
    sides = reports.side_by_side(session, request.user)
    explained = next((row.explained for row in sides if row.instrument == part.instrument), None)
    context = {
        "session": session,
        "part": part,
        "explained": explained,
        "readers": access.readers("words", sub=session.teacher, obs=session.observer),
    }
    return render(request, "supervision/session_score.html", context)
