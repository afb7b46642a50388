"""Words and marks of a supervision cycle. No query, no permission."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.utils.translation import gettext

from supervision.models import Aspect, Scale, State, SupervisionSession
from supervision.models.scale import said

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
def level_word(level: int | None, scale: str = Scale.FOUR) -> str:
    """ "Mantap (3)", in the words of its scale; None is "Belum teramati", in words only "" """
    if scale == Scale.WORDS:
        return ""
    if level is None:
        return gettext("Not observed")
    return said(scale, level)


@register.filter
def lesson(session: SupervisionSession) -> str:
    """ "kelas 4A, IPAS": what is known of class and subject; "" for a visit without a class."""
    name = gettext("class %(name)s") % {"name": session.class_name} if session.class_name else ""
    return ", ".join(part for part in (name, session.subject) if part)


@register.filter
def with_class(session: SupervisionSession) -> str:
    """ "Siti Aminah, kelas 4A"; the name alone for a visit without a class."""
    if not session.class_name:
        return session.teacher.name
    return gettext("%(who)s, class %(name)s") % {
        "who": session.teacher.name,
        "name": session.class_name,
    }


@register.filter
def aspect_word(aspect: str) -> str:
    return str(Aspect(aspect).label)
