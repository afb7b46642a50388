from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from portal.models import Appointment, School, Term, User
from portal.roles import Role
from supervision.models import FollowUp, State, SupervisionSession
from supervision.models.session import RELEASED, WAITING


@dataclass(frozen=True, slots=True)
class Desk:
    visits: list[SupervisionSession]
    promises: list[FollowUp]
    waiting: int
    silent: list[School]
    schools: int
    term: Term | None


def desk(user: User, appointment: Appointment, today: dt.date) -> Desk:
    """Own visits and promises, and where a talk is still missing, in order of name."""
    term = Term.objects.on(today)
    schools = School.objects.filter(user.scope.at(Role.SUPERVISOR))
    talked = SupervisionSession.objects.filter(school=OuterRef("pk"), term=term, state__in=RELEASED)
    sessions = SupervisionSession.objects.visible_to(user).filter(school__in=schools)
    return Desk(
        visits=list(
            sessions.filter(observer=user, state__in=(State.PLANNED, State.PREPARED))
            .select_related("teacher", "school")
            .order_by("planned_on")[:8]
        ),
        promises=list(
            FollowUp.objects.visible_to(user)
            .filter(owner=user)
            .open()
            .select_related("session__teacher")[:8]
        ),
        waiting=sessions.filter(WAITING, term=term).count(),
        silent=list(schools.filter(~Exists(talked)).order_by("name")[:12]),
        schools=schools.count(),
        term=term,
    )
