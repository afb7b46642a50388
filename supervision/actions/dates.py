"""One side asks for another date; the other takes it or keeps the old one."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, notify
from portal.models import User
from supervision.actions.plan import locked, reschedule
from supervision.models import DateProposal, State, SupervisionSession


def sides(session: SupervisionSession) -> list[User]:
    return [session.teacher, session.observer]


@transaction.atomic
def propose(
    proposal_id: UUID,
    session: SupervisionSession,
    *,
    by: User,
    day: dt.date,
    time: dt.time | None,
    reason: str,
) -> DateProposal:
    """Ask for another date while the visit is planned; a second send finds the first.

    Raises ``ValidationError`` while another proposal waits, for the date that is planned
    already, and once the preparation is done.
    """
    session = locked(session)
    found = session.proposals.filter(pk=proposal_id, by=by).first()
    if found:
        return found
    if session.state != State.PLANNED:
        raise ValidationError(_("The preparation is done; change the date together."))
    if session.proposals.filter(answered_at=None).exists():
        raise ValidationError(_("Another date has been proposed already. Answer that one first."))
    if (day, time) == (session.planned_on, session.planned_time):
        raise ValidationError({"day": _("This is the date that is planned now.")})
    if DateProposal.objects.filter(pk=proposal_id).exists():
        raise ValidationError(_("This form has been sent by somebody else."))
    row = DateProposal.objects.create(
        pk=proposal_id,
        session=session,
        by=by,
        day=day,
        time=time,
        reason=reason,
        at=timezone.now(),
    )
    audit.record("date_propose", session, by=by, subject=session.teacher)
    notify.tell("date_proposed", session, to=sides(session), by=by, event=str(row.pk))
    return row


@transaction.atomic
def answer(proposal: DateProposal, *, by: User, accepted: bool) -> DateProposal:
    """Take the date, which moves the visit with the proposal's reason, or keep the old one.

    Answered proposals stay as they are. Raises ``ValidationError`` for the one who asked.
    """
    session = locked(proposal.session)
    proposal = DateProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.answered_at:
        return proposal
    if proposal.by_id == by.pk:
        raise ValidationError(_("The other side answers this proposal."))
    if session.state != State.PLANNED:
        raise ValidationError(_("The preparation is done; change the date together."))
    proposal.answered_at, proposal.accepted = timezone.now(), accepted
    proposal.save(update_fields=["answered_at", "accepted"])
    if accepted:
        reschedule(session, by=by, day=proposal.day, time=proposal.time, reason=proposal.reason)
    else:
        kind = "date_kept"
        notify.tell(kind, session, to=sides(session), by=by, event=str(proposal.pk))
    audit.record("date_answer", session, by=by, subject=session.teacher)
    return proposal


@transaction.atomic
def withdraw(proposal: DateProposal, *, by: User) -> None:
    """Take back one's own proposal while nobody has answered it. Twice is harmless."""
    DateProposal.objects.select_for_update().filter(
        pk=proposal.pk, by=by, answered_at=None
    ).delete()
