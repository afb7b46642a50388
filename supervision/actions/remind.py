"""Reminders: of visits and steps three days and one day ahead, of talks owed, of open proposals.

Each is told once for its event, so that a run may be repeated or missed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from portal import notify
from portal.models import User
from supervision.models import DateProposal, FollowUp, State, SupervisionSession

FAR, NEAR = 3, 1  # days ahead
PATIENCE = dt.timedelta(days=3)  # after an observation a talk is owed
ANSWER = dt.timedelta(days=1)  # a proposed date is left to its reader so long


def remind(today: dt.date) -> None:
    """Tell everybody what is near on ``today``. Again on the same day tells nothing new."""
    visits(today)
    steps(today)
    talks()
    proposals()


def visits(today: dt.date) -> None:
    rows = SupervisionSession.objects.filter(
        state__in=(State.PLANNED, State.PREPARED),
        planned_on__range=(today, today + dt.timedelta(days=FAR)),
    ).select_related("teacher", "observer")
    for row in rows.iterator():
        kind = "visit_near" if row.planned_on <= today + dt.timedelta(days=NEAR) else "visit_soon"
        tell(kind, row, (row.teacher, row.observer), row.planned_on)


def steps(today: dt.date) -> None:
    rows = (
        FollowUp.objects.open()
        .filter(session__state=State.FOLLOWING_UP, due_on__lte=today + dt.timedelta(days=FAR))
        .select_related("owner", "session__teacher", "session__observer")
        .prefetch_related("helpers")
    )
    for row in rows.iterator(chunk_size=500):
        people = [row.owner] if row.owner else [row.session.teacher, row.session.observer]
        tell(kind_of(row.due_on, today), row, (*people, *row.helpers.all()), row.due_on)


def kind_of(due_on: dt.date, today: dt.date) -> str:
    if due_on <= today:
        return "step_due"
    return "step_near" if due_on <= today + dt.timedelta(days=NEAR) else "step_soon"


def talks() -> None:
    """The observer's debt: three days after the visit, or after sharing it, without a talk."""
    since = timezone.now() - PATIENCE
    owed = Q(state=State.OBSERVED, observed_at__lte=since) | Q(
        state=State.DISCUSSED, released_at__lte=since, observer_agreed_at=None
    )
    for row in SupervisionSession.objects.filter(owed).select_related("observer").iterator():
        tell("talk_owed", row, (row.observer,))


def proposals() -> None:
    rows = DateProposal.objects.filter(answered_at=None, at__lte=timezone.now() - ANSWER)
    for row in rows.select_related("session__teacher", "session__observer").iterator():
        session = row.session
        waiting = session.observer if row.by_id == session.teacher_id else session.teacher
        notify.tell("proposal_open", session, to=[waiting], by=None, event=str(row.pk))


def tell(
    kind: str,
    row: SupervisionSession | FollowUp,
    people: Iterable[User],
    day: dt.date | None = None,
) -> None:
    """Tell ``people``; a date that has moved is an event of its own."""
    notify.tell(kind, row, to=list(people), by=None, event=day.isoformat() if day else "")
