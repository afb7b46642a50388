from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Q
from django.utils import timezone

from collaboration.models import CollaborationSummary
from portal import access
from portal.models import Appointment, Term, User
from portal.roles import Role
from supervision.models import Aspect, FollowUp, State, SupervisionSession
from supervision.models.session import RELEASED

PATIENCE = dt.timedelta(days=3)  # after an observation a talk is owed


@dataclass(frozen=True, slots=True)
class Coverage:
    """Days since the last released talk with one teacher, by aspect; None: never yet."""

    teacher: User
    days: list[int | None]


@dataclass(frozen=True, slots=True)
class Desk:
    today: list[SupervisionSession]
    week: list[SupervisionSession]
    promises: list[FollowUp]
    waiting: list[SupervisionSession]
    requests: list[SupervisionSession]
    aspects: list[str]
    coverage: list[Coverage]
    together: CollaborationSummary | None
    term: Term | None


def desk(user: User, appointment: Appointment, today: dt.date) -> Desk:
    """His debts stand above theirs; about nine queries, whatever the number of rows."""
    school = appointment.school
    term = Term.objects.on(today)
    sessions = (
        SupervisionSession.objects.visible_to(user)
        .filter(school=school, observer=user)
        .select_related("teacher", "agreement")
        .order_by("planned_on", "planned_time")
    )
    near = list(
        sessions.filter(
            state__in=(State.PLANNED, State.PREPARED),
            planned_on__lte=today + dt.timedelta(days=7),
        )[:30]
    )
    return Desk(
        today=[row for row in near if row.planned_on <= today],
        week=[row for row in near if row.planned_on > today],
        promises=list(
            FollowUp.objects.visible_to(user)
            .filter(owner=user)
            .open()
            .select_related("session__teacher")[:10]
        ),
        waiting=list(
            sessions.filter(
                Q(state=State.OBSERVED, observed_at__lt=timezone.now() - PATIENCE)
                | Q(state=State.DISCUSSED, observer_agreed_at=None)
            )[:10]
        ),
        requests=list(
            sessions.filter(
                state=State.PLANNED,
                agreement__teacher_confirmed_at__isnull=False,
                agreement__observer_confirmed_at=None,
            )[:10]
        ),
        aspects=[str(aspect.label) for aspect in Aspect],
        coverage=coverage(user, appointment, today),
        together=CollaborationSummary.objects.filter(school=school, term=term).first(),
        term=term,
    )


def coverage(user: User, appointment: Appointment, today: dt.date) -> list[Coverage]:
    """Teachers of the school in order of name, never of anything else; two queries."""
    teachers = (
        User.objects.filter(access.teachers(user))
        .filter(
            appointments__school=appointment.school_id,
            appointments__role__in=(Role.TEACHER, Role.COORDINATOR),
            appointments__ended_on=None,
        )
        .distinct()
        .order_by("name", "pk")
    )
    last = {
        (row["teacher"], row["parts__aspect"]): row["day"]
        for row in SupervisionSession.objects.visible_to(user)
        .filter(school=appointment.school_id, state__in=RELEASED)
        .order_by()
        .values("teacher", "parts__aspect")
        .annotate(day=Max("planned_on"))
    }
    return [
        Coverage(
            teacher,
            [
                (today - last[teacher.pk, aspect]).days
                if (teacher.pk, aspect) in last
                else None
                for aspect in Aspect.values
            ],
        )
        for teacher in teachers
    ]
