"""When the two see each other again: agreed in the talk, planned with one tap."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal import audit, notify, periods
from portal.models import User
from supervision.actions import plan
from supervision.models import State, SupervisionSession, Technique


@transaction.atomic
def agree_next(session: SupervisionSession, *, by: User, day: dt.date) -> SupervisionSession:
    """Note the day of the next visit, as it was agreed in the talk. Twice is harmless."""
    session = plan.locked(session)
    if by.pk not in (session.teacher_id, session.observer_id):
        raise ValidationError(_("Only the two of you agree on the next date."))
    if session.state not in (State.DISCUSSED, State.FOLLOWING_UP):
        raise ValidationError(_("The next date is agreed in the talk."))
    if day <= max(session.planned_on, periods.today(session.school.zone)):
        raise ValidationError({"next_on": _("The next visit lies ahead of today.")})
    if session.next_on != day:
        session.next_on = day
        session.save(update_fields=["next_on"])
        audit.record("session_next", session, by=by, subject=session.teacher)
        other = session.observer if by.pk == session.teacher_id else session.teacher
        notify.tell("turn_written", session, to=[other], by=by, event=f"next:{day}")
    return session


def next_id(session: SupervisionSession) -> UUID:
    """The key of the visit planned from the agreed date, so that it is planned once."""
    return uuid5(session.pk, f"{session.next_on}")


@transaction.atomic
def plan_next(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """Plan the agreed visit: same teacher, class and observer. Twice finds the first."""
    session = plan.locked(session)
    if by.pk != session.observer_id:
        raise ValidationError(_("The observer plans the next visit."))
    if session.next_on is None or session.state not in (State.FOLLOWING_UP, State.CLOSED):
        raise ValidationError(_("Agree on the steps and on a date first."))
    found = SupervisionSession.objects.filter(pk=next_id(session)).first()
    if found:
        return found
    if session.next_on < periods.today(session.school.zone):
        raise ValidationError(_("The agreed date has passed. Plan the visit anew."))
    return plan.plan(
        next_id(session),
        by=by,
        teacher=session.teacher,
        observer=session.observer,
        school=session.school,
        planned_on=session.next_on,
        planned_time=session.planned_time,
        grade=session.grade,
        group=session.group,
        subject=session.subject,
        aspects=session.aspects,
        technique=Technique.OBSERVATION if session.together_id else session.technique,
        is_multigrade=session.is_multigrade,
    )
