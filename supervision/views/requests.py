"""What every view of a session begins with."""

from __future__ import annotations

from uuid import UUID

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
