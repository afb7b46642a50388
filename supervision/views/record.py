from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal import access
from portal.http import SignedInRequest
from supervision import reports
from supervision.actions.discuss import begun
from supervision.models import (
    Agreement,
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
    if not begun(session):
        return redirect("session-discuss", pk)
    return render(request, template, record_of(request, session))


def record_of(request: SignedInRequest, session: SupervisionSession) -> dict[str, object]:
    """The cycle in its order, each part through its own rule."""
    user = request.user
    reports.read_by(session, user)
    of_session = {"session": session}
    return {
        "session": session,
        "agreement": get_object_or_404(Agreement.objects.visible_to(user), session=session),
        "notes": EvidenceNote.objects.visible_to(user).filter(**of_session),
        "sides": reports.side_by_side(session, user),
        "turns": Turn.objects.visible_to(user).filter(**of_session).select_related("author"),
        "steps": FollowUp.objects.visible_to(user)
        .filter(**of_session)
        .select_related("owner", "done_by")
        .prefetch_related("activities"),
        "reflections": Reflection.objects.visible_to(user).filter(
            session=session, shared_at__isnull=False
        ),
        "readers": access.readers("words", session, sub=session.teacher, obs=session.observer),
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
