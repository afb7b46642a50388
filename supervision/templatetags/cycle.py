"""Words and marks of a supervision cycle. No query, no permission."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.utils.translation import gettext

from supervision.models import Aspect, Level, State

register = template.Library()

BADGES = {
    State.PLANNED: ("neutral", "open"),
    State.PREPARED: ("running", "ring"),
    State.OBSERVED: ("waiting", "half"),
    State.DISCUSSED: ("running", "ring"),
    State.FOLLOWING_UP: ("running", "ring"),
    State.CLOSED: ("done", "square"),
    State.CANCELLED: ("neutral", "dash"),
}


@register.inclusion_tag("_status.html")
def status_badge(state: str, late: bool = False) -> dict[str, Any]:
    """Shape and word of a session's stage; lateness is added to the word."""
    tone, mark = BADGES[State(state)]
    return {"tone": tone, "mark": mark, "word": State(state).label, "late": late}


@register.simple_tag
def new_id() -> uuid.UUID:
    """The key of the row that a form on this page will make, so that it is made once."""
    return uuid.uuid4()


@register.filter
def level_word(level: int | None) -> str:
    """ "Mantap (3)"; None is "Belum teramati"."""
    if level is None:
        return gettext("Not observed")
    return f"{Level(level).label} ({level})"


@register.filter
def aspect_word(aspect: str) -> str:
    return str(Aspect(aspect).label)
