from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access, files, periods
from portal.http import SignedInRequest
from portal.models import School
from supervision import reports
from supervision.actions import follow_up as actions
from supervision.actions import next_visit
from supervision.actions import word as words
from supervision.cycle import stages
from supervision.forms.talk import ProofForm, WordsForm
from supervision.models import FollowUp, State, SupervisionSession
from supervision.views.requests import found, rights

PAGE = 20


def session_follow(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The steps of one talk: what was done, the second look, and the end of the cycle."""
    session = found(request, pk)
    can = rights(request, session)
    if "follow_up.read" not in can or session.state == State.DISCUSSED:
        raise Http404
    steps = FollowUp.objects.visible_to(request.user).filter(session=session)
    rows = steps.select_related("owner", "done_by", "looked_by", "file")
    rows = rows.prefetch_related("activities", "helpers")
    is_teacher = request.user.pk == session.teacher_id
    context = {
        "session": session,
        "can": can,
        "stages": stages(session),
        "steps": [(row, may_prove(request, row, session)) for row in rows],
        "may_carry": is_teacher and session.state == State.FOLLOWING_UP,
        "may_give_word": "word.give" in can,
        "next_session": next_session(request, session),
        "may_look": "follow_up.look_again" in can and request.user.pk != session.teacher_id,
        "may_close": "session.close" in can,
        "readers": access.readers("follow_up", sub=session.teacher, obs=session.observer),
        "today": periods.today(session.school.zone),
        "is_teacher": is_teacher,
    }
    return render(request, "supervision/session_follow.html", context)


def may_prove(request: SignedInRequest, step: FollowUp, session: SupervisionSession) -> bool:
    """Its owner, or for a step of the KKG one of the two who agreed on it."""
    shared = step.owner_id is None and request.user.pk in (
        session.teacher_id,
        session.observer_id,
    )
    return step.owner_id == request.user.pk or shared


def next_session(request: SignedInRequest, session: SupervisionSession) -> object:
    """The visit planned from the agreed date, True while it can be planned, else None."""
    if session.next_on is None:
        return None
    planned = SupervisionSession.objects.visible_to(request.user).filter(
        pk=next_visit.next_id(session)
    )
    may = request.user.pk == session.observer_id
    return planned.first() or (may and session.next_on >= periods.today(session.school.zone))


def listed(request: SignedInRequest) -> QuerySet[FollowUp]:
    """The reader's steps, open by date or done ones newest first; the export has the same."""
    me = request.user
    mine = FollowUp.objects.visible_to(me).filter(session__state__in=("following_up", "closed"))
    rows = (
        mine.filter(Q(owner=me) | Q(helpers=me) | Q(session__teacher=me))
        .distinct()
        .select_related("owner", "session__teacher", "session__observer")
    )
    done = request.GET.get("tampil") == "selesai"
    return rows.filter(done_at__isnull=not done).order_by("-done_at" if done else "due_on", "pk")


def followup_list(request: SignedInRequest) -> HttpResponse:
    """My open steps by date, and those promised to me."""
    context = {
        "page": Paginator(listed(request), PAGE).get_page(request.GET.get("hal")),
        "done": request.GET.get("tampil") == "selesai",
        "today": periods.today("Asia/Jakarta"),
    }
    return render(request, "supervision/followup_list.html", context)


def step_prove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say in a sentence what was done; a photo or document may stand beside it."""
    step = step_of(request, pk)
    named = "prove" in access.allowed(request.user, "step", step)
    access.require(named or may_prove(request, step, step.session))
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            proof, upload = form.cleaned_data["text"], form.cleaned_data["file"]
            actions.prove(step, by=request.user, proof=proof, upload=upload)
            messages.success(request, _("The step is done. Well told."))
            return redirect("followup-list")
        except ValidationError as refusal:
            refused(form, refusal)
    context = {"step": step, "form": form, "draft": f"step-prove:{step.pk}"}
    return render(request, "supervision/step_prove.html", context)


def step_of(request: SignedInRequest, pk: UUID) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("session__teacher", "owner", "file"), pk=pk)


def refused(form: ProofForm, refusal: ValidationError) -> None:
    """Put each sentence beside its field; what has none stands with the words."""
    by_field = getattr(refusal, "error_dict", {"text": refusal.messages})
    for name, sentences in by_field.items():
        form.add_error("file" if name == "file" else "text", sentences)


def step_file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The file beside a step, for whoever may read the step; asked at each fetch."""
    step = step_of(request, pk)
    if step.file is None:
        raise Http404
    response = files.download(request, step.file)
    if response.status_code == 200:
        reports.read_by(step.session, request.user)
    return response


def step_look(request: SignedInRequest, pk: UUID) -> HttpResponse:
    step = step_of(request, pk)
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


@require_POST
def session_next_plan(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Plan the next visit from the date agreed in the talk."""
    session = found(request, pk)
    schools = School.objects.where_one_may(request.user, "plan_session")
    access.require(schools.filter(pk=session.school_id).exists())
    try:
        planned = next_visit.plan_next(session, by=request.user)
        text = _("The visit is planned. %(who)s has been told.")
        messages.success(request, text % {"who": session.teacher.call})
        return redirect("session-detail", planned.pk)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("session-follow", pk)


@require_POST
def session_word(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The teacher's anonymous word on the talk: one tap, once."""
    session = found(request, pk)
    if session.teacher_id != request.user.pk or not session.word_given:
        access.require("word.give" in rights(request, session))
    try:
        words.give(session, by=request.user, answer=request.POST.get("answer", ""))
        messages.success(request, _("Thank you. The answer is kept without a name."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("session-follow", pk)


@require_POST
def step_carry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The teacher lets the text of a step travel to the KKG, or takes that back."""
    step = step_of(request, pk)
    access.require(step.session.teacher_id == request.user.pk)
    try:
        actions.carry(step, by=request.user, yes=request.POST.get("yes") == "1")
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("session-follow", step.session_id)
