from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal import access
from portal.http import SignedInRequest
from supervision.actions import method as actions
from supervision.forms.method import MethodsForm
from supervision.models import Method, MethodSeen, SupervisionSession
from supervision.views.requests import for_observer, found, is_open, rights


@for_observer
def session_methods(request: SignedInRequest, session: SupervisionSession) -> HttpResponse:
    """The observer ticks the ways of teaching that were seen in the lesson."""
    if not is_open(session):
        return redirect("session-observe", session.pk)
    sent = request.method == "POST"
    form = MethodsForm(
        request.POST if sent else None,
        offered=Method.objects.visible_to(request.user).in_use(),
        ticked=Method.objects.filter(seen__session=session),
    )
    if sent and form.is_valid():
        try:
            actions.see(session, form.cleaned_data["methods"], by=request.user)
            messages.success(request, _("Saved, not shared yet."))
            return redirect("session-check", session.pk)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
    context = {"session": session, "form": form, "parts": list(session.parts.all())}
    return render(request, "supervision/session_methods.html", context)


def session_methods_seen(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The ways of teaching the observer saw, for whoever may read the notes."""
    session = found(request, pk)
    if "words.read" not in rights(request, session):
        raise Http404
    seen = MethodSeen.objects.visible_to(request.user).filter(session=session)
    context = {
        "session": session,
        "methods": [row.method for row in seen.select_related("method").order_by("method__order")],
        "readers": access.readers("words", sub=session.teacher, obs=session.observer),
    }
    return render(request, "supervision/session_methods_seen.html", context)
