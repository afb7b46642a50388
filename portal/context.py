from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal import menu, timesheet

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """What every page shows around its content."""
    theme = request.COOKIES.get("theme", "")
    page = request.resolver_match.url_name if request.resolver_match else None
    signed_in = getattr(request, "user", None) and request.user.is_authenticated
    return {
        "menu": menu.entries(request),
        "ledger": timesheet.form_of(page) if signed_in else "",
        "demo_mode": settings.DEMO,
        "theme": theme if theme in THEMES else "",
    }
