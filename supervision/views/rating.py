"""After the lesson: levels with their evidence, and the answers looked over."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import drafts
from portal.http import SignedInRequest
from supervision.actions import observe as actions
from supervision.forms import rating
from supervision.forms.sheet import Sheet, pick, sheets
from supervision.models import (
    Aspect,
    EvidenceNote,
    Indicator,
    Rating,
    SessionInstrument,
    SupervisionSession,
)
from supervision.views.requests import for_observer, is_open, rights

Given = dict[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the session's forms the reader is."""

    session: SupervisionSession
    parts: list[SessionInstrument]
    part: SessionInstrument
    sheets: list[Sheet]
    sheet: Sheet | None

    @property
    def asked(self) -> list[Indicator]:
        return [row for sheet in self.sheets for row in sheet.indicators]

    @property
    def draft(self) -> str:
        number = self.sheet.number if self.sheet else 1
        return f"session-rate:{self.session.pk}:{self.part.aspect}-{number}"

    @property
    def following(self) -> str:
        """The next page, else the next aspect, else the check."""
        if self.sheet and self.sheet != self.sheets[-1]:
            here = reverse("session-rate", args=[self.session.pk, self.part.aspect])
            return f"{here}?bagian={self.sheet.number + 1}"
        later = self.parts[self.parts.index(self.part) + 1 :]
        if later:
            return reverse("session-rate", args=[self.session.pk, later[0].aspect])
        return reverse("session-check", args=[self.session.pk])


@for_observer
def session_rate(
    request: SignedInRequest, session: SupervisionSession, aspect: str
) -> HttpResponse:
    """Nilai: a handful of items a page; 1 and 4 ask for evidence, and the choice stays."""
    if not is_open(session):
        return redirect("session-observe", session.pk)
    parts = list(session.parts.select_related("instrument").order_by("pk"))
    part = next((row for row in parts if row.aspect == aspect), None)
    if part is None:
        raise Http404
    asked = list(asked_of(session, part))
    kept = saved_levels(request, session, asked)
    pages = sheets(asked)
    place = Place(session, parts, part, pages, pick(pages, wanted(request, pages), kept))
    if request.method == "POST":
        return rated(request, place)
    return shown(request, place, kept, kept)


def wanted(request: SignedInRequest, pages: list[Sheet]) -> str:
    """The page that the address names, by its number or by one of its items; "" for none."""
    item = request.GET.get("butir", "")
    holding = [page for page in pages if any(str(row.pk) == item for row in page.indicators)]
    return str(holding[0].number) if holding else request.GET.get("bagian", "")


def rated(request: SignedInRequest, place: Place) -> HttpResponse:
    """Keep what was sent, and go on unless something is still asked for."""
    given = typed(request, place.asked)
    saved = save_levels(request, place, given)
    kept = saved_levels(request, place.session, place.asked)
    if "start" in request.POST:
        return shown(request, place, {**kept, **begun(place, given, request.POST["start"])}, kept)
    notes = notes_by_indicator(request, place.session)
    asks = rating.questions([row for row in place.asked if row.pk in given], given, notes, ask=True)
    lost = any(rating.loose(*answer) for answer in given.values())
    waits = lost if "later" in request.POST else any(row.problem for row in asks)
    if not saved or waits:
        return shown(request, place, {**kept, **given}, kept, notes=notes, ask=True)
    drafts.discard(request.user, place.draft)
    if "later" in request.POST:
        messages.success(request, _("Saved. You can go on later."))
        return redirect("session-detail", place.session.pk)
    return redirect(place.following)


def shown(
    request: SignedInRequest,
    place: Place,
    given: Given,
    kept: Given,
    *,
    notes: dict[int, list[EvidenceNote]] | None = None,
    ask: bool = False,
) -> HttpResponse:
    """The page with ``given`` on it; ``kept`` is what stands in the record now."""
    if notes is None:
        notes = notes_by_indicator(request, place.session)
    rows = place.sheet.indicators if place.sheet else []
    questions = rating.questions(rows, given, notes, ask=ask)
    context = {
        "session": place.session,
        "part": place.part,
        "parts": place.parts,
        "sheet": place.sheet,
        "sheets": [(sheet, sheet.is_done(kept)) for sheet in place.sheets],
        "draft": place.draft,
        "questions": questions,
        "seen": rating.marks(rows, kept),
        "answered": sum(question.answered for question in questions),
        "problems": [question for question in questions if question.problem],
        "is_typed": request.method == "POST",
    }
    return render(request, "supervision/session_rate.html", context)


def typed(request: SignedInRequest, asked: list[Indicator]) -> Given:
    """What the page held, whichever of the form's items those were."""
    here = [
        row
        for row in asked
        if f"level-{row.pk}" in request.POST or f"evidence-{row.pk}" in request.POST
    ]
    return rating.sent(here, request.POST)


def begun(place: Place, given: Given, key: str) -> Given:
    """``given``, with the words of the chosen level as the beginning of one evidence."""
    row = next((row for row in place.asked if str(row.pk) == key), None)
    value, evidence = given.get(row.pk, ("", "")) if row else ("", "")
    words = (
        dict(zip((str(level) for level, _word in row.choices), row.descriptions, strict=False))
        if row
        else {}
    )
    if row is None or evidence.strip() or value not in words:
        return given
    return {**given, row.pk: (value, words[value])}


def save_levels(request: SignedInRequest, place: Place, given: Given) -> bool:
    """Keep what was chosen, and say if that was refused or met another text."""
    levels, evidence = rating.answers([row for row in place.asked if row.pk in given], given)
    try:
        joined = actions.observe(
            place.session,
            by=request.user,
            levels=levels,
            evidence=evidence,
            seen=rating.marks_of(request.POST),
        )
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return False
    if joined:
        messages.warning(request, rating.both_kept(joined))
    return True


def asked_of(session: SupervisionSession, part: SessionInstrument) -> QuerySet[Indicator]:
    """The part's items that apply to this class, in the form's order."""
    asked = Indicator.objects.asked_in(session).filter(instrument=part.instrument)
    return asked.select_related("section").order_by("order")


def saved_levels(
    request: SignedInRequest, session: SupervisionSession, indicators: list[Indicator]
) -> Given:
    own = session.ratings.visible_to(request.user).filter(rater=Rating.Rater.OBSERVER)
    return rating.stored(list(own.filter(indicator__in=indicators)))


def notes_by_indicator(
    request: SignedInRequest, session: SupervisionSession
) -> dict[int, list[EvidenceNote]]:
    found: dict[int, list[EvidenceNote]] = {}
    notes = EvidenceNote.objects.visible_to(request.user).filter(session=session)
    for note in notes.prefetch_related("indicators"):
        for indicator in note.indicators.all():
            found.setdefault(indicator.pk, []).append(note)
    return found


@for_observer
def session_check(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    """What is there and what is missing; saved here, shared by another button."""
    if not is_open(session):
        return redirect("session-observe", session.pk)
    if request.method == "POST":
        try:
            actions.finish(session, by=request.user)
            messages.success(request, _("Saved, not shared yet."))
            return redirect("session-check", session.pk)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
    missing, bare = actions.gaps(session)
    own = session.ratings.visible_to(request.user).filter(rater=Rating.Rater.OBSERVER)
    parts = list(session.parts.all())
    context = {
        "session": session,
        "missing": missing,
        "bare": bare,
        "ratings": in_order(own.select_related("indicator__instrument")),
        "receipt": f"OBS-{str(session.pk)[:4].upper()}",
        "notes": EvidenceNote.objects.visible_to(request.user)
        .filter(session=session)
        .prefetch_related("indicators"),
        "parts": parts,
        "may_release": "session.release" in rights(request, session),
        "waits_for_teacher": bool(parts) and not session.self_assessed_at,
    }
    return render(request, "supervision/session_check.html", context)


def in_order(ratings: QuerySet[Rating]) -> list[Rating]:
    """By aspect in the order of the cycle, then as the form asks."""
    aspects = Aspect.values
    return sorted(
        ratings,
        key=lambda row: (aspects.index(row.indicator.instrument.aspect), row.indicator.order),
    )
