"""A visit is planned, moved or called off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, When
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, notify
from portal.models import School, Term, User
from supervision import summaries
from supervision.models import (
    Agreement,
    Instrument,
    Programme,
    Rescheduling,
    SessionInstrument,
    State,
    SupervisionSession,
    Technique,
    Wish,
)
from supervision.models.session import OPEN
from supervision.signals import levels_changed


def term_of(day: dt.date) -> Term:
    """The term a visit on ``day`` belongs to. Raises ``ValidationError`` if there is none."""
    term = Term.objects.on(day)
    if term is None:
        raise ValidationError(_("There is no term yet. Ask the operator to enter one."))
    return term


def programme_of(school: School, term: Term) -> Programme | None:
    """The school's programme for the year of ``term``: every visit of that year belongs to it."""
    return Programme.objects.filter(school=school, year=term.year_id).first()


@transaction.atomic
def plan(
    session_id: UUID,
    *,
    by: User,
    teacher: User,
    observer: User,
    school: School,
    planned_on: dt.date,
    grade: int | None = None,
    subject: str = "",
    aspects: Iterable[str] = (),
    instruments: Mapping[str, Instrument] | None = None,
    planned_time: dt.time | None = None,
    group: str = "",
    topic: str = "",
    technique: str = Technique.OBSERVATION,
    is_multigrade: bool = False,
) -> SupervisionSession:
    """Plan one visit; a second send of the same form finds the first.

    Each aspect takes its form of ``instruments``, else the school's default; no aspect makes a
    conversation only, no class a visit to somebody who teaches none. What the teacher has asked
    for is taken up where the observer may read it. Raises ``ValidationError`` where somebody
    would observe himself or an aspect has no form in use at the school.
    """
    found = SupervisionSession.objects.filter(pk=session_id).first()
    if found and found.created_by_id != by.pk:
        raise ValidationError(_("This form has been sent by somebody else."))
    if found:
        return found
    if teacher.pk == observer.pk:
        raise ValidationError({"teacher": _("Nobody observes himself.")})
    term = term_of(planned_on)
    session = SupervisionSession.objects.create(
        pk=session_id,
        school=school,
        term=term,
        programme=programme_of(school, term),
        teacher=teacher,
        observer=observer,
        created_by=by,
        planned_on=planned_on,
        planned_time=planned_time,
        grade=grade,
        group=group,
        subject=subject,
        topic=topic,
        technique=technique,
        is_multigrade=is_multigrade,
    )
    Agreement.objects.create(session=session)
    for instrument in instruments_for(aspects, school, instruments):
        SessionInstrument.objects.create(
            session=session, instrument=instrument, aspect=instrument.aspect
        )
    take_up_wishes([session], observer, school)
    summaries.refresh(school, session.term)
    audit.record("session_plan", session, by=by, subject=teacher)
    notify.tell("session_planned", session, to=[teacher, observer], by=by)
    return session


def instruments_for(
    aspects: Iterable[str], school: School, chosen: Mapping[str, Instrument] | None = None
) -> list[Instrument]:
    """The form that a new visit takes for each aspect: the ``chosen`` one or the default.

    Raises ``ValidationError`` if an aspect has none, or the chosen one is not in use there.
    """
    found = []
    for aspect in aspects:
        instrument = (chosen or {}).get(aspect) or default_form(school, aspect)
        if instrument is None:
            raise ValidationError({"aspects": _("There is no instrument for this aspect yet.")})
        usable = Instrument.objects.in_use().at(school).filter(aspect=aspect)
        if not usable.filter(pk=instrument.pk).exists():
            raise ValidationError(_("This form is not in use at the teacher's school."))
        found.append(instrument)
    return found


def default_form(school: School, aspect: str) -> Instrument | None:
    """The standard form of an aspect: the school's own, else its region's, else the portal's."""
    nearest = Case(When(school=school, then=0), When(region__isnull=False, then=1), default=2)
    return (
        Instrument.objects.in_use()
        .at(school)
        .filter(aspect=aspect, kind=Instrument.Kind.STANDARD)
        .annotate(nearest=nearest, depth=Length("region__code"))
        .order_by("nearest", "-depth", "-published_at", "key")
        .first()
    )


def take_up_wishes(sessions: Iterable[SupervisionSession], observer: User, school: School) -> None:
    """Tie the teachers' open wishes to their new visits, where the observer may read them."""
    planned = {session.teacher_id: session for session in sessions}
    wishes = Wish.objects.visible_to(observer).open()
    for wish in wishes.filter(school=school, teacher__in=planned):
        wish.session = planned[wish.teacher_id]
        wish.save(update_fields=["session"])


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
    before = session.term
    move(session, by=by, day=day, time=time, reason=reason.strip(), at=timezone.now())
    for term in {before, session.term}:
        summaries.refresh(session.school, term)
    waiting = session.proposals.filter(answered_at=None)
    waiting.filter(day=day, time=time).update(answered_at=timezone.now(), accepted=True)
    waiting.update(answered_at=timezone.now())  # the move answers what was asked before it
    audit.record("session_reschedule", session, by=by, subject=session.teacher)
    people = [session.teacher, session.observer]
    notify.tell("session_moved", session, to=people, by=by, event=day.isoformat())
    return session


def move(
    session: SupervisionSession,
    *,
    by: User,
    day: dt.date,
    time: dt.time | None,
    reason: str,
    at: dt.datetime,
) -> None:
    """Write the new date of a locked session and keep the old one with its reason."""
    Rescheduling.objects.create(
        session=session, from_day=session.planned_on, to_day=day, reason=reason, by=by, at=at
    )
    session.planned_on, session.planned_time, session.term = day, time, term_of(day)
    session.programme = programme_of(session.school, session.term)
    session.save(update_fields=["planned_on", "planned_time", "term", "programme"])


@transaction.atomic
def cancel(session: SupervisionSession, *, by: User, reason: str) -> SupervisionSession:
    """Call a visit off, with a reason; a wish it had taken up is open again.

    Cancelling twice is harmless.
    """
    session = locked(session)
    if session.state == State.CANCELLED:
        return session
    if session.state not in OPEN:
        raise ValidationError(_("A finished cycle cannot be cancelled."))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the visit is cancelled.")})
    session.state, session.cancel_reason = State.CANCELLED, reason.strip()
    session.save(update_fields=["state", "cancel_reason"])
    session.wishes.update(session=None)
    summaries.refresh(session.school, session.term)
    if session.released_at:
        levels_changed.send(SupervisionSession, session=session)
    audit.record("session_cancel", session, by=by, subject=session.teacher)
    notify.tell("session_cancelled", session, to=[session.teacher, session.observer], by=by)
    return session
