"""From a draft to what is agreed on: asked for, checked by a second person, agreed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import conclusion as actions
from collaboration.findings.cards import cards
from collaboration.forms.conclusion import CheckForm
from collaboration.models import ConclusionEvidence
from collaboration.views.conclusions.writing import editable
from portal import access, drafts
from portal.http import SignedInRequest
from portal.models import User

Side = ConclusionEvidence.Side


@require_POST
def conclusion_ask(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    try:
        people = User.objects.filter(access.second_readers(row.code, row.school))
        actions.ask(row, by=request.user, to=list(people))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("A second person is asked to check it."))
    return redirect("conclusion-detail", pk)


def conclusion_check(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What the second person reads before saying that claim and evidence fit, or sending back."""
    row = editable(request, pk)
    form = CheckForm(request.POST or None, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        act = actions.send_back if "back" in request.POST else actions.check
        try:
            act(row, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("remark" if act is actions.send_back else None, refusal.messages)
        else:
            drafts.discard(request.user, f"conclusion-check:{pk}")
            messages.success(request, _("Your check is kept."))
            return redirect("conclusion-detail", pk)
    (card,) = cards(request.user, [row])
    context = {
        "row": row,
        "card": card,
        "form": form,
        "support": card.of(Side.FOR),
        "against": card.of(Side.AGAINST),
        "hidden_support": card.hidden(Side.FOR),
        "hidden_against": card.hidden(Side.AGAINST),
        "own": request.user.pk in actions.writers(row),
        "draft": f"conclusion-check:{pk}",
        "readers": access.readers_now("conclusion", row),
    }
    return render(request, "conclusions/conclusion_check.html", context)


@require_POST
def conclusion_agree(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = editable(request, pk)
    form = CheckForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        actions.agree(row, by=request.user, revision=revision)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("You have agreed on the conclusion."))
    return redirect("conclusion-detail", pk)
