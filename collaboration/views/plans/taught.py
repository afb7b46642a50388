from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from collaboration.actions import plan as actions
from collaboration.forms.plan import AttachForm
from collaboration.models import Attachment, LessonPlan, TaughtPlan
from collaboration.plans.sections import written
from portal import access
from portal.http import SignedInRequest
from supervision.models import SupervisionSession


def session_plan(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The teacher ties one of her plans to the visit it is taught in."""
    sessions = SupervisionSession.objects.visible_to(request.user)
    session = get_object_or_404(sessions.select_related("teacher"), pk=pk)
    access.require("attach" in access.allowed(request.user, "taught_plan", session))
    plans = LessonPlan.objects.filter(authors=request.user, archived_at=None)
    form = AttachForm(request.POST or None, plans=plans)
    if request.method == "POST" and form.is_valid():
        try:
            actions.attach(session, form.cleaned_data["plan"], by=request.user)
            return redirect("session-prepare", session.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"session": session, "form": form, "plans": plans.exists()}
    return render(request, "collaboration/session_plan.html", context)


def session_plan_read(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The version that was taught, as it was then, for whoever may read it with the visit."""
    rows = TaughtPlan.objects.visible_to(request.user).filter(session=pk)
    rows = rows.select_related("session__teacher", "session__observer", "version__author")
    taught = get_object_or_404(rows.select_related("version__plan"))
    session, version = taught.session, taught.version
    context = {
        "session": session,
        "version": version,
        "text": version.text,
        "parts": written(version.sections),
        "files": Attachment.objects.visible_to(request.user).filter(taught=taught).as_list(),
        "plan": LessonPlan.objects.visible_to(request.user).filter(pk=version.plan_id).first(),
        "readers": access.readers(
            "taught_plan", session, sub=session.teacher, obs=session.observer
        ),
    }
    return render(request, "collaboration/session_plan_read.html", context)
