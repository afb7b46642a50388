"""From an activity to ratings: what moved around it. The only crossing between the two."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from collaboration.models import Activity, Membership
from portal.models import Appointment
from portal.roles import Role
from supervision.models import Aspect, Rating, Scale
from supervision.models.session import RELEASED
from supervision.stats import change

WINDOW = dt.timedelta(days=change.WINDOW_DAYS)


@dataclass(frozen=True, slots=True)
class AspectMovement:
    """How participants and the others moved in one aspect; an association, never a cause."""

    aspect: str
    joined: change.Movement
    others: change.Movement

    @property
    def is_known(self) -> bool:
        """Are both groups large enough to say anything?"""
        return self.joined.after is not None and self.others.after is not None


def around(activity: Activity) -> list[AspectMovement]:
    """Each aspect the activity addressed, before and after; four queries.

    Observer's levels, 1 to 4, of released sessions within 200 days on either side of the day, items
    seen on both sides only, each teacher once. Compared are teachers of the same forum or
    school who did not come.
    """
    came = set(
        activity.attendance.filter(came=True, user__isnull=False).values_list("user", flat=True)
    )
    everybody = came | _scope(activity)
    aspects = [row.aspect for row in activity.aspects.all()]
    found = _levels(activity, everybody, aspects)
    return [
        AspectMovement(
            aspect,
            joined=_movement(found[aspect], came),
            others=_movement(found[aspect], everybody - came),
        )
        for aspect in Aspect.values
        if aspect in aspects
    ]


Sides = dict[int, tuple[dict[object, dict[str, int]], dict[object, dict[str, int]]]]


def _scope(activity: Activity) -> set[int]:
    """Teachers who could have come: the forum's members, or the school's teachers, that day."""
    day = activity.day
    if activity.forum_id:
        still = Q(ended_on=None) | Q(ended_on__gte=day)
        members = Membership.objects.filter(still, forum=activity.forum_id, began_on__lte=day)
        return set(members.values_list("user", flat=True))
    teachers = Appointment.objects.on(day).filter(school=activity.school_id, role=Role.TEACHER)
    return set(teachers.values_list("user", flat=True))


def _levels(activity: Activity, teachers: set[int], aspects: list[str]) -> dict[str, Sides]:
    """Levels by aspect, teacher, side (before, after), session and indicator; one query."""
    day = activity.day
    rows: QuerySet[Any] = Rating.objects.filter(
        session__teacher__in=teachers,
        session__state__in=RELEASED,
        session__planned_on__range=(day - WINDOW, day + WINDOW),
        indicator__instrument__aspect__in=aspects,
        indicator__scale=Scale.FOUR,
        rater=Rating.Rater.OBSERVER,
        level__isnull=False,
    ).exclude(session__planned_on=day)
    found: dict[str, Sides] = {aspect: defaultdict(lambda: ({}, {})) for aspect in aspects}
    values: Any = rows.values_list(
        "indicator__instrument__aspect",
        "session__teacher",
        "session__planned_on",
        "session",
        "indicator__code",
        "level",
    )
    for aspect, teacher, planned_on, session, code, level in values.iterator(chunk_size=5000):
        side = found[aspect][teacher][planned_on > day]
        side.setdefault(session, {})[code] = level
    return found


def _movement(sides: Sides, teachers: set[int]) -> change.Movement:
    pairs: dict[Hashable, tuple[float, float] | None] = {}
    for teacher in teachers:
        before, after = sides.get(teacher, ({}, {}))
        pairs[teacher] = change.pair(before.values(), after.values())
    return change.movement(pairs)
