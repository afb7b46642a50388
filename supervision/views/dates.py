"""Another date for a planned visit: asked for by one side, answered by the other."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access, drafts, periods
from portal.http import SignedInRequest, form_id
from supervision import schedule
from supervision.actions import dates as actions
from supervision.forms.dates import ProposalForm
from supervision.models import DateProposal, SupervisionSession
from supervision.views.requests import found, rights


def session_propose(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The reason and a date that suits better, for the other side to answer."""
    session = found(request, pk)
    access.require("session.propose" in rights(request, session))
    first = {"time": session.planned_time}
    today = periods.today(session.school.zone)
    without = schedule.closed(session.school, today, session.term.ends_on)
    form = ProposalForm(request.POST or None, initial=first, today=today, without=without)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose(form_id(request), session, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            drafts.discard(request.user, f"session-propose:{pk}")
            messages.success(
                request, _("Your proposal is sent. Until it is answered, the old date stays.")
            )
            return redirect("session-detail", pk)
    context = {"session": session, "form": form, "form_id": form_id(request)}
    return render(request, "supervision/session_propose.html", context)


@require_POST
def proposal_answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take the date or keep the old one; who asked may take the proposal back."""
    sessions = SupervisionSession.objects.visible_to(request.user)
    proposal = get_object_or_404(DateProposal, pk=pk, session__in=sessions)
    session = found(request, proposal.session_id)
    access.require("session.propose" in rights(request, session) or bool(proposal.answered_at))
    try:
        if proposal.by_id == request.user.pk:
            actions.withdraw(proposal, by=request.user)
            messages.success(request, _("Your proposal is taken back. The date stays."))
        else:
            accepted = request.POST.get("answer") == "take"
            row = actions.answer(proposal, by=request.user, accepted=accepted)
            messages.success(request, receipt(row))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("session-detail", session.pk)


def receipt(proposal: DateProposal) -> str:
    """What has come of it, also after a second tap."""
    if proposal.accepted:
        return _("The date is moved, and both of you see why.")
    return _("The old date stays. The other side has been told.")
