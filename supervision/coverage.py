from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from portal import access
from portal.models import School, User
from portal.roles import Role
from supervision.models import Aspect, SupervisionSession
from supervision.models.session import RELEASED


@dataclass(frozen=True, slots=True)
class Coverage:
    """Days since the last released talk with one teacher, by aspect; None: never yet.

    ``visits`` are those talks, in the same order.
    """

    teacher: User
    days: list[int | None]
    visits: list[UUID | None]

    @property
    def cells(self) -> list[tuple[int | None, UUID | None]]:
        return list(zip(self.days, self.visits, strict=True))


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
    talks = SupervisionSession.objects.visible_to(user).filter(school=school, state__in=RELEASED)
    last = {
        (of, aspect): (day, pk)
        for of, aspect, day, pk in talks.order_by("planned_on", "pk").values_list(
            "teacher", "parts__aspect", "planned_on", "pk"
        )
    }
    rows = []
    for teacher in teachers:
        found = [last.get((teacher.pk, aspect)) for aspect in Aspect.values]
        days = [(today - talk[0]).days if talk else None for talk in found]
        rows.append(Coverage(teacher, days, [talk[1] if talk else None for talk in found]))
    return rows
