from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal import menu

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """What every page shows around its content."""
    theme = request.COOKIES.get("theme", "")
    return {
        "menu": menu.entries(request),
        "demo_mode": settings.DEMO,
        "theme": theme if theme in THEMES else "",
    }
