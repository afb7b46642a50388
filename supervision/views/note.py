"""Notes one by one: mended, counted, tied to indicators."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.http import SignedInRequest, form_id
from supervision import tallies
from supervision.actions import note as actions
from supervision.forms import boxes
from supervision.forms.note import CountForm, MapForm, NoteChangeForm
from supervision.models import EvidenceNote, SupervisionSession
from supervision.views.requests import for_observer, is_open


@for_observer
def session_note(request: SignedInRequest, session: SupervisionSession, note: UUID) -> HttpResponse:
    """Mend one note, count in it, tie it to indicators, or take it out; until the release."""
    row = EvidenceNote.objects.visible_to(request.user).filter(pk=note, session=session).first()
    if row is None:
        return taken_out(request, session, note)
    asked = boxes.of_session(session)
    sent = request.POST if request.method == "POST" else None
    initial = {"text": row.text, "minute": row.minute}
    form = NoteChangeForm(sent, initial=initial, tallied=bool(row.data))
    chosen = boxes.chosen(asked, request.POST.getlist("indicators"))
    if sent is not None and ("drop" in sent or form.is_valid()):
        try:
            if "drop" in sent:
                actions.drop_note(row, by=request.user)
            else:
                actions.change_note(row, by=request.user, indicators=chosen, **form.cleaned_data)
            return redirect("session-observe", session.pk)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
    ticked = [item.pk for item in (chosen if sent is not None else row.indicators.all())]
    context = {
        "session": session,
        "form": form,
        "note": row,
        "seats": tallies.seats(row.data),
        "groups": boxes.groups(asked, ticked),
        "versions": row.versions.order_by("-at"),
    }
    return render(request, "supervision/session_note.html", context)


def taken_out(request: SignedInRequest, session: SupervisionSession, note: UUID) -> HttpResponse:
    """The note went on another page; what was typed here stays as a note."""
    form = NoteChangeForm(request.POST, tallied=False)
    if request.method != "POST" or not form.is_valid():
        raise Http404
    try:
        actions.note(session, note, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        raise Http404 from refusal
    messages.success(request, _("The note had been taken out; your words are kept as a new one."))
    return redirect("session-observe", session.pk)


@for_observer
def session_count(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    """Begin to count things; the count then stands among the notes."""
    context = {"title": _("Count something"), "button": _("Begin to count")}
    return begun(request, session, CountForm, EvidenceNote.Kind.COUNT, context)


@for_observer
def session_seating(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    """Draw the seats of the class; marks are then set on them by tap or by key."""
    context = {"title": _("Seating map"), "button": _("Draw the map")}
    return begun(request, session, MapForm, EvidenceNote.Kind.SEATING, context)


def begun(
    request: SignedInRequest,
    session: SupervisionSession,
    form_class: type[CountForm | MapForm],
    kind: str,
    context: dict[str, Any],
) -> HttpResponse:
    if not is_open(session):
        return redirect("session-observe", session.pk)
    form, key = form_class(request.POST or None), form_id(request)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.data_of_note
            row = actions.start(session, key, by=request.user, kind=kind, data=data)
            return redirect("session-note", session.pk, row.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context |= {"session": session, "form": form, "form_id": key}
    return render(request, "supervision/session_tally.html", context)


@require_POST
@for_observer
def session_press(
    request: SignedInRequest, session: SupervisionSession, note: UUID
) -> HttpResponse:
    """One tap of a count or a map; a script gets the numbers back instead of a page."""
    rows = EvidenceNote.objects.visible_to(request.user)
    row = get_object_or_404(rows, pk=note, session=session)
    place, _sign, step = request.POST.get("press", "").partition("/")
    step = step or request.POST.get("step", "")
    try:
        row = actions.press(
            row,
            by=request.user,
            place=place,
            step={"1": 1, "-1": -1}.get(step, 0),
            key=request.POST.get("form_id", "")[:36] or str(uuid.uuid4()),
        )
    except ValidationError as refusal:
        if not request.accepts("text/html"):
            return JsonResponse({"error": refusal.messages[0]}, status=400)
        messages.error(request, refusal.messages[0])
    if not request.accepts("text/html"):
        return JsonResponse({"times": tallies.times(row.data)})
    if request.POST.get("back") == "notes":
        return redirect("session-observe", session.pk)
    return redirect("session-note", session.pk, note)


@for_observer
def session_tag(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    """After the lesson: many notes tied to many indicators at once."""
    if not is_open(session):
        return redirect("session-observe", session.pk)
    notes = list(
        EvidenceNote.objects.visible_to(request.user)
        .filter(session=session)
        .prefetch_related("indicators")
    )
    asked = boxes.of_session(session)
    ticked = set(request.POST.getlist("notes"))
    picked = [row for row in notes if str(row.pk) in ticked]
    chosen = boxes.chosen(asked, request.POST.getlist("indicators"))
    problem = ""
    if request.method == "POST":
        problem = tied(request, session, picked, chosen)
        if not problem:
            return redirect("session-tag", session.pk)
    context = {
        "session": session,
        "notes": [(row, str(row.pk) in ticked) for row in notes],
        "groups": boxes.groups(asked, [row.pk for row in chosen]),
        "untied": sum(not row.indicators.all() for row in notes),
        "parts": session.parts.all(),
        "problem": problem,
    }
    return render(request, "supervision/session_tag.html", context)


def tied(
    request: SignedInRequest,
    session: SupervisionSession,
    notes: list[EvidenceNote],
    indicators: list[Any],
) -> str:
    """Tie or untie; the sentence to show where nothing could be done."""
    if not notes or not indicators:
        return _("Tick at least one note and one indicator.")
    untie = "untie" in request.POST
    try:
        count = actions.tag(
            session, by=request.user, notes=notes, indicators=indicators, untie=untie
        )
    except ValidationError as refusal:
        return refusal.messages[0]
    said = ngettext("%(count)s note is changed.", "%(count)s notes are changed.", count)
    messages.success(request, said % {"count": count})
    return ""
