from __future__ import annotations

from django.http import HttpRequest

from portal.models import User


class SignedInRequest(HttpRequest):
    """A request behind the sign-in middleware: its user is a person of ours."""

    user: User  # type: ignore[assignment]
