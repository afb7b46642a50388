from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaboration.actions import review as actions
from collaboration.forms.suggestion import ReviewForm
from collaboration.models import PlanRemark
from collaboration.views.plans.rows import readable
from collaboration.views.plans.suggest import quoted_by
from portal import access
from portal.http import SignedInRequest, form_id

LATEST = 20


def plan_review(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The principal or coordinator leaves a word and marks what was read together."""
    plan = readable(request, pk)
    access.require("review" in access.allowed(request.user, "plan", plan))
    version = quoted_by(request, plan)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(version, form_id(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("The authors have been told."))
            return redirect("plan-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "plan": plan,
        "version": version,
        "form": form,
        "form_id": form_id(request),
        "draft": f"plan-review:{plan.pk}",
        "remarks": PlanRemark.objects.visible_to(request.user).of(plan)[:LATEST],
    }
    return render(request, "collaboration/plan_review.html", context)
