from __future__ import annotations

from uuid import UUID

from django.db.models import Count
from django.shortcuts import get_object_or_404

from collaboration.models import LessonPlan
from portal import access
from portal.http import SignedInRequest
from portal.models import School, User
from portal.roles import AT_SCHOOL


def own_school(user: User) -> School | None:
    """The school a person's new plans belong to: where he works today."""
    return School.objects.filter(user.scope.at(*AT_SCHOOL)).order_by("name").first()


def readable(request: SignedInRequest, pk: UUID) -> LessonPlan:
    """The plan, with how often it was taught (``taught_times``) and adapted (``adapted_times``)."""
    plans = LessonPlan.objects.visible_to(request.user).annotate(
        taught_times=Count("versions__teachings", distinct=True),
        adapted_times=Count("versions__adaptations", distinct=True),
    )
    return get_object_or_404(plans.select_related("school", "forum", "adapted_from__plan"), pk=pk)


def editable(request: SignedInRequest, pk: UUID) -> LessonPlan:
    plan = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "plan", plan))
    return plan
