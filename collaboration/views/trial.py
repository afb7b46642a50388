from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from collaboration.actions import trial as actions
from collaboration.forms.attendance import TrialForm
from collaboration.models import Trial
from portal import access
from portal.http import SignedInRequest


def trial_answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One line on what came of the thing to try, or no line at all."""
    rows = Trial.objects.visible_to(request.user).select_related("activity__forum")
    trial = get_object_or_404(rows, pk=pk)
    access.require("answer" in access.allowed(request.user, "trial", trial))
    form = TrialForm(request.POST or None, initial={"outcome": trial.outcome})
    if request.method == "POST" and request.POST.get("skip"):
        actions.skip(trial, by=request.user)
        return redirect("home")
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(trial, by=request.user, outcome=form.cleaned_data["outcome"])
            messages.success(request, _("Your line comes back at the next meeting."))
            return redirect("home")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"trial": trial, "form": form, "readers": access.readers("trial", trial)}
    return render(request, "collaboration/trial_answer.html", context)
