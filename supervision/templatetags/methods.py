from __future__ import annotations

from django import template

from portal.models import User
from supervision.models import Method, MethodSeen, SupervisionSession

register = template.Library()


@register.simple_tag
def methods_seen(session: SupervisionSession, user: User) -> list[Method]:
    """Ways of teaching the observer saw, if ``user`` may read the notes now; one query."""
    rows = MethodSeen.objects.visible_to(user).filter(session=session)
    return [row.method for row in rows.select_related("method").order_by("method__order")]
