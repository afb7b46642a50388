from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaboration.actions import minutes as actions
from collaboration.forms.minutes import MinutesForm
from collaboration.views.activity import editable
from portal.http import SignedInRequest


def activity_minutes(request: SignedInRequest, pk: UUID) -> HttpResponse:
    activity = editable(request, pk)
    form = MinutesForm(request.POST or None, instance=activity)
    if request.method == "POST" and form.is_valid():
        actions.minute(activity, by=request.user, **form.cleaned_data)
        messages.success(request, _("The minutes are saved. Those on the list have been told."))
        return redirect("activity-detail", pk)
    context = {"activity": activity, "form": form}
    return render(request, "collaboration/activity_minutes.html", context)
