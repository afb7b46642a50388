"""Supervision of several teachers together: one record, and a session of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts, notify
from portal.models import School, User
from supervision import summaries
from supervision.actions import plan
from supervision.actions.prepare import digest
from supervision.models import (
    Agreement,
    GroupVisit,
    SessionInstrument,
    State,
    SupervisionSession,
)

FEWEST, MOST = 2, 30
NOT_HELD = (State.PLANNED, State.PREPARED)


class Overwritten(Exception):
    """Somebody else saved the common notes meanwhile; ``group`` holds what stands there."""

    def __init__(self, group: GroupVisit) -> None:
        super().__init__(group.pk)
        self.group = group


@transaction.atomic
def begin(
    group_id: UUID,
    *,
    by: User,
    observer: User,
    school: School,
    teachers: Sequence[User],
    technique: str,
    title: str,
    planned_on: dt.date,
    planned_time: dt.time | None = None,
    purpose: str = "",
    aspects: Iterable[str] = (),
) -> GroupVisit:
    """Plan it with a session of each teacher; a second send of the same form finds the first.

    Everybody is told once. Raises ``ValidationError`` for fewer than two or more than thirty
    teachers, and where somebody would observe himself.
    """
    found = GroupVisit.objects.filter(pk=group_id).first()
    if found and found.created_by_id != by.pk:
        raise ValidationError(_("This form has been sent by somebody else."))
    if found:
        return found
    people = list({teacher.pk: teacher for teacher in teachers}.values())
    if not FEWEST <= len(people) <= MOST:
        raise ValidationError({"teachers": _("Choose between two and thirty teachers.")})
    if observer in people:
        raise ValidationError({"teachers": _("Nobody observes himself.")})
    group = GroupVisit.objects.create(
        pk=group_id,
        school=school,
        term=plan.term_of(planned_on),
        observer=observer,
        created_by=by,
        technique=technique,
        title=title.strip(),
        purpose=purpose.strip(),
        planned_on=planned_on,
        planned_time=planned_time,
    )
    sessions = with_each(group, people, aspects)
    summaries.refresh(school, group.term)
    drafts.discard(by, "group-new")
    audit.record("group_plan", group, by=by)
    audit.record_each([("session_plan", row, row.teacher) for row in sessions], by=by)
    notify.tell("group_planned", group, to=[*people, observer], by=by)
    return group


def with_each(
    group: GroupVisit, teachers: Iterable[User], aspects: Iterable[str]
) -> list[SupervisionSession]:
    """A session of each teacher with the same instruments; without any it is a talk only."""
    forms = plan.instruments_for(aspects, group.school)
    programme = plan.programme_of(group.school, group.term)
    sessions = SupervisionSession.objects.bulk_create(
        SupervisionSession(
            pk=uuid5(group.pk, str(teacher.pk)),
            school=group.school,
            term=group.term,
            programme=programme,
            teacher=teacher,
            observer=group.observer,
            created_by=group.created_by,
            planned_on=group.planned_on,
            planned_time=group.planned_time,
            together=group,
            technique=group.technique,
        )
        for teacher in teachers
    )
    Agreement.objects.bulk_create(Agreement(session=session) for session in sessions)
    SessionInstrument.objects.bulk_create(
        SessionInstrument(session=session, instrument=form, aspect=form.aspect)
        for session in sessions
        for form in forms
    )
    plan.take_up_wishes(sessions, group.observer, group.school)
    return sessions


def locked(group: GroupVisit) -> GroupVisit:
    return GroupVisit.objects.select_for_update().get(pk=group.pk)


def waiting(group: GroupVisit) -> list[SupervisionSession]:
    """Its sessions that have not been held, locked."""
    rows = group.sessions.select_for_update(of=("self",)).filter(state__in=NOT_HELD)
    return list(rows.select_related("teacher", "term"))


@transaction.atomic
def hold(group: GroupVisit, *, by: User) -> GroupVisit:
    """Say that it took place; each session goes on by itself. Twice is harmless."""
    group = locked(group)
    if group.held_at:
        return group
    if group.cancelled_at:
        raise ValidationError(_("A cancelled visit cannot have taken place."))
    group.held_at = timezone.now()
    group.save(update_fields=["held_at"])
    summaries.refresh(group.school, group.term)
    audit.record("group_hold", group, by=by)
    return group


@transaction.atomic
def move(
    group: GroupVisit, *, by: User, day: dt.date, time: dt.time | None, reason: str
) -> GroupVisit:
    """Move the date for all whose session has not been held; each keeps old day and reason."""
    group = locked(group)
    if group.held_at or group.cancelled_at:
        raise ValidationError(_("Only a visit that has not been held can be moved."))
    if (group.planned_on, group.planned_time) == (day, time):
        return group
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the date changes.")})
    before, sessions, at = group.term, waiting(group), timezone.now()
    for session in sessions:
        plan.move(session, by=by, day=day, time=time, reason=reason.strip(), at=at)
    group.planned_on, group.planned_time, group.term = day, time, plan.term_of(day)
    group.save(update_fields=["planned_on", "planned_time", "term"])
    for term in {before, group.term}:
        summaries.refresh(group.school, term)
    audit.record("group_move", group, by=by)
    audit.record_each([("session_reschedule", row, row.teacher) for row in sessions], by=by)
    people = [*(row.teacher for row in sessions), group.observer]
    notify.tell("group_moved", group, to=people, by=by, event=f"{day.isoformat()} {at:%H%M%S%f}")
    return group


@transaction.atomic
def cancel(group: GroupVisit, *, by: User, reason: str) -> GroupVisit:
    """Call it off for all whose session has not been held; the reason stays with each."""
    group = locked(group)
    if group.cancelled_at:
        return group
    if group.held_at:
        raise ValidationError(_("It has taken place already. Each talk goes on by itself."))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the visit is cancelled.")})
    group.cancelled_at = timezone.now()
    group.save(update_fields=["cancelled_at"])
    sessions = waiting(group)
    for session in sessions:
        session.state, session.cancel_reason = State.CANCELLED, reason.strip()
        session.save(update_fields=["state", "cancel_reason"])
        session.wishes.update(session=None)
    summaries.refresh(group.school, group.term)
    audit.record("group_cancel", group, by=by)
    audit.record_each([("session_cancel", row, row.teacher) for row in sessions], by=by)
    people = [*(row.teacher for row in sessions), group.observer]
    notify.tell("group_cancelled", group, to=people, by=by)
    return group


@transaction.atomic
def write_notes(group: GroupVisit, *, by: User, notes: str, seen: str) -> GroupVisit:
    """Save the common notes. ``seen`` is the digest of those the writer began with.

    Raises ``Overwritten`` if others stand there now, so that no text is lost unread.
    """
    group = locked(group)
    if group.notes not in ("", notes) and digest(group.notes) != seen:
        raise Overwritten(group)
    drafts.discard(by, f"group-notes:{group.pk}")
    if group.notes != notes:
        group.notes = notes
        group.save(update_fields=["notes"])
        audit.record("group_notes", group, by=by)
    return group
