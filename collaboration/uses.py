"""Who uses a lesson plan: teachers who adapted it or taught it, each counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from collaboration.models import LessonPlan, TaughtPlan


def users_of(plans: Iterable[UUID]) -> dict[UUID, set[int]]:
    """Keys of the teachers who use each of ``plans``; one query, for counting only."""
    wanted = list(plans)
    adapted = LessonPlan.objects.filter(adapted_from__plan__in=wanted).order_by()
    taught = TaughtPlan.objects.filter(version__plan__in=wanted).order_by()
    pairs = adapted.values_list(F("adapted_from__plan"), F("authorships__user")).union(
        taught.values_list(F("version__plan"), F("session__teacher"))
    )
    found: dict[UUID, set[int]] = defaultdict(set)
    for plan, user in pairs:
        if user is not None:
            found[plan].add(user)
    return found
