"""After the talk: steps are done and looked at, the teacher reflects, the cycle closes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts, notify
from portal.models import User
from supervision import summaries
from supervision.actions.discuss import MOST_STEPS
from supervision.actions.plan import locked
from supervision.models import FollowUp, Reflection, State, SupervisionSession
from supervision.models.session import RELEASED


@transaction.atomic
def prove(step: FollowUp, *, by: User, proof: str) -> FollowUp:
    """Say what was done; the step is done with it. The same words twice are harmless."""
    step = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("session").get(pk=step.pk)
    )
    if step.session.state not in (State.FOLLOWING_UP, State.CLOSED):
        raise ValidationError(_("Steps begin when both have agreed on them."))
    if not proof.strip():
        raise ValidationError({"proof": _("Say in a sentence what was done.")})
    if step.done_at and step.proof == proof.strip():
        return step
    if step.session.state == State.CLOSED and step.done_at:
        raise ValidationError(_("The cycle is closed; the step stays as it was told."))
    step.proof, step.done_at, step.done_by = (
        proof.strip(),
        step.done_at or timezone.now(),
        by,
    )
    step.save(update_fields=["proof", "done_at", "done_by"])
    session = step.session
    summaries.refresh(session.school, session.term)
    drafts.discard(by, f"step-prove:{step.pk}")
    audit.record("step_done", step, by=by, subject=session.teacher)
    people = [session.teacher, session.observer]
    notify.tell("step_done", session, to=people, by=by, event=str(step.pk))
    return step


@transaction.atomic
def look_again(step: FollowUp, *, by: User, text: str) -> FollowUp:
    """A second look by observer or principal at a step that was done."""
    step = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("session").get(pk=step.pk)
    )
    if step.session.state != State.FOLLOWING_UP or not step.done_at:
        raise ValidationError(_("A second look follows a step that was done."))
    if not text.strip():
        raise ValidationError({"text": _("Write what you saw or heard.")})
    if step.second_look == text.strip():
        return step
    step.second_look, step.looked_at, step.looked_by = text.strip(), timezone.now(), by
    step.save(update_fields=["second_look", "looked_at", "looked_by"])
    drafts.discard(by, f"step-look:{step.pk}")
    audit.record("step_look", step, by=by, subject=step.session.teacher)
    return step


@transaction.atomic
def reflect(session: SupervisionSession, *, by: User, text: str) -> Reflection:
    """Write or rewrite the teacher's own closing words; private until she shares them."""
    session = locked(session)
    if by.pk != session.teacher_id or session.state not in RELEASED:
        raise ValidationError(_("The reflection is the teacher's own word."))
    if not text.strip():
        raise ValidationError({"text": _("Write a few words, one sentence is enough.")})
    reflection, created = Reflection.objects.update_or_create(
        session=session,
        author=by,
        defaults={"text": text.strip()},
        create_defaults={"text": text.strip(), "written_at": timezone.now()},
    )
    drafts.discard(by, f"session-reflect:{session.pk}")
    if created:
        audit.record("reflection_write", session, by=by, subject=by)
    return reflection


@transaction.atomic
def share(reflection: Reflection, *, by: User, supervisor: bool = False) -> Reflection:
    """Let the observer and the principal read it, and the supervisor if ticked."""
    session = locked(reflection.session)
    if by.pk != reflection.author_id:
        raise ValidationError(_("Only the author shares a reflection."))
    closed = session.state == State.CLOSED and reflection.shared_at
    reflection.supervisor_may_read = supervisor or bool(closed and reflection.supervisor_may_read)
    reflection.shared_at = reflection.shared_at or timezone.now()
    reflection.save(update_fields=["shared_at", "supervisor_may_read"])
    audit.record("reflection_share", session, by=by, subject=session.teacher)
    notify.tell("reflection_shared", session, to=[session.observer], by=by)
    return reflection


@transaction.atomic
def unshare(reflection: Reflection, *, by: User) -> Reflection:
    """Take it back, as long as the cycle is open."""
    session = locked(reflection.session)
    if by.pk != reflection.author_id:
        raise ValidationError(_("Only the author takes a reflection back."))
    if reflection.shared_at is None:
        return reflection
    if session.state == State.CLOSED:
        raise ValidationError(_("The cycle is closed; what was shared stays shared."))
    reflection.shared_at, reflection.supervisor_may_read = None, False
    reflection.save(update_fields=["shared_at", "supervisor_may_read"])
    audit.record("reflection_unshare", session, by=by, subject=by)
    return reflection


@transaction.atomic
def close(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """Close the cycle with its one to three owned steps. Closing twice is harmless."""
    session = locked(session)
    if session.state == State.CLOSED:
        return session
    if by.pk not in (session.teacher_id, session.observer_id):
        raise ValidationError(_("Only the two of you close the cycle."))
    if session.state != State.FOLLOWING_UP:
        raise ValidationError(_("The cycle closes after the agreed steps."))
    if not 1 <= session.follow_ups.count() <= MOST_STEPS:
        raise ValidationError(_("A cycle closes with one to three steps."))
    session.state, session.closed_at = State.CLOSED, timezone.now()
    session.save(update_fields=["state", "closed_at"])
    summaries.refresh(session.school, session.term)
    audit.record("session_close", session, by=by, subject=session.teacher)
    notify.tell("session_closed", session, to=[session.teacher, session.observer], by=by)
    return session
