from __future__ import annotations

from django import template
from django.db.models import Exists, OuterRef

from collaboration.models import Activity, Link
from portal.models import User
from supervision.models import SupervisionSession

register = template.Library()


@register.simple_tag
def session_links(session: SupervisionSession, user: User) -> list[Link]:
    """Traces that lead to ``session``; ``shown`` tells whether the activity may be opened."""
    readable = Activity.objects.visible_to(user).filter(pk=OuterRef("activity"))
    rows = Link.objects.visible_to(user).filter(session=session)
    return list(rows.select_related("activity", "plan").annotate(shown=Exists(readable)))
