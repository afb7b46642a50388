from __future__ import annotations

from django import template

from collaboration.models import TaughtPlan
from portal.models import User
from supervision.models import SupervisionSession

register = template.Library()


@register.simple_tag
def taught_plan(session: SupervisionSession, user: User) -> TaughtPlan | None:
    """The plan version tied to ``session``, if ``user`` may read it; one query."""
    rows = TaughtPlan.objects.visible_to(user).filter(session=session)
    return rows.select_related("version__plan").first()
