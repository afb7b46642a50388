from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access, drafts
from portal.fields import clean_text
from portal.http import SignedInRequest
from supervision import proposals
from supervision.actions import prepare as actions
from supervision.cycle import stages
from supervision.forms import boxes, rating
from supervision.forms.preparation import HOW, STARTERS, FocusForm
from supervision.models import (
    Agreement,
    FollowUp,
    Indicator,
    Rating,
    SessionInstrument,
    SupervisionSession,
    Wish,
)
from supervision.views.requests import found, rights, too_late, typed


@dataclass(frozen=True, slots=True)
class Offer:
    """What the preparation can begin with."""

    asked: list[Indicator]
    steps: list[FollowUp]
    wish: Wish | None
    proposed: list[Indicator]

    def words(self, taken: str) -> str:
        """The words that a button stands for; "" for a button without words."""
        starters = {f"start-{number}": str(text) for number, text in enumerate(STARTERS, 1)}
        steps = {f"step-{step.pk}": _("Going on with: %s") % step.what for step in self.steps}
        wish = {"wish": self.wish.text} if self.wish else {}
        return {**starters, **steps, **wish}.get(taken, "")

    def ticks(self, taken: str) -> set[int]:
        if taken == "proposed":
            return {row.pk for row in self.proposed}
        codes = {
            proposals.code_of(step.indicator)
            for step in self.steps
            if step.indicator and taken == f"step-{step.pk}"
        }
        return {row.pk for row in self.asked if proposals.code_of(row) in codes}


def offered(request: SignedInRequest, session: SupervisionSession, *, editable: bool) -> Offer:
    steps = proposals.last_steps(session, request.user)
    if not editable:
        return Offer([], steps, None, [])
    asked = boxes.of_session(session)
    wish = proposals.wish_of(session, request.user)
    found = proposals.indicators(session, asked, request.user, steps=steps, wish=wish)
    return Offer(asked, steps, wish, found)


def session_prepare(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The focus, in the teacher's words; each side confirms for itself."""
    session = found(request, pk)
    can = rights(request, session)
    if "agreement.read" not in can:
        raise Http404
    agreement = session.agreement
    editable = "agreement.edit" in can
    access.require(editable or request.method != "POST")
    offer = offered(request, session, editable=editable)
    form = focus_form(request, agreement, offer) if editable else None
    if form is not None and form.is_bound and form.is_valid() and kept(request, session, form):
        return redirect("session-prepare", pk)
    if request.method == "POST":
        agreement = Agreement.objects.get(pk=agreement.pk)
    chosen = {row.pk for row in offer.asked if getattr(row, "in_focus", False)}
    if form is not None and request.method == "POST":
        chosen = ticked(request, form)
    context = {
        "session": session,
        "agreement": agreement,
        "form": form,
        "can": can,
        "stages": stages(session),
        "readers": access.readers("agreement", session, sub=session.teacher, obs=session.observer),
        "chosen": agreement.indicators.all() if not editable else [],
        "offer": offer,
        "groups": boxes.groups(offer.asked, chosen),
        "starters": STARTERS,
        "how": [(row.value, row.label, HOW[row]) for row in Agreement.Technique],
        "seen": actions.digest(agreement.focus),
        "is_teacher": request.user.pk == session.teacher_id,
        "is_typed": request.method == "POST",
    }
    return render(request, "supervision/session_prepare.html", context)


def focus_form(request: SignedInRequest, agreement: Agreement, offer: Offer) -> FocusForm:
    """The form as it was sent; with the words of a pressed button, as it shall be looked at."""
    taken = request.POST.get("take", "")
    if request.method == "POST" and not taken:
        return FocusForm(request.POST, instance=agreement)
    if request.method == "POST":
        text = clean_text(request.POST.get("focus", ""))
        initial = {
            "focus": "\n".join(filter(None, (text.strip(), offer.words(taken)))),
            "indicators": {*map(str, offer.ticks(taken)), *request.POST.getlist("indicators")},
            "technique": request.POST.get("technique") or agreement.technique,
        }
        return FocusForm(instance=agreement, initial=initial)
    mine = offer.wish and request.user.pk == agreement.session.teacher_id
    if mine and offer.wish and not agreement.focus:
        return FocusForm(instance=agreement, initial={"focus": offer.wish.text})
    return FocusForm(instance=agreement)


def ticked(request: SignedInRequest, form: FocusForm) -> set[int]:
    sent = form.initial["indicators"] if not form.is_bound else request.POST.getlist("indicators")
    return {int(key) for key in sent if str(key).isdecimal() and len(str(key)) < 10}


def kept(request: SignedInRequest, session: SupervisionSession, form: FocusForm) -> bool:
    """Write the focus, and confirm it where the button says so; a refusal stays on the form."""
    try:
        seen = request.POST.get("seen")
        actions.write_focus(session, by=request.user, seen=seen, **form.cleaned_data)
        if request.POST.get("confirm"):
            actions.confirm(session, by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@require_POST
def session_confirm(request: SignedInRequest, pk: UUID) -> HttpResponse:
    session = found(request, pk)
    mine = request.user.pk in (session.teacher_id, session.observer_id)
    access.require("agreement.edit" in rights(request, session) or mine)
    try:
        actions.confirm(session, by=request.user)
        messages.success(request, _("Confirmed on your side."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("session-prepare", pk)


def session_self(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The teacher's own view, aspect by aspect; hers alone until both sides are saved."""
    session = found(request, pk)
    can = rights(request, session)
    if "self_assessment.read" not in can:
        raise Http404
    parts = list(session.parts.select_related("instrument").order_by("pk"))
    wanted = request.GET.get("aspek", "")
    part = next((row for row in parts if row.aspect == wanted), parts[0] if parts else None)
    indicators = asked_of_teacher(session, part) if part else []
    problem = ""
    if request.method == "POST":
        if session.self_assessed_at and request.user.pk == session.teacher_id:
            return after_finish(request, session)
        access.require("self_assessment.write" in can)
        given = rating.sent(indicators, request.POST)
        problem = save_self(request, session, indicators, given)
        if not problem:
            return after_self(request, session, [row.aspect for row in parts], part)
    stands = given_by_self(request, session, indicators)
    if request.method != "POST":
        given = stands
    following = parts[parts.index(part) + 1 :] if part else []
    context = {
        "session": session,
        "can": can,
        "parts": parts,
        "part": part,
        "problem": problem,
        "seen": rating.marks(indicators, stands),
        "questions": rating.questions(indicators, given),
        "answered": sum(value != "" for value, _evidence in given.values()),
        "stages": stages(session),
        "following": following[0] if following else None,
        "readers": [request.user.call]
        if not session.self_assessed_at
        else access.readers("self_assessment", session, sub=session.teacher, obs=session.observer),
    }
    return render(request, "supervision/session_self.html", context)


def asked_of_teacher(session: SupervisionSession, part: SessionInstrument) -> list[Indicator]:
    """The part's items that apply to this class and have a first-person twin."""
    asked = Indicator.objects.asked_in(session).filter(instrument=part.instrument)
    rows = asked.in_first_person().select_related("instrument", "section")
    return list(rows.order_by("order"))


def given_by_self(
    request: SignedInRequest, session: SupervisionSession, indicators: list[Indicator]
) -> dict[int, tuple[str, str]]:
    own = session.ratings.visible_to(request.user).filter(rater=Rating.Rater.SELF)
    return rating.stored(list(own.filter(indicator__in=indicators)))


def after_finish(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    """A second tap finds the receipt; other words that were typed meanwhile are given back."""
    own = session.ratings.visible_to(request.user).filter(rater=Rating.Rater.SELF)
    said = "\n".join(own.values_list("evidence", flat=True))
    late = [text for text in typed(request) if clean_text(text).strip() not in said]
    if late:
        return too_late(request, session, late)
    return redirect("session-detail", session.pk)


def save_self(
    request: SignedInRequest,
    session: SupervisionSession,
    indicators: list[Indicator],
    given: dict[int, tuple[str, str]],
) -> str:
    """Keep what was chosen; the sentence to show where something could not be kept."""
    levels, evidence = rating.answers(indicators, given)
    try:
        seen = rating.marks_of(request.POST)
        joined = actions.self_assess(
            session, by=request.user, levels=levels, evidence=evidence, seen=seen
        )
    except ValidationError as refusal:
        return refusal.messages[0]
    if joined:
        messages.warning(request, rating.both_kept(joined))
    if any(rating.loose(*answer) for answer in given.values()):
        return _("Choose a level first, so that this note can be saved with it.")
    if indicators:
        aspect = indicators[0].instrument.aspect
        drafts.discard(request.user, f"session-self:{session.pk}:{aspect}")
    return ""


def after_self(
    request: SignedInRequest,
    session: SupervisionSession,
    aspects: list[str],
    part: SessionInstrument | None,
) -> HttpResponse:
    """Go on to the next aspect, or finish where the button says so."""
    if request.POST.get("finish"):
        return finish_self(request, session)
    if request.POST.get("next") in aspects:
        return redirect(f"{request.path}?aspek={request.POST['next']}")
    messages.success(request, _("Saved. Only you can read this for now."))
    return redirect("session-detail", session.pk)


def finish_self(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    try:
        actions.finish_self_assessment(session, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        gap = actions.unanswered(session, Rating.Rater.SELF).first()
        aspect = f"?aspek={gap.instrument.aspect}" if gap else ""
        return redirect(f"{request.path}{aspect}")
    messages.success(request, _("Your view is saved. Thank you."))
    return redirect("session-detail", session.pk)
