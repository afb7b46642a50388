"""A closed cycle is taken up again within a day; later, a note of correction stands beside it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts, notify
from portal.models import User
from supervision import summaries
from supervision.actions.plan import locked
from supervision.models import Reopening, State, SupervisionSession, Turn

WINDOW = dt.timedelta(hours=24)


def is_fresh(session: SupervisionSession) -> bool:
    """Closed less than a day ago, so that it may be taken up again?"""
    closed = session.state == State.CLOSED and session.closed_at
    return bool(closed) and timezone.now() < closed + WINDOW  # type: ignore[operator]


@transaction.atomic
def reopen(session: SupervisionSession, *, by: User, reason: str) -> SupervisionSession:
    """Take a closed cycle up again, within a day, with a reason; both are told.

    The same send twice finds it open already. Raises ``ValidationError`` for anything else.
    """
    session = locked(session)
    if by.pk not in (session.teacher_id, session.observer_id):
        raise ValidationError(_("Only the two of you reopen the cycle."))
    last = session.reopenings.order_by("-at").first()
    if session.state == State.FOLLOWING_UP and last and last.by_id == by.pk:
        return session
    if session.state != State.CLOSED:
        raise ValidationError(_("Only a closed cycle is reopened."))
    if not is_fresh(session):
        raise ValidationError(_("A day has passed. Put a note of correction beside the record."))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the cycle is opened again.")})
    row = Reopening.objects.create(session=session, by=by, reason=reason.strip(), at=timezone.now())
    session.state, session.closed_at = State.FOLLOWING_UP, None
    session.save(update_fields=["state", "closed_at"])
    summaries.refresh(session.school, session.term)
    drafts.discard(by, f"session-reopen:{session.pk}")
    audit.record("session_reopen", session, by=by, subject=session.teacher)
    people = [session.teacher, session.observer]
    notify.tell("session_reopened", session, to=people, by=by, event=str(row.pk))
    return session


@transaction.atomic
def correct(session: SupervisionSession, turn_id: UUID, *, by: User, text: str) -> Turn:
    """Put a note of correction beside a closed record; nothing in it changes, both are told."""
    session = locked(session)
    found = Turn.objects.filter(pk=turn_id).first()
    same = (session.pk, by.pk, Turn.Kind.CORRECTION, text.strip())
    if found and (found.session_id, found.author_id, found.kind, found.text) == same:
        return found
    if found:
        raise ValidationError(_("This form was sent before. Open the page again."))
    if by.pk not in (session.teacher_id, session.observer_id):
        raise ValidationError(_("Only the two of you write in this talk."))
    if session.state != State.CLOSED:
        raise ValidationError(_("A note of correction belongs to a closed record."))
    if not text.strip():
        raise ValidationError({"text": _("Write a few words, one sentence is enough.")})
    turn = Turn.objects.create(
        pk=turn_id,
        session=session,
        author=by,
        kind=Turn.Kind.CORRECTION,
        text=text.strip(),
        at=timezone.now(),
    )
    drafts.discard(by, f"session-correct:{session.pk}")
    audit.record("correction_write", turn, by=by, subject=session.teacher)
    people = [session.teacher, session.observer]
    notify.tell("correction_written", session, to=people, by=by, event=str(turn.pk))
    return turn
