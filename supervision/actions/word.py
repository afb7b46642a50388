"""The teacher's anonymous word on a talk. Nothing that is kept joins it to her."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from portal.models import User
from supervision.actions.plan import locked
from supervision.models import State, SupervisionSession, TalkWord


@transaction.atomic
def give(session: SupervisionSession, *, by: User, answer: str) -> None:
    """Keep one answer for the observer, once a talk; a second send changes nothing.

    No line of the audit tells of it: with the order of rows it could be traced to a person.
    """
    session = locked(session)
    if by.pk != session.teacher_id or session.state not in (State.FOLLOWING_UP, State.CLOSED):
        raise ValidationError(_("The word on a talk is the teacher's, after the talk."))
    if session.word_given:
        return
    if answer not in TalkWord.Answer.values:
        raise ValidationError(_("Choose one of the three answers."))
    User.objects.select_for_update().get(pk=session.observer_id)  # one word at a time
    TalkWord.objects.create(observer_id=session.observer_id, answer=answer)
    session.word_given = True
    session.save(update_fields=["word_given"])
    waiting = TalkWord.objects.filter(observer=session.observer_id, shown=False)
    if waiting.count() >= TalkWord.MIN_SHOWN:
        waiting.update(shown=True)


@dataclass(frozen=True, slots=True)
class Heard:
    """What teachers said of an observer's talks, as far as it may be shown."""

    total: int
    answers: list[tuple[str, int]]  # each answer in words and how often, in their order


def heard(observer: User) -> Heard | None:
    """The words on ``observer``'s talks, for himself; None while there are fewer than five."""
    rows = TalkWord.objects.visible_to(observer).order_by()
    found = dict(rows.values_list("answer").annotate(number=Count("pk")))
    if sum(found.values()) < TalkWord.MIN_SHOWN:
        return None
    words = {
        TalkWord.Answer.YES: _("Yes, it helps me"),
        TalkWord.Answer.PARTLY: _("It helps me in part"),
        TalkWord.Answer.NOT_YET: _("Not yet"),
    }
    answers = [(text, found.get(answer.value, 0)) for answer, text in words.items()]
    return Heard(sum(found.values()), answers)
