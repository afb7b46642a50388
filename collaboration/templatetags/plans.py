from __future__ import annotations

from django import template
from django.db.models import Case, When

from collaboration.models import LessonPlan, TaughtPlan
from portal.models import User
from supervision.models import SupervisionSession

register = template.Library()


@register.simple_tag
def taught_plan(session: SupervisionSession, user: User) -> TaughtPlan | None:
    """The plan version tied to ``session``, if ``user`` may read it; one query."""
    rows = TaughtPlan.objects.visible_to(user).filter(session=session)
    return rows.select_related("version__plan").first()


@register.simple_tag
def own_plans(session: SupervisionSession, user: User) -> list[LessonPlan]:
    """Up to three of ``user``'s plans: those of the session's class first, then the newest."""
    mine = LessonPlan.objects.filter(authors=user, archived_at=None)
    fits = Case(When(grade=session.grade or 0, then=0), default=1)
    return list(mine.order_by(fits, "-made_at", "pk")[:3])
