from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access, periods
from portal.http import SignedInRequest
from supervision.actions import follow_up as actions
from supervision.actions.discuss import owner_of
from supervision.cycle import stages
from supervision.forms.talk import WordsForm
from supervision.models import FollowUp, Reflection, State, SupervisionSession
from supervision.views.requests import found, rights

PAGE = 20


def session_follow(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The steps of one talk: what was done, the second look, and the end of the cycle."""
    session = found(request, pk)
    can = rights(request, session)
    if "follow_up.read" not in can or session.state == State.DISCUSSED:
        raise Http404
    steps = FollowUp.objects.visible_to(request.user).filter(session=session)
    rows = steps.select_related("owner", "done_by", "looked_by").prefetch_related("activities")
    context = {
        "session": session,
        "can": can,
        "stages": stages(session),
        "steps": [(row, may_prove(request, row, session)) for row in rows],
        "may_look": "follow_up.look_again" in can,
        "may_close": "session.close" in can,
        "readers": access.readers("follow_up", sub=session.teacher, obs=session.observer),
        "today": periods.today(session.school.zone),
        "form": WordsForm(label=_("What was done, in a sentence")),
        "is_teacher": request.user.pk == session.teacher_id,
    }
    return render(request, "supervision/session_follow.html", context)


def may_prove(request: SignedInRequest, step: FollowUp, session: SupervisionSession) -> bool:
    """An owner, a helper, or for a step of the KKG one of the two who agreed on it."""
    shared = step.owner_id is None and request.user.pk in (
        session.teacher_id,
        session.observer_id,
    )
    return step.owner_id == request.user.pk or shared


def followup_list(request: SignedInRequest) -> HttpResponse:
    """My open steps by date, and those promised to me."""
    me = request.user
    mine = FollowUp.objects.visible_to(me).filter(session__state__in=("following_up", "closed"))
    rows = (
        mine.filter(Q(owner=me) | Q(helpers=me) | Q(session__teacher=me))
        .distinct()
        .select_related("owner", "session__teacher", "session__observer")
    )
    done = request.GET.get("tampil") == "selesai"
    shown = rows.filter(done_at__isnull=not done).order_by("-done_at" if done else "due_on", "pk")
    context = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("hal")),
        "done": done,
        "today": periods.today("Asia/Jakarta"),
    }
    return render(request, "supervision/followup_list.html", context)


def step_prove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say in a sentence what was done."""
    step = get_object_or_404(
        FollowUp.objects.visible_to(request.user).select_related("session__teacher", "owner"),
        pk=pk,
    )
    named = "prove" in access.allowed(request.user, "step", step)
    access.require(named or may_prove(request, step, step.session))
    form = WordsForm(request.POST or None, label=_("What was done, in a sentence"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.prove(step, by=request.user, proof=form.cleaned_data["text"])
            messages.success(request, _("The step is done. Well told."))
            return redirect("followup-list")
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    context = {"step": step, "form": form, "draft": f"step-prove:{step.pk}"}
    return render(request, "supervision/step_prove.html", context)


def step_look(request: SignedInRequest, pk: UUID) -> HttpResponse:
    step = get_object_or_404(
        FollowUp.objects.visible_to(request.user).select_related("session__teacher", "owner"),
        pk=pk,
    )
    access.require("follow_up.look_again" in access.session_parts(request.user, step.session))
    form = WordsForm(request.POST or None, label=_("What did you see the second time?"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.look_again(step, by=request.user, text=form.cleaned_data["text"])
            return redirect("session-follow", step.session_id)
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    context = {"step": step, "form": form, "draft": f"step-look:{step.pk}"}
    return render(request, "supervision/step_prove.html", context)


@require_POST
def session_close(request: SignedInRequest, pk: UUID) -> HttpResponse:
    session = found(request, pk)
    if session.state != State.CLOSED:
        access.require("session.close" in rights(request, session))
    try:
        actions.close(session, by=request.user)
        messages.success(request, _("The cycle is finished. Thank you for the talk."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("session-record", pk)


def session_reflect(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The teacher's closing words: hers alone until she shares them."""
    session = found(request, pk)
    can = rights(request, session)
    if "reflection.write" not in can:
        raise Http404
    own = Reflection.objects.visible_to(request.user).filter(session=session, author=request.user)
    reflection = own.first()
    if reflection:
        reflection.session = session
    initial = {"text": reflection.text} if reflection else None
    label = _("What do you take with you from this talk?")
    form = WordsForm(request.POST or None, initial=initial, label=label, rows=6)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.reflect(session, by=request.user, text=form.cleaned_data["text"])
            return after_reflection(request, session, kept)
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
    context = {
        "session": session,
        "form": form,
        "can": can,
        "stages": stages(session),
        "reflection": reflection,
        "may_close": "session.close" in can,
        "readers": sharing(reflection) if reflection and reflection.shared_at else [],
        "future_readers": to_share_with(session),
    }
    return render(request, "supervision/session_reflect.html", context)


def sharing(reflection: Reflection) -> list[str]:
    session = reflection.session
    return access.readers(
        "shared_reflection", reflection, sub=session.teacher, obs=session.observer
    )


def to_share_with(session: SupervisionSession) -> str:
    """Who a shared reflection opens to, as the button names them."""
    leading = owner_of(session, FollowUp.OwnerKind.PRINCIPAL) or session.observer
    people = {row.pk: row.call for row in (session.observer, leading)}
    people.pop(session.teacher_id, None)
    return _(" and ").join(people.values())


def after_reflection(
    request: SignedInRequest, session: SupervisionSession, kept: Reflection
) -> HttpResponse:
    """What the pressed button says: keep, share, take back, or close the cycle."""
    wanted = request.POST.get("then", "")
    if wanted == "share" or (kept.shared_at and not wanted):  # the tick may have changed
        actions.share(kept, by=request.user, supervisor=bool(request.POST.get("supervisor")))
    elif wanted == "unshare":
        actions.unshare(kept, by=request.user)
    elif wanted == "close":
        actions.close(session, by=request.user)
        messages.success(request, _("The cycle is finished. Thank you for the talk."))
        return redirect("session-record", session.pk)
    messages.success(request, _("Your words are saved."))
    return redirect("session-reflect", session.pk)
