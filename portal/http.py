from __future__ import annotations

import uuid
from uuid import UUID

from django.http import HttpRequest

from portal.models import User


class SignedInRequest(HttpRequest):
    """A request behind the sign-in middleware: its user is a person of ours."""

    user: User  # type: ignore[assignment]


def form_id(request: HttpRequest) -> UUID:
    """The key of the row a form makes: sent back by the form, else a new one."""
    try:
        return UUID(request.POST.get("form_id", ""))
    except ValueError:
        return uuid.uuid4()
