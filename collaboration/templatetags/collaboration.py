from __future__ import annotations

from django import template

from collaboration.models import Activity, Link
from portal.models import User
from supervision.models import SupervisionSession

register = template.Library()


@register.simple_tag
def session_links(session: SupervisionSession, user: User) -> list[Link]:
    """Traces that lead to ``session``; ``shown`` tells whether the activity may be opened."""
    rows = list(Link.objects.visible_to(user).filter(session=session).select_related("activity"))
    open_ones = set(
        Activity.objects.visible_to(user)
        .filter(pk__in=[row.activity_id for row in rows])
        .values_list("pk", flat=True)
    )
    for row in rows:
        row.shown = row.activity_id in open_ones  # type: ignore[attr-defined]
    return rows
