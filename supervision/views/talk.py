from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access
from portal.http import SignedInRequest, form_id
from supervision import reports
from supervision.actions import discuss as actions
from supervision.actions import next_visit
from supervision.cycle import stages
from supervision.forms.talk import NextForm, TurnForm, WordsForm
from supervision.guide import Starter, guide
from supervision.models import EvidenceNote, FollowUp, State, SupervisionSession, Turn
from supervision.views.requests import found, rights


def talk_of(request: SignedInRequest, pk: UUID) -> tuple[SupervisionSession, frozenset[str]]:
    session = found(request, pk)
    can = rights(request, session)
    if "words.read" not in can:
        raise Http404
    return session, can


def session_discuss(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The talk on one page; the teacher's reflection opens the rest."""
    session, can = talk_of(request, pk)
    if request.user.pk == session.teacher_id and not session.opened_at:
        session.opened_at = actions.opened(session, by=request.user).opened_at
    reports.read_by(session, request.user)
    return render(request, "supervision/session_discuss.html", page(request, session, can))


def page(
    request: SignedInRequest,
    session: SupervisionSession,
    can: frozenset[str],
    **forms: object,
) -> dict[str, object]:
    """Everything the talk shows; ``forms`` are refused ones that keep what was typed."""
    steps = list(steps_of(request, session))
    turns = list(
        Turn.objects.visible_to(request.user).filter(session=session).select_related("author")
    )
    begun = any(turn.kind == Turn.Kind.REFLECTION for turn in turns)
    notes = list(notes_of(request, session)) if begun else []
    sides = reports.side_by_side(session, request.user) if begun else []
    helping = guide(session, sides, notes)
    taken = helping.starter(request.GET.get("pakai", ""))
    return {
        "session": session,
        "can": can,
        "stages": stages(session),
        "readers": access.readers("words", sub=session.teacher, obs=session.observer),
        **in_order(turns),
        "begun": begun,
        "steps": steps,
        "notes": notes,
        "sides": sides,
        "guide": helping,
        "taken": taken,
        "is_teacher": request.user.pk == session.teacher_id,
        "reflection_form": WordsForm(label=_("How did you see this lesson yourself?"), rows=4),
        "turn_form": TurnForm(initial=vars_of(taken), auto_id="turn_%s"),
        "reply_form": WordsForm(label=_("Your reply to the record"), auto_id="reply_%s"),
        "next_form": NextForm(initial={"next_on": session.next_on}, auto_id="next_%s"),
        "may_stand": "stance.write" in can,
        "may_correct": begun and "turn.write" in can,
        "may_step": "follow_up.write" in can and begun and len(steps) < actions.MOST_STEPS,
        "may_date": begun and bool({"stance.write", "session.close"} & can),
        **forms,
    }


def vars_of(starter: Starter | None) -> dict[str, str]:
    return {"kind": starter.kind, "text": starter.text} if starter else {}


def in_order(turns: list[Turn]) -> dict[str, list[Turn]]:
    """The teacher's reflection opens the page, what was said follows, her reply ends it."""
    first, last = Turn.Kind.REFLECTION, (Turn.Kind.REPLY, Turn.Kind.CORRECTION)
    return {
        "opening": [turn for turn in turns if turn.kind == first],
        "turns": [turn for turn in turns if turn.kind != first and turn.kind not in last],
        "replies": [turn for turn in turns if turn.kind in last],
    }


def steps_of(request: SignedInRequest, session: SupervisionSession) -> QuerySet[FollowUp]:
    steps = FollowUp.objects.visible_to(request.user).filter(session=session)
    return steps.select_related("owner")


def notes_of(request: SignedInRequest, session: SupervisionSession) -> QuerySet[EvidenceNote]:
    notes = EvidenceNote.objects.visible_to(request.user).filter(session=session)
    return notes.prefetch_related("indicators")


@require_POST
def session_turn(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A reflection, a turn or a reply, as the form's hidden kind says."""
    session, can = talk_of(request, pk)
    kind = request.POST.get("kind", "")
    access.require(("reply.write" if kind == "reply" else "turn.write") in can)
    old = corrected(request, session)
    form, name = sent_form(request, kind, old)
    if form.is_valid():
        try:
            actions.say(
                session,
                form_id(request),
                by=request.user,
                kind=kind,
                text=form.cleaned_data["text"],
                spoken=bool(request.POST.get("spoken")),
                corrects=old,
            )
            return redirect("session-discuss", pk)
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    context = page(request, session, can, **{name: form}, refused=form)
    if not context["begun"] or old:  # the page has no field for these words now
        context["kept_words"] = request.POST.get("text", "")
    return render(request, "supervision/session_discuss.html", context)


def sent_form(
    request: SignedInRequest, kind: str, old: Turn | None
) -> tuple[WordsForm | TurnForm, str]:
    """The form that was filled in and the name the page knows it by."""
    if old:
        return WordsForm(request.POST, auto_id="correct_%s"), "correction"
    if kind == "reply":
        return WordsForm(request.POST, auto_id="reply_%s"), "reply_form"
    if kind == "reflection":
        return WordsForm(request.POST), "reflection_form"
    return TurnForm(request.POST, auto_id="turn_%s"), "turn_form"


def corrected(request: SignedInRequest, session: SupervisionSession) -> Turn | None:
    try:
        wanted = UUID(request.POST.get("corrects", ""))
    except ValueError:
        return None
    return get_object_or_404(Turn.objects.visible_to(request.user), pk=wanted, session=session)


@require_POST
def session_next(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The date on which the two see each other again."""
    session, can = talk_of(request, pk)
    access.require(bool({"stance.write", "session.close"} & can))
    form = NextForm(request.POST, auto_id="next_%s")
    if form.is_valid():
        try:
            next_visit.agree_next(session, by=request.user, day=form.cleaned_data["next_on"])
            messages.success(request, _("The next date is noted."))
            after = session.state == State.FOLLOWING_UP
            return redirect("session-follow" if after else "session-discuss", pk)
        except ValidationError as refusal:
            form.add_error("next_on", refusal.messages)
    context = page(request, session, can, next_form=form, refused=form)
    return render(request, "supervision/session_discuss.html", context)


@require_POST
def session_step_drop(request: SignedInRequest, pk: UUID, step: UUID) -> HttpResponse:
    session, can = talk_of(request, pk)
    access.require("follow_up.write" in can)
    row = get_object_or_404(FollowUp.objects.visible_to(request.user), pk=step, session=session)
    return attempt(request, session, lambda: actions.drop_step(row, by=request.user))


@require_POST
def session_agree(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """ "Diterima" and "Setuju" are two buttons and two things."""
    session, can = talk_of(request, pk)
    both = (session.teacher_id, session.observer_id)
    access.require("stance.write" in can or request.user.pk in both)
    if "stance.write" not in can:  # a second tap after the talk finds its end
        return redirect("session-follow", pk)
    act = actions.receive if request.POST.get("stance") == "received" else actions.agree
    return attempt(request, session, lambda: act(session, by=request.user))


def attempt(
    request: SignedInRequest,
    session: SupervisionSession,
    act: Callable[[], object],
) -> HttpResponse:
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("session-discuss", session.pk)
