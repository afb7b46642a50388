from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from portal import access
from portal.models import School, User
from portal.roles import Role
from supervision.models import Aspect, SupervisionSession
from supervision.models.session import RELEASED


@dataclass(frozen=True, slots=True)
class Coverage:
    """Days since the last released talk with one teacher, by aspect; None: never yet."""

    teacher: User
    days: list[int | None]


def coverage(user: User, school: School, today: dt.date) -> list[Coverage]:
    """Teachers of the school in order of name, never of anything else; two queries."""
    teachers = (
        User.objects.filter(access.teachers(user))
        .filter(
            appointments__school=school,
            appointments__role__in=(Role.TEACHER, Role.COORDINATOR),
            appointments__ended_on=None,
        )
        .distinct()
        .order_by("name", "pk")
    )
    last = {
        (row["teacher"], row["parts__aspect"]): row["day"]
        for row in SupervisionSession.objects.visible_to(user)
        .filter(school=school, state__in=RELEASED)
        .order_by()
        .values("teacher", "parts__aspect")
        .annotate(day=Max("planned_on"))
    }
    return [
        Coverage(
            teacher,
            [
                (today - last[teacher.pk, aspect]).days if (teacher.pk, aspect) in last else None
                for aspect in Aspect.values
            ],
        )
        for teacher in teachers
    ]
