from __future__ import annotations

from django import template

from collaboration.models import LessonPlan, PlanMethod
from collaboration.plans import near_copies
from portal.models import User
from portal.roles import AT_SCHOOL
from supervision.models import Method

register = template.Library()


@register.simple_tag
def methods_of(plan: LessonPlan) -> list[Method]:
    """A plan's methods; one query."""
    return PlanMethod.objects.by_plan([plan]).get(plan.pk, [])


@register.simple_tag
def may_try(user: User) -> bool:
    """May ``user`` write down what she has tried? Whoever works at a school may."""
    return user.scope.holds(*AT_SCHOOL)


@register.simple_tag
def likely_source(plan: LessonPlan, author: User) -> LessonPlan | None:
    """The older plan of others that this one reads like; for its author's eyes alone."""
    return near_copies.likely_source(plan, author)
