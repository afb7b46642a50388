"""After the talk: steps are done and looked at, the teacher reflects, the cycle closes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts, files, notify
from portal.models import User
from supervision import summaries
from supervision.actions.discuss import MOST_STEPS
from supervision.actions.plan import locked
from supervision.actions.prepare import digest
from supervision.merging import both
from supervision.models import FollowUp, Reflection, State, SupervisionSession, Theme
from supervision.models.session import RELEASED
from supervision.models.talk import PROMPTS

OF_SCHOOL = 2000 * files.MB
LONGEST_ANSWER, LONGEST_TEXT = 3000, 6000  # characters, as the form of a reflection takes


@transaction.atomic
def prove(step: FollowUp, *, by: User, proof: str, upload: files.Checked | None = None) -> FollowUp:
    """Say what was done, with a file if there is one; the step is done with it.

    The same words twice are harmless; other words stand below those of before. A new file takes
    the place of the one before.
    """
    step = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("session").get(pk=step.pk)
    )
    if step.session.state not in (State.FOLLOWING_UP, State.CLOSED):
        raise ValidationError(_("Steps begin when both have agreed on them."))
    if not proof.strip():
        raise ValidationError({"proof": _("Say in a sentence what was done.")})
    if step.done_at and proof.strip() in step.proof and upload is None:
        return step
    if step.session.state == State.CLOSED and step.done_at:
        raise ValidationError(_("The cycle is closed; the step stays as it was told."))
    if upload:
        _attach(step, upload, by)
    step.proof = added(step.proof, proof.strip(), by=by, to=step.done_by_id, field="proof")
    step.done_at, step.done_by_id = step.done_at or timezone.now(), step.done_by_id or by.pk
    step.save(update_fields=["proof", "file", "done_at", "done_by"])
    session = step.session
    summaries.refresh(session.school, session.term)
    drafts.discard(by, f"step-prove:{step.pk}")
    audit.record("step_done", step, by=by, subject=session.teacher)
    people = [session.teacher, session.observer]
    notify.tell("step_done", session, to=people, by=by, event=str(step.pk))
    return step


def added(stands: str, words: str, *, by: User, to: int | None, field: str) -> str:
    """``stands`` with ``words`` below, by name where they are not of the person ``to``."""
    if not stands or words in stands:
        return stands or words
    try:
        return both(stands, words if by.pk == to else f"{by.call}: {words}")
    except ValidationError as refusal:
        raise ValidationError({field: refusal.messages}) from refusal


def _attach(step: FollowUp, upload: files.Checked, by: User) -> None:
    """Keep the file with the step, within the school's room; the file before it goes."""
    kept = FollowUp.objects.filter(session__school=step.session.school_id)
    used = kept.aggregate(total=Sum("file__size"))["total"] or 0
    if used + len(upload.data) > OF_SCHOOL:
        raise ValidationError({"file": _("The school's room for files is full (2 GB).")})
    old = step.file
    try:
        step.file = files.keep(upload, owner=by, school=step.session.school)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from refusal
    step.save(update_fields=["file"])
    if old:
        files.drop(old)


@transaction.atomic
def look_again(step: FollowUp, *, by: User, text: str) -> FollowUp:
    """A second look by observer or principal at a step that was done; never at one's own.

    Words of a second person, or written again, stand below those of before.
    """
    step = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("session").get(pk=step.pk)
    )
    if step.session.state != State.FOLLOWING_UP or not step.done_at:
        raise ValidationError(_("A second look follows a step that was done."))
    if by.pk == step.session.teacher_id:
        raise ValidationError(_("Somebody else takes the second look at one's own steps."))
    if not text.strip():
        raise ValidationError({"text": _("Write what you saw or heard.")})
    if step.second_look and text.strip() in step.second_look:
        return step
    step.second_look = added(
        step.second_look, text.strip(), by=by, to=step.looked_by_id, field="text"
    )
    step.looked_at, step.looked_by_id = timezone.now(), step.looked_by_id or by.pk
    step.save(update_fields=["second_look", "looked_at", "looked_by"])
    drafts.discard(by, f"step-look:{step.pk}")
    audit.record("step_look", step, by=by, subject=step.session.teacher)
    return step


@transaction.atomic
def carry(step: FollowUp, *, by: User, yes: bool) -> FollowUp:
    """The teacher's yes, or no, to bringing a step's text to the KKG. Twice is harmless."""
    step = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("session").get(pk=step.pk)
    )
    if by.pk != step.session.teacher_id or step.session.state != State.FOLLOWING_UP:
        raise ValidationError(_("Whether a step travels is the teacher's choice."))
    if step.may_travel == yes:
        return step
    if not yes and step.activities.exists():
        raise ValidationError(_("An activity works on this step already."))
    step.may_travel = yes
    step.save(update_fields=["may_travel"])
    audit.record("step_carry", step, by=by, subject=by)
    return step


@transaction.atomic
def reflect(
    session: SupervisionSession,
    *,
    by: User,
    text: str = "",
    answers: Mapping[str, str] | None = None,
    themes: Iterable[str] = (),
    seen: str | None = None,
) -> Reflection:
    """Write or rewrite the teacher's own closing words; private until she shares them.

    ``answers`` are hers to some of ``PROMPTS``; one of them or ``text`` is enough. ``seen`` is
    the mark of what the page showed: what another page wrote meanwhile stands with the new.
    """
    session = locked(session)
    if by.pk != session.teacher_id or session.state not in RELEASED:
        raise ValidationError(_("The reflection is the teacher's own word."))
    given = {name: (answers or {}).get(name, "").strip() for name in PROMPTS}
    given = {name: words for name, words in given.items() if words}
    if not text.strip() and not given:
        raise ValidationError({"text": _("Write a few words, one sentence is enough.")})
    words = {
        "text": text.strip(),
        "answers": given,
        "themes": [code for code in Theme.values if code in set(themes)],
    }
    stands = Reflection.objects.filter(session=session, author=by).first()
    if stands and seen is not None and seen != mark(stands):
        words = _together(stands, words)
    reflection, created = Reflection.objects.update_or_create(
        session=session,
        author=by,
        defaults=words,
        create_defaults={**words, "written_at": timezone.now()},
    )
    drafts.discard(by, f"session-reflect:{session.pk}")
    if created:
        audit.record("reflection_write", session, by=by, subject=by)
    return reflection


def mark(reflection: Reflection | None) -> str:
    """A short sign of the words that stand there; "" for none."""
    if reflection is None:
        return ""
    return digest(json.dumps([reflection.text, reflection.answers], sort_keys=True))


def _together(stands: Reflection, words: dict[str, Any]) -> dict[str, Any]:
    """The words of two pages of one author, question by question."""
    given = dict(stands.answers)
    for name, answer in words["answers"].items():
        given[name] = both(given.get(name, ""), answer, LONGEST_ANSWER)
    themes = set(stands.themes) | set(words["themes"])
    return {
        "text": both(stands.text, words["text"], LONGEST_TEXT),
        "answers": given,
        "themes": [code for code in Theme.values if code in themes],
    }


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
def forget(reflection: Reflection, *, by: User) -> None:
    """Delete a reflection that nobody else reads; a shared one is taken back first."""
    session = locked(reflection.session)
    if by.pk != reflection.author_id:
        raise ValidationError(_("Only the author deletes a reflection."))
    kept = Reflection.objects.filter(pk=reflection.pk, shared_at=None)
    if not kept.exists():
        raise ValidationError(_("A shared reflection is taken back first."))
    kept.delete()
    drafts.discard(by, f"session-reflect:{session.pk}")
    audit.record("reflection_delete", session, by=by, subject=by)


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
    again = session.reopenings.count()
    people = [session.teacher, session.observer]
    notify.tell("session_closed", session, to=people, by=by, event=str(again) if again else "")
    return session
