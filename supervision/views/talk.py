from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access
from portal.http import SignedInRequest, form_id
from supervision import reports
from supervision.actions import discuss as actions
from supervision.cycle import stages
from supervision.forms.talk import StepForm, TurnForm, WordsForm
from supervision.models import EvidenceNote, FollowUp, SupervisionSession, Turn
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
    steps = list(
        FollowUp.objects.visible_to(request.user)
        .filter(session=session)
        .select_related("owner")
        .prefetch_related("activities")
    )
    turns = list(
        Turn.objects.visible_to(request.user).filter(session=session).select_related("author")
    )
    begun = any(turn.kind == Turn.Kind.REFLECTION for turn in turns)
    return {
        "session": session,
        "can": can,
        "stages": stages(session),
        "readers": access.readers("words", sub=session.teacher, obs=session.observer),
        "turns": turns,
        "begun": begun,
        "steps": steps,
        "notes": EvidenceNote.objects.visible_to(request.user).filter(session=session),
        "sides": reports.side_by_side(session, request.user) if begun else [],
        "is_teacher": request.user.pk == session.teacher_id,
        "reflection_form": WordsForm(label=_("How did you see this lesson yourself?"), rows=4),
        "turn_form": TurnForm(),
        "step_form": StepForm(initial={"owner_kind": "teacher"}),
        "reply_form": WordsForm(label=_("Your reply to the record")),
        "may_correct": begun and "turn.write" in can,
        "may_step": "follow_up.write" in can and begun and len(steps) < actions.MOST_STEPS,
        **forms,
    }


@require_POST
def session_turn(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A reflection, a turn or a reply, as the form's hidden kind says."""
    session, can = talk_of(request, pk)
    kind = request.POST.get("kind", "")
    access.require(("reply.write" if kind == "reply" else "turn.write") in can)
    old = corrected(request, session)
    plain = kind in ("reflection", "reply") or old is not None
    form = WordsForm(request.POST) if plain else TurnForm(request.POST)
    names = {"reflection": "reflection_form", "reply": "reply_form"}
    name = "correction" if old else names.get(kind, "turn_form")
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


def corrected(request: SignedInRequest, session: SupervisionSession) -> Turn | None:
    try:
        wanted = UUID(request.POST.get("corrects", ""))
    except ValueError:
        return None
    return get_object_or_404(Turn.objects.visible_to(request.user), pk=wanted, session=session)


@require_POST
def session_step(request: SignedInRequest, pk: UUID) -> HttpResponse:
    session, can = talk_of(request, pk)
    access.require("follow_up.write" in can)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            actions.add_step(session, form_id(request), by=request.user, **form.cleaned_data)
            return redirect("session-discuss", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(
        request,
        "supervision/session_discuss.html",
        page(request, session, can, step_form=form, refused=form),
    )


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
