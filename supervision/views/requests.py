"""What every view of a session begins with."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal import access
from portal.http import SignedInRequest
from supervision.models import MethodSeen, State, SupervisionSession
from supervision.models.session import RELEASED


def found(request: SignedInRequest, pk: UUID) -> SupervisionSession:
    """The session with the reader's rights on it, if he may see its envelope; else 404."""
    sessions = SupervisionSession.objects.visible_to(request.user)
    whole = sessions.select_related(
        "teacher", "observer", "school__subdistrict", "term__year", "agreement"
    )
    tagged = Exists(MethodSeen.objects.filter(session=OuterRef("pk")))
    whole = whole.annotate(
        **access.session_standing(request.user),
        has_methods=tagged,
        has_plan=Q(taught_plan__isnull=False),
    )
    return get_object_or_404(whole, pk=pk)


def rights(request: SignedInRequest, session: SupervisionSession) -> frozenset[str]:
    """All rights on the session and its parts as ``"part.action"``, as they were when found."""
    return access.rights_on(session)


def is_open(session: SupervisionSession) -> bool:
    """An observation begins with an agreed focus, or with the reason why there is none."""
    return session.state != State.PLANNED or bool(session.agreement.no_focus_reason)


def for_observer(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the session whose notes are the reader's to write; for others there is none.

    After the release its pages lead to the talk, and what is still sent is shown, to be kept.
    """

    @wraps(view)
    def handle(request: SignedInRequest, pk: UUID, **more: Any) -> HttpResponse:
        session = found(request, pk)
        can = rights(request, session)
        if "notes.write" in can:
            return view(request, session, **more)
        if session.observer_id != request.user.pk:
            raise Http404
        if request.method == "GET":
            access.require("words.read" in can)
            return redirect("session-discuss", pk)
        context = {
            "session": session,
            "typed": typed(request),
            "may_talk": "words.read" in can,
            "title": _("These notes are shared already"),
            "sentence": _(
                "The observation can no longer be changed; it can be added to in the talk."
            ),
        }
        return render(request, "supervision/session_shared.html", context, status=403)

    return handle


def typed(request: SignedInRequest) -> list[str]:
    """The words of a form that came too late, for the page that gives them back."""
    return [
        text
        for name, texts in request.POST.lists()
        for text in texts
        if name.startswith(("text", "evidence-")) and text.strip()
    ]


def too_late(
    request: SignedInRequest, session: SupervisionSession, words: list[str]
) -> HttpResponse:
    """Words that reached a self-assessment after its end, given back to be copied."""
    context = {
        "session": session,
        "typed": words,
        "may_talk": session.state in RELEASED,
        "title": _("This self-assessment is finished already"),
        "sentence": _("It stays as it is; in the talk it can be added to."),
    }
    return render(request, "supervision/session_shared.html", context, status=403)
