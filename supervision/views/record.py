from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import User
from supervision import reports
from supervision.actions import reopen as actions
from supervision.forms.session import ReasonForm
from supervision.forms.talk import WordsForm
from supervision.models import (
    EvidenceNote,
    FollowUp,
    GroupVisit,
    NoteVersion,
    Reflection,
    Reopening,
    SupervisionSession,
    Turn,
)
from supervision.papers import parts
from supervision.views.requests import found, rights


def sheet(request: SignedInRequest, pk: UUID, template: str, **more: object) -> HttpResponse:
    """The record, once the teacher's reflection has opened it; until then the talk."""
    session = found(request, pk)
    can = rights(request, session)
    if "words.read" not in can:
        raise Http404
    turns = turns_of(session, request.user)
    if not any(turn.kind == Turn.Kind.REFLECTION for turn in turns):
        return redirect("session-discuss", pk)
    reports.read_by(session, request.user)
    record = record_of(session, turns, request.user)
    return render(request, template, {**record, **to_do(session, can), **more})


def turns_of(session: SupervisionSession, user: User) -> list[Turn]:
    """All turns; each knows whether the cycle has ever been reopened, for no further query."""
    reopened = Exists(Reopening.objects.filter(session=OuterRef("session")))
    turns = Turn.objects.visible_to(user).filter(session=session).select_related("author")
    return list(turns.annotate(reopened=reopened))


def record_of(session: SupervisionSession, turns: list[Turn], user: User) -> dict[str, object]:
    """The cycle in its order, each part through its own rule."""
    steps = FollowUp.objects.visible_to(user).filter(session=session)
    mended = Exists(NoteVersion.objects.filter(note=OuterRef("pk")))
    rows = EvidenceNote.objects.visible_to(user).filter(session=session)
    notes = list(rows.annotate(mended=mended))
    talked_on = parts.day_of(session.released_at, session.school)
    return {
        "session": session,
        "agreement": session.agreement,
        "notes": notes,
        "versions": older(notes),
        "sides": reports.side_by_side(session, user),
        "turns": turns,
        "steps": steps.select_related("owner").prefetch_related("activities"),
        "reflections": Reflection.objects.visible_to(user).filter(
            session=session, shared_at__isnull=False
        ),
        "reopenings": session.reopenings.select_related("by") if turns[0].reopened else [],  # type: ignore[attr-defined]
        "readers": access.readers("words", sub=session.teacher, obs=session.observer),
        "signatures": partial(parts.signatures, session, talked_on),
        "group": GroupVisit.objects.visible_to(user).filter(pk=session.together_id).first()
        if session.together_id
        else None,
    }


def older(notes: Sequence[EvidenceNote]) -> dict[UUID, list[NoteVersion]]:
    """What mended notes said before, by note; a query only where there are any."""
    mended = [note.pk for note in notes if note.mended]  # type: ignore[attr-defined]
    found: dict[UUID, list[NoteVersion]] = defaultdict(list)
    for version in NoteVersion.objects.filter(note__in=mended) if mended else ():
        found[version.note_id].append(version)
    return found


def to_do(session: SupervisionSession, can: frozenset[str]) -> dict[str, object]:
    """What may still be done with a closed record."""
    return {
        "may_reopen": "session.reopen" in can and actions.is_fresh(session),
        "may_correct": "correction.write" in can,
        "correction_form": WordsForm(label=_("What has to be put right"), auto_id="correct_%s"),
    }


def session_record(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return sheet(request, pk, "supervision/session_record.html")


def session_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return sheet(request, pk, "supervision/session_print.html")


def session_reopen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take a closed cycle up again, with a reason, within a day."""
    session = found(request, pk)
    both = (session.teacher_id, session.observer_id)
    if request.method == "POST" and session.state == "following_up" and request.user.pk in both:
        return redirect("session-follow", pk)  # a second tap finds it open
    access.require("session.reopen" in rights(request, session))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen(session, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("The cycle is open again. Both of you have been told."))
            return redirect("session-follow", pk)
        except ValidationError as refusal:
            form.add_error("reason", refusal.messages)
    context = {"session": session, "form": form, "is_fresh": actions.is_fresh(session)}
    return render(request, "supervision/session_reopen.html", context)


def session_correct(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A note of correction beside a closed record."""
    session = found(request, pk)
    access.require("correction.write" in rights(request, session))
    if request.method != "POST":
        return redirect("session-record", pk)
    form = WordsForm(request.POST, label=_("What has to be put right"), auto_id="correct_%s")
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            actions.correct(session, form_id(request), by=request.user, text=text)
            messages.success(request, _("Your note stands beside the record. Both have been told."))
            return redirect("session-record", pk)
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    return sheet(request, pk, "supervision/session_record.html", correction_form=form, refused=form)
