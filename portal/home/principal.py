from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils import timezone

from portal.home import culture
from portal.home.programme import with_programme
from portal.models import Appointment, School, Term, User
from supervision.coverage import Coverage, coverage
from supervision.models import Aspect, FollowUp, State, SupervisionSession, Wish
from supervision.models.session import OPEN

PATIENCE = dt.timedelta(days=3)  # after an observation a talk is owed


@dataclass(frozen=True, slots=True)
class Desk:
    today: list[SupervisionSession]
    week: list[SupervisionSession]
    own: list[SupervisionSession]
    promises: list[FollowUp]
    waiting: list[SupervisionSession]
    requests: list[SupervisionSession]
    wishes: list[Wish]
    aspects: list[str]
    coverage: list[Coverage]
    together: School | None
    term: Term | None
    programme: uuid.UUID | None


def desk(user: User, appointment: Appointment, today: dt.date) -> Desk:
    """His debts stand above theirs; about nine queries, whatever the number of rows."""
    school = appointment.school
    if school is None:
        raise ValueError("A principal is appointed at a school.")
    term = with_programme(school).on(today)
    visits = (
        SupervisionSession.objects.visible_to(user)
        .select_related("teacher", "observer", "agreement")
        .order_by("planned_on", "planned_time")
    )
    ahead = Q(
        school=school,
        observer=user,
        state__in=(State.PLANNED, State.PREPARED),
        planned_on__lte=today + dt.timedelta(days=7),
        together__held_at=None,
    )
    own = Q(teacher=user, state__in=OPEN)
    owing = Q(school=school, observer=user) & owed(timezone.now())
    marks = {"is_near": ahead, "is_own": own, "is_owed": owing}
    rows = list(visits.filter(ahead | own | owing).annotate(**marked(marks))[:80])
    near, late = chosen(rows, "is_near"), chosen(rows, "is_owed")
    return Desk(
        today=[row for row in near if row.planned_on <= today],
        week=[row for row in near if row.planned_on > today],
        own=chosen(rows, "is_own"),
        promises=list(
            FollowUp.objects.visible_to(user)
            .filter(owner=user)
            .open()
            .select_related("session__teacher")[:10]
        ),
        waiting=[row for row in late if row.state != State.PLANNED][:10],
        requests=[row for row in late if row.state == State.PLANNED][:10],
        wishes=list(
            Wish.objects.visible_to(user)
            .open()
            .filter(school=school)
            .exclude(teacher=user)
            .select_related("teacher")
            .order_by(F("wanted_on").asc(nulls_last=True), "at")[:6]
        ),
        aspects=[str(aspect.label) for aspect in Aspect],
        coverage=coverage(user, school, today),
        together=culture.of_school(school, term, today),
        term=term,
        programme=term.programme if term else None,
    )


def owed(now: dt.datetime) -> Q:
    """Sessions that wait for their observer: a talk, his own yes, an answer to a focus."""
    return (
        Q(state=State.OBSERVED, observed_at__lt=now - PATIENCE)
        | Q(state=State.DISCUSSED, observer_agreed_at=None)
        | Q(
            state=State.PLANNED,
            agreement__teacher_confirmed_at__isnull=False,
            agreement__observer_confirmed_at=None,
        )
    )


def marked(marks: dict[str, Q]) -> dict[str, ExpressionWrapper]:
    return {name: ExpressionWrapper(mark, BooleanField()) for name, mark in marks.items()}


def chosen(rows: list[SupervisionSession], mark: str) -> list[SupervisionSession]:
    return [row for row in rows if getattr(row, mark)]
