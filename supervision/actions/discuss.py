"""The talk: the teacher's reflection first, turns, steps, and each side's own word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts, notify, periods
from portal.models import Appointment, User
from portal.roles import Role
from supervision import summaries
from supervision.actions.plan import locked
from supervision.models import FollowUp, Indicator, State, SupervisionSession, Turn
from supervision.models.session import RELEASED

MOST_STEPS = 3


@transaction.atomic
def opened(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """Remember that the teacher has seen the released notes; from then on they stay."""
    session = locked(session)
    if by.pk == session.teacher_id and session.state == State.DISCUSSED and not session.opened_at:
        session.opened_at = timezone.now()
        session.save(update_fields=["opened_at"])
    return session


def begun(session: SupervisionSession) -> bool:
    """Has the teacher's reflection been written, or noted as said aloud?"""
    return session.turns.filter(kind=Turn.Kind.REFLECTION).exists()


@transaction.atomic
def say(
    session: SupervisionSession,
    turn_id: UUID,
    *,
    by: User,
    kind: str,
    text: str,
    spoken: bool = False,
    corrects: Turn | None = None,
) -> Turn:
    """Add a turn; a second send finds the first. Nothing said is ever edited.

    The reflection comes first: the teacher's own, or a line of it noted as ``spoken``. Raises
    ``ValidationError`` for any other order, a strange author, or an empty text.
    """
    session = locked(session)
    found = Turn.objects.filter(pk=turn_id).first()
    same = (session.pk, by.pk, kind, text.strip())
    if found and (found.session_id, found.author_id, found.kind, found.text) == same:
        return found
    if found:
        raise ValidationError(_("This form was sent before. Open the page again."))
    _may_say(session, by, kind, spoken)
    if not text.strip():
        raise ValidationError({"text": _("Write a few words, one sentence is enough.")})
    if corrects and (corrects.author_id != by.pk or corrects.session_id != session.pk):
        raise ValidationError(_("Only one's own words are corrected, beside the old ones."))
    turn = Turn.objects.create(
        pk=turn_id,
        session=session,
        author=by,
        kind=kind,
        text=text.strip(),
        at=timezone.now(),
        spoken=spoken,
        corrects=corrects,
    )
    if corrects is None:
        part = kind if kind in (Turn.Kind.REFLECTION, Turn.Kind.REPLY) else "turn"
        drafts.discard(by, f"session-discuss:{session.pk}:{part}")
    audit.record("turn_write", turn, by=by, subject=session.teacher)
    word = "reply_written" if kind == Turn.Kind.REPLY else "turn_written"
    other = session.observer if by.pk == session.teacher_id else session.teacher
    notify.tell(word, session, to=[other], by=by, event=str(turn.pk))
    return turn


def _may_say(session: SupervisionSession, by: User, kind: str, spoken: bool) -> None:
    if by.pk not in (session.teacher_id, session.observer_id):
        raise ValidationError(_("Only the two of you write in this talk."))
    if kind == Turn.Kind.REPLY:
        if by.pk != session.teacher_id or session.state not in RELEASED:
            raise ValidationError(_("The reply is the teacher's own word."))
        return
    if session.state != State.DISCUSSED:
        raise ValidationError(_("The talk is not open."))
    if kind == Turn.Kind.REFLECTION:
        if by.pk != session.teacher_id and not spoken:
            raise ValidationError(_("The reflection is the teacher's own word."))
    elif kind not in Turn.Kind.values or not begun(session):
        raise ValidationError(_("The teacher's reflection comes first."))


@transaction.atomic
def add_step(
    session: SupervisionSession,
    step_id: UUID,
    *,
    by: User,
    what: str,
    owner_kind: str,
    due_on: dt.date,
    sign: str = "",
    support: str = "",
    may_travel: bool = False,
    indicator: Indicator | None = None,
    helpers: Iterable[User] = (),
) -> FollowUp:
    """Agree on one more step, at most three. It takes both sides' agreement back.

    ``helpers`` are colleagues who may say how it went, as the owner does.
    """
    session = locked(session)
    found = FollowUp.objects.filter(pk=step_id).first()
    if found and (found.session_id, found.what) == (session.pk, what.strip()):
        return found
    if found:
        raise ValidationError(_("This form was sent before. Open the page again."))
    _may_agree(session, by)
    if not what.strip():
        raise ValidationError({"what": _("Say in a few words what is to be tried.")})
    if due_on < session.planned_on:
        raise ValidationError({"due_on": _("A step ends after the visit, not before.")})
    if session.follow_ups.count() >= MOST_STEPS:
        raise ValidationError(_("Three steps are enough. Take one out before you add another."))
    owner = owner_of(session, owner_kind)
    step = FollowUp.objects.create(
        pk=step_id,
        session=session,
        what=what.strip(),
        owner_kind=owner_kind,
        owner=owner,
        due_on=due_on,
        sign=sign.strip(),
        support=support.strip(),
        may_travel=may_travel or owner_kind == FollowUp.OwnerKind.FORUM,
        indicator=indicator,
    )
    step.helpers.set([row for row in helpers if row != owner])
    _take_back(session)
    summaries.refresh(session.school, session.term)
    drafts.discard(by, f"session-discuss:{session.pk}:step")
    audit.record("step_write", step, by=by, subject=session.teacher)
    _tell_other(session, by, event=f"step:{step.pk}")
    return step


def owner_of(session: SupervisionSession, owner_kind: str) -> User | None:
    """Who takes a step: the teacher, the principal of the school today, or nobody for the KKG.

    A school without a principal leaves his steps to the observer.
    """
    kinds = FollowUp.OwnerKind
    if owner_kind not in kinds.values:
        raise ValidationError({"owner_kind": _("Choose who takes this step.")})
    if owner_kind == kinds.FORUM:
        return None
    if owner_kind == kinds.TEACHER:
        return session.teacher
    leading = Appointment.objects.on(periods.today(session.school.zone)).filter(
        school=session.school, role=Role.PRINCIPAL
    )
    row = leading.select_related("user").first()
    return row.user if row else session.observer


def _tell_other(session: SupervisionSession, by: User, *, event: str) -> None:
    other = session.observer if by.pk == session.teacher_id else session.teacher
    notify.tell("turn_written", session, to=[other], by=by, event=event)


@transaction.atomic
def drop_step(step: FollowUp, *, by: User) -> None:
    """Take a step out again, as long as it is not agreed on."""
    session = locked(step.session)
    _may_agree(session, by)
    gone, _rows = FollowUp.objects.filter(pk=step.pk, session=session).delete()
    if not gone:
        return
    _take_back(session)
    audit.record("step_drop", step, by=by, subject=session.teacher)
    summaries.refresh(session.school, session.term)


def _may_agree(session: SupervisionSession, by: User) -> None:
    if by.pk not in (session.teacher_id, session.observer_id):
        raise ValidationError(_("Only the two of you agree on steps."))
    if session.state != State.DISCUSSED:
        raise ValidationError(_("Steps are agreed in the talk."))
    if not begun(session):
        raise ValidationError(_("The teacher's reflection comes first."))


def _take_back(session: SupervisionSession) -> None:
    session.teacher_agreed_at = session.observer_agreed_at = None
    session.save(update_fields=["teacher_agreed_at", "observer_agreed_at"])


@transaction.atomic
def receive(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """The teacher has read it. That is not agreeing. Twice is harmless."""
    session = locked(session)
    if by.pk != session.teacher_id or session.state not in RELEASED:
        raise ValidationError(_("Only the teacher says that it has been received."))
    if not begun(session):
        raise ValidationError(_("The teacher's reflection comes first."))
    if session.received_at is None:
        session.received_at = timezone.now()
        session.save(update_fields=["received_at"])
        audit.record("session_receive", session, by=by, subject=session.teacher)
    return session


@transaction.atomic
def agree(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """One side agrees on the steps; with both, the following up begins. Twice is harmless."""
    session = locked(session)
    side = "teacher" if by.pk == session.teacher_id else "observer"
    if by.pk in (session.teacher_id, session.observer_id) and getattr(session, f"{side}_agreed_at"):
        return session
    _may_agree(session, by)
    if not 1 <= session.follow_ups.count() <= MOST_STEPS:
        raise ValidationError(_("Agree on one to three steps first."))
    setattr(session, f"{side}_agreed_at", timezone.now())
    if session.teacher_agreed_at and session.observer_agreed_at:
        session.state = State.FOLLOWING_UP
        people = [session.teacher, session.observer]
        notify.tell("steps_agreed", session, to=people, by=by)
    session.save(update_fields=["teacher_agreed_at", "observer_agreed_at", "state"])
    audit.record("session_agree", session, by=by, subject=session.teacher)
    return session
