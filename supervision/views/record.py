from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal import access
from portal.http import SignedInRequest
from portal.models import User
from supervision import reports
from supervision.models import (
    EvidenceNote,
    FollowUp,
    Instrument,
    Reflection,
    SupervisionSession,
    Turn,
)
from supervision.views.requests import found, rights


def sheet(request: SignedInRequest, pk: UUID, template: str) -> HttpResponse:
    """The record, once the teacher's reflection has opened it; until then the talk."""
    session = found(request, pk)
    if "words.read" not in rights(request, session):
        raise Http404
    turns = list(
        Turn.objects.visible_to(request.user).filter(session=session).select_related("author")
    )
    if not any(turn.kind == Turn.Kind.REFLECTION for turn in turns):
        return redirect("session-discuss", pk)
    reports.read_by(session, request.user)
    return render(request, template, record_of(session, turns, request.user))


def record_of(session: SupervisionSession, turns: list[Turn], user: User) -> dict[str, object]:
    """The cycle in its order, each part through its own rule."""
    steps = FollowUp.objects.visible_to(user).filter(session=session)
    return {
        "session": session,
        "agreement": session.agreement,
        "notes": EvidenceNote.objects.visible_to(user).filter(session=session),
        "sides": reports.side_by_side(session, user),
        "turns": turns,
        "steps": steps.select_related("owner").prefetch_related("activities"),
        "reflections": Reflection.objects.visible_to(user).filter(
            session=session, shared_at__isnull=False
        ),
        "readers": access.readers("words", sub=session.teacher, obs=session.observer),
    }


def session_record(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return sheet(request, pk, "supervision/session_record.html")


def session_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return sheet(request, pk, "supervision/session_print.html")


def instrument_list(request: SignedInRequest) -> HttpResponse:
    rows = Instrument.objects.visible_to(request.user).in_use()
    return render(request, "supervision/instrument_list.html", {"instruments": rows})


def instrument_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Instrument.objects.visible_to(request.user), pk=pk)
    context = {
        "instrument": row,
        "sections": row.sections.prefetch_related("indicators"),
        "bands": [
            {"from": band["from"], "label": reports.spoken(band["label"])} for band in row.bands
        ],
        "formula": reports.FORMULAS[Instrument.Scoring(row.scoring)],
        "source": reports.spoken(row.source) if row.source else "",
    }
    return render(request, "supervision/instrument_detail.html", context)
