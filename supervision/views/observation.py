from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal import access, drafts
from portal.http import SignedInRequest, form_id
from supervision.actions import observe as actions
from supervision.cycle import stages
from supervision.forms import rating
from supervision.forms.session import NoteChangeForm, NoteForm, ReasonForm
from supervision.models import (
    Aspect,
    EvidenceNote,
    Indicator,
    Rating,
    SessionInstrument,
    State,
    SupervisionSession,
)
from supervision.views.requests import found, rights


def observed_by(request: SignedInRequest, pk: UUID) -> SupervisionSession:
    """The session, if its notes are the reader's to write; else 404, or 403 after the release."""
    session = found(request, pk)
    can = rights(request, session)
    if "notes.write" not in can:
        if session.observer_id == request.user.pk or "notes.read" in can:
            access.require(False)
        raise Http404
    return session


def is_open(session: SupervisionSession) -> bool:
    return session.state != State.PLANNED or bool(session.agreement.no_focus_reason)


def session_observe(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Catat: notes by minute. Without an agreed focus the reason is asked first."""
    session = observed_by(request, pk)
    if not is_open(session):
        return no_focus(request, session)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note(session, form_id(request), by=request.user, **form.cleaned_data)
            return redirect("session-observe", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "session": session,
        "form": form,
        "form_id": form_id(request),
        "notes": EvidenceNote.objects.visible_to(request.user)
        .filter(session=session)
        .prefetch_related("indicators")
        .order_by("-at"),
        "parts": session.parts.all(),
        "stages": stages(session),
    }
    return render(request, "supervision/session_observe.html", context)


def no_focus(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_without_focus(session, by=request.user, **form.cleaned_data)
            return redirect("session-observe", session.pk)
        except ValidationError as refusal:
            form.add_error("reason", refusal.messages)
    return render(request, "supervision/session_no_focus.html", {"session": session, "form": form})


def session_note(request: SignedInRequest, pk: UUID, note: UUID) -> HttpResponse:
    """Mend one note, tie it to indicators, or take it out; until the release."""
    session = observed_by(request, pk)
    notes = EvidenceNote.objects.visible_to(request.user)
    row = get_object_or_404(notes, pk=note, session=session)
    initial = {"text": row.text, "indicators": row.indicators.all()}
    form = NoteChangeForm(request.POST or None, session=session, initial=initial)
    drop = bool(request.POST.get("drop"))
    if request.method == "POST" and (drop or form.is_valid()):
        try:
            if drop:
                actions.drop_note(row, by=request.user)
            else:
                actions.change_note(row, by=request.user, **form.cleaned_data)
            return redirect("session-observe", pk)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
    context = {"session": session, "form": form, "note": row}
    return render(request, "supervision/session_note.html", context)


def session_rate(request: SignedInRequest, pk: UUID, aspect: str) -> HttpResponse:
    """Nilai: one aspect a page; 1 and 4 ask for evidence, and the choice stays."""
    session = observed_by(request, pk)
    if not is_open(session):
        return redirect("session-observe", pk)
    parts = list(session.parts.select_related("instrument").order_by("pk"))
    part = next((row for row in parts if row.aspect == aspect), None)
    if part is None:
        raise Http404
    indicators = list(asked_of(session, part))
    notes = notes_by_indicator(request, session)
    saved = False
    if request.method == "POST":
        given = rating.sent(indicators, request.POST)
        saved = save_levels(request, session, indicators, given, aspect)
    else:
        given = saved_levels(request, session, indicators)
    questions = rating.questions(indicators, given, notes, ask=request.method == "POST")
    lost = any(rating.loose(*answer) for answer in given.values())
    later = bool(request.POST.get("later")) and not lost
    if saved and (later or not any(question.problem for question in questions)):
        return after_rating(request, session, [row.aspect for row in parts], aspect)
    context = {
        "session": session,
        "part": part,
        "parts": parts,
        "questions": questions,
        "answered": sum(question.answered for question in questions),
        "problems": [question for question in questions if question.problem],
        "is_last": part == parts[-1],
    }
    return render(request, "supervision/session_rate.html", context)


def asked_of(session: SupervisionSession, part: SessionInstrument) -> QuerySet[Indicator]:
    """The part's items that apply to this class, in the form's order."""
    asked = Indicator.objects.asked_in(session).filter(instrument=part.instrument)
    return asked.select_related("section").order_by("order")


def save_levels(
    request: SignedInRequest,
    session: SupervisionSession,
    indicators: list[Indicator],
    given: dict[int, tuple[str, str]],
    aspect: str,
) -> bool:
    """Keep what was chosen, and say if that was refused."""
    levels, evidence = rating.answers(indicators, given)
    try:
        actions.observe(session, by=request.user, levels=levels, evidence=evidence)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return False
    drafts.discard(request.user, f"session-rate:{session.pk}:{aspect}")
    return True


def saved_levels(
    request: SignedInRequest, session: SupervisionSession, indicators: list[Indicator]
) -> dict[int, tuple[str, str]]:
    own = session.ratings.visible_to(request.user).filter(rater=Rating.Rater.OBSERVER)
    return rating.stored(list(own.filter(indicator__in=indicators)))


def notes_by_indicator(
    request: SignedInRequest, session: SupervisionSession
) -> dict[int, list[EvidenceNote]]:
    found_notes: dict[int, list[EvidenceNote]] = {}
    notes = EvidenceNote.objects.visible_to(request.user).filter(session=session)
    for note in notes.prefetch_related("indicators"):
        for indicator in note.indicators.all():
            found_notes.setdefault(indicator.pk, []).append(note)
    return found_notes


def after_rating(
    request: SignedInRequest,
    session: SupervisionSession,
    aspects: list[str],
    aspect: str,
) -> HttpResponse:
    if request.POST.get("later"):
        messages.success(request, _("Saved. You can go on later."))
        return redirect("session-detail", session.pk)
    following = aspects[aspects.index(aspect) + 1 :]
    if following:
        return redirect("session-rate", session.pk, following[0])
    return redirect("session-check", session.pk)


def session_check(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is there and what is missing; saved here, shared by another button."""
    session = observed_by(request, pk)
    if not is_open(session):
        return redirect("session-observe", pk)
    if request.method == "POST":
        try:
            actions.finish(session, by=request.user)
            messages.success(request, _("Saved, not shared yet."))
            return redirect("session-check", pk)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
    missing, bare = actions.gaps(session)
    own = session.ratings.visible_to(request.user).filter(rater=Rating.Rater.OBSERVER)
    context = {
        "session": session,
        "missing": missing,
        "bare": bare,
        "ratings": in_order(own.select_related("indicator__instrument")),
        "notes": EvidenceNote.objects.visible_to(request.user).filter(session=session),
        "parts": session.parts.all(),
        "may_release": "session.release" in rights(request, session),
        "waits_for_teacher": bool(session.parts.all()) and not session.self_assessed_at,
    }
    return render(request, "supervision/session_check.html", context)


def in_order(ratings: QuerySet[Rating]) -> list[Rating]:
    """By aspect in the order of the cycle, then as the form asks."""
    aspects = Aspect.values
    return sorted(
        ratings,
        key=lambda row: (aspects.index(row.indicator.instrument.aspect), row.indicator.order),
    )
