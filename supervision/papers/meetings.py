"""The sheets of the talks before and after an observation, filled in or to be written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.models import User
from portal.paper import Block, Facts, Heading, Sheet, Table, Words, letterhead, receipt
from portal.templatetags.rembuk import date_long
from supervision.models import FollowUp, SupervisionSession, Turn
from supervision.models.session import RELEASED
from supervision.papers import parts, record

BY_HAND = 16  # mm, the least height of an answer to be written


def before(session: SupervisionSession, user: User, now: dt.datetime, *, blank: bool) -> Sheet:
    """The talk before the observation: focus, items and how evidence is taken."""
    row = session.agreement
    items = [] if blank else list(row.indicators.select_related("instrument"))
    asked = [
        (_("What are the pupils to learn in this lesson?"), session.topic),
        (_("What would the teacher like to see more clearly?"), row.focus),
        (_("Which items do we look at together?"), "\n".join(str(item) for item in items)),
        (_("How is evidence taken?"), row.get_technique_display()),
        (_("Which pupils or moments deserve attention?"), ""),
        (_("What does the teacher need from the observer?"), ""),
    ]
    agreed_on = parts.day_of(row.observer_confirmed_at or row.teacher_confirmed_at, session.school)
    return Sheet(
        title=_("Talk before the observation"),
        letterhead=letterhead(session.school),
        code=receipt("PRA", session.pk),
        foot=parts.printed(session.school, now),
        blocks=[
            Facts(parts.identity(session)),
            answers(asked, blank=blank),
            parts.signatures(
                session, None if blank else agreed_on, readers=numbers_for(session, user)
            ),
        ],
    )


def after(
    session: SupervisionSession,
    turns: Iterable[Turn],
    user: User,
    now: dt.datetime,
    *,
    blank: bool,
) -> Sheet:
    """The talk after the observation: what each said, what was agreed, the steps."""
    said = list(turns)
    kinds = Turn.Kind

    def words(*wanted: str) -> str:
        return "\n".join(f"{turn.author.call}: {turn.text}" for turn in said if turn.kind in wanted)

    asked = [
        (_("How does the teacher look back on the lesson?"), words(kinds.REFLECTION)),
        (_("What did the observer see and hear?"), words(kinds.SAW)),
        (_("Questions and answers"), words(kinds.QUESTION, kinds.ANSWER)),
        (_("What have we agreed?"), words(kinds.AGREEMENT)),
    ]
    next_on = date_long(session.next_on) if session.next_on and not blank else parts.DOTS
    talked_on = parts.day_of(session.released_at, session.school)
    return Sheet(
        title=_("Talk after the observation"),
        letterhead=letterhead(session.school),
        code=receipt("PASCA", session.pk),
        foot=parts.printed(session.school, now),
        blocks=[
            Facts(parts.identity(session)),
            answers(asked, blank=blank),
            Heading(_("Next steps")),
            empty_steps() if blank else steps(session, user),
            Facts([(_("Next visit"), next_on)]),
            Words(_("Signing means having talked it over, not having to agree."), quiet=True),
            parts.signatures(
                session, None if blank else talked_on, readers=numbers_for(session, user)
            ),
        ],
    )


def numbers_for(session: SupervisionSession, user: User) -> set[int] | None:
    """Whose NIP it may carry: all signers' once the record may be printed, else one's own."""
    return None if session.state in RELEASED else {user.pk}


def answers(asked: Iterable[tuple[str, str]], *, blank: bool) -> Block:
    rows = [[question, "" if blank else answer] for question, answer in asked]
    return Table([_("Question"), _("Answer")], rows, [2, 4], height=BY_HAND if blank else 0)


def steps(session: SupervisionSession, user: User) -> Block:
    return record.steps(FollowUp.objects.visible_to(user).filter(session=session))


def empty_steps() -> Block:
    head = [_("No."), _("Step"), _("Who"), _("By when"), _("Sign of success")]
    rows = [[str(number), "", "", "", ""] for number in (1, 2, 3)]
    return Table(head, rows, [0, 3, 1.3, 1.3, 2], height=BY_HAND)
