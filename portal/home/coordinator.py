from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils import timezone

from collaboration.models import Activity, LessonPlan
from portal.home import culture
from portal.home.programme import with_programme
from portal.models import Appointment, School, Term, User
from supervision.models import State, SupervisionSession


@dataclass(frozen=True, slots=True)
class Desk:
    coming: list[SupervisionSession]
    meetings: list[Activity]
    held: list[Activity]
    plans: list[LessonPlan]
    together: School | None
    terms: list[Term]
    term: Term | None
    programme: uuid.UUID | None


def desk(user: User, appointment: Appointment, today: dt.date) -> Desk:
    """The school's schedule and joint work; of sessions the envelope only."""
    term = with_programme(appointment.school).on(today)
    activities = (
        Activity.objects.visible_to(user)
        .filter(school=appointment.school_id, cancelled_at=None)
        .select_related("host")
        .prefetch_related("aspects")
    )
    return Desk(
        coming=list(
            SupervisionSession.objects.visible_to(user)
            .filter(
                school=appointment.school_id,
                state__in=(State.PLANNED, State.PREPARED),
                planned_on__gte=today,
            )
            .select_related("teacher", "observer")
            .order_by("planned_on")[:8]
        ),
        meetings=list(activities.filter(starts_at__gte=timezone.now()).order_by("starts_at")[:4]),
        held=list(activities.filter(starts_at__lt=timezone.now())[:4]),
        plans=list(
            LessonPlan.objects.visible_to(user)
            .filter(school=appointment.school_id, archived_at=None, shared_at__isnull=False)
            .order_by("-shared_at")
            .prefetch_related("authors")[:5]
        ),
        terms=culture.of_person(user, appointment.school, today) if appointment.school else [],
        together=culture.of_school(appointment.school, term, today) if appointment.school else None,
        term=term,
        programme=term.programme if term else None,
    )
