from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaboration.actions import minutes as actions
from collaboration.forms.attendance import PaperForm
from collaboration.forms.minutes import MinutesForm
from collaboration.meetings import kinds, reviews
from collaboration.views.activity import editable
from collaboration.views.attendance import contributions, listed, marks, save
from portal import periods
from portal.http import SignedInRequest


def activity_minutes(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who came, the problem, the decision and one thing to try, on one page with one button."""
    activity = editable(request, pk)
    kind = kinds.of(activity.kind)
    if kind.page:
        return redirect(kind.page, pk)
    rows = listed(activity)
    known = {row.number for row in rows if row.number}
    form = MinutesForm(request.POST or None, instance=activity)
    paper = PaperForm(request.POST or None, known=known)
    if request.method == "POST":
        marks(request, rows)
        if form.is_valid() & paper.is_valid():
            try:
                with transaction.atomic():
                    save(request, activity, rows, paper)
                    actions.minute(activity, by=request.user, **form.cleaned_data)
                told = _("The minutes are saved. Those on the list have been told.")
                messages.success(request, told)
                return redirect("activity-detail", pk)
            except ValidationError as refusal:
                form.add_error(None, refusal)
    context = {
        "activity": activity,
        "is_early": activity.day > periods.today(activity.zone),
        "form": form,
        "paper": paper,
        "rows": rows,
        "contributions": contributions(),
        "review": reviews.before(activity, request.user),
    }
    return render(request, "collaboration/activity_minutes.html", context)
