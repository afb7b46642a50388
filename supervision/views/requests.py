"""What every view of a session begins with."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from portal import access
from portal.http import SignedInRequest
from supervision.models import SupervisionSession


def found(request: SignedInRequest, pk: UUID) -> SupervisionSession:
    """The session with the reader's rights on it, if he may see its envelope; else 404."""
    sessions = SupervisionSession.objects.visible_to(request.user)
    whole = sessions.select_related("teacher", "observer", "school", "term__year", "agreement")
    return get_object_or_404(whole.annotate(**access.session_rights(request.user)), pk=pk)


def rights(request: SignedInRequest, session: SupervisionSession) -> frozenset[str]:
    """All rights on the session and its parts as ``"part.action"``, as they were when found."""
    flags = access.session_rights(request.user)
    return frozenset(flag.replace("__", ".") for flag in flags if getattr(session, flag))


def form_id(request: HttpRequest) -> UUID:
    """The key of the row a form makes: sent back by the form, else a new one."""
    try:
        return UUID(request.POST.get("form_id", ""))
    except ValueError:
        return uuid.uuid4()
