"""A visit is planned, moved or called off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, notify
from portal.models import School, Term, User
from supervision import summaries
from supervision.models import (
    Agreement,
    Instrument,
    Rescheduling,
    SessionInstrument,
    State,
    SupervisionSession,
)
from supervision.models.session import OPEN


def term_of(day: dt.date) -> Term:
    """The term a visit on ``day`` belongs to. Raises ``ValidationError`` if there is none."""
    term = Term.objects.on(day)
    if term is None:
        raise ValidationError(_("There is no term yet. Ask the operator to enter one."))
    return term


@transaction.atomic
def plan(
    session_id: UUID,
    *,
    by: User,
    teacher: User,
    observer: User,
    school: School,
    planned_on: dt.date,
    grade: int,
    subject: str,
    aspects: Iterable[str] = (),
    planned_time: dt.time | None = None,
    group: str = "",
    topic: str = "",
) -> SupervisionSession:
    """Plan one visit; a second send of the same form finds the first.

    Each aspect takes the newest instrument in use; no aspect makes a conversation only. Raises
    ``ValidationError`` where somebody would observe himself or an aspect has no instrument.
    """
    found = SupervisionSession.objects.filter(pk=session_id).first()
    if found and found.created_by_id != by.pk:
        raise ValidationError(_("This form has been sent by somebody else."))
    if found:
        return found
    if teacher.pk == observer.pk:
        raise ValidationError({"teacher": _("Nobody observes himself.")})
    session = SupervisionSession.objects.create(
        pk=session_id,
        school=school,
        term=term_of(planned_on),
        teacher=teacher,
        observer=observer,
        created_by=by,
        planned_on=planned_on,
        planned_time=planned_time,
        grade=grade,
        group=group,
        subject=subject,
        topic=topic,
    )
    Agreement.objects.create(session=session)
    for aspect in aspects:
        instrument = Instrument.objects.in_use().filter(aspect=aspect).order_by("key").first()
        if instrument is None:
            raise ValidationError({"aspects": _("There is no instrument for this aspect yet.")})
        SessionInstrument.objects.create(session=session, instrument=instrument, aspect=aspect)
    summaries.refresh(school, session.term)
    audit.record("session_plan", session, by=by, subject=teacher)
    notify.tell("session_planned", session, to=[teacher, observer], by=by)
    return session


def locked(session: SupervisionSession) -> SupervisionSession:
    """The session as it stands now, locked until the transaction ends."""
    return SupervisionSession.objects.select_for_update().get(pk=session.pk)


@transaction.atomic
def reschedule(
    session: SupervisionSession,
    *,
    by: User,
    day: dt.date,
    time: dt.time | None,
    reason: str,
) -> SupervisionSession:
    """Move the date; the old one and the reason stay. The same move twice is harmless."""
    session = locked(session)
    if session.state not in (State.PLANNED, State.PREPARED):
        raise ValidationError(_("Only a visit that has not been held can be moved."))
    if (session.planned_on, session.planned_time) == (day, time):
        return session
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the date changes.")})
    Rescheduling.objects.create(
        session=session,
        from_day=session.planned_on,
        to_day=day,
        reason=reason.strip(),
        by=by,
        at=timezone.now(),
    )
    before = session.term
    session.planned_on, session.planned_time, session.term = day, time, term_of(day)
    session.save(update_fields=["planned_on", "planned_time", "term"])
    for term in {before, session.term}:
        summaries.refresh(session.school, term)
    audit.record("session_reschedule", session, by=by, subject=session.teacher)
    people = [session.teacher, session.observer]
    notify.tell("session_moved", session, to=people, by=by, event=day.isoformat())
    return session


@transaction.atomic
def cancel(session: SupervisionSession, *, by: User, reason: str) -> SupervisionSession:
    """Call a visit off, with a reason. Cancelling twice is harmless."""
    session = locked(session)
    if session.state == State.CANCELLED:
        return session
    if session.state not in OPEN:
        raise ValidationError(_("A finished cycle cannot be cancelled."))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the visit is cancelled.")})
    session.state, session.cancel_reason = State.CANCELLED, reason.strip()
    session.save(update_fields=["state", "cancel_reason"])
    summaries.refresh(session.school, session.term)
    audit.record("session_cancel", session, by=by, subject=session.teacher)
    notify.tell("session_cancelled", session, to=[session.teacher, session.observer], by=by)
    return session
