"""The record of one cycle on paper, in its order; each part through its own rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.models import User
from portal.paper import (
    Block,
    Facts,
    Heading,
    Sheet,
    Table,
    Words,
    letterhead,
    receipt,
)
from portal.templatetags.rembuk import date_long, date_short, moment, number
from supervision import reports
from supervision.models import EvidenceNote, FollowUp, Reflection, SupervisionSession, Turn
from supervision.models.talk import PROMPTS
from supervision.papers import parts


def record(
    session: SupervisionSession, turns: Iterable[Turn], user: User, now: dt.datetime
) -> Sheet:
    """The whole cycle as ``user`` may read it; about nine queries, whatever its length."""
    talked_on = parts.day_of(session.released_at, session.school)
    return Sheet(
        title=_("Record of a supervision talk"),
        letterhead=letterhead(session.school),
        code=receipt("OBS", session.pk),
        foot=parts.printed(session.school, now),
        blocks=[
            Facts(parts.identity(session)),
            *agreement(session),
            *notes(session, user),
            *levels(session, user),
            Heading(_("The talk")),
            *talk(turns),
            Heading(_("Next steps")),
            steps(FollowUp.objects.visible_to(user).filter(session=session)),
            *reflections(session, user),
            Heading(_("Dates")),
            Facts(dates(session)),
            Words(_("Signing means having talked it over, not having to agree."), quiet=True),
            parts.signatures(session, talked_on),
        ],
    )


def agreement(session: SupervisionSession) -> list[Block]:
    row = session.agreement
    focus = row.focus or ": ".join(
        [_("Without an agreed focus"), row.no_focus_reason or parts.NONE]
    )
    return [
        Heading(_("Agreement")),
        Words(focus),
        Facts([(_("How evidence is taken"), row.get_technique_display())]),
    ]


def notes(session: SupervisionSession, user: User) -> list[Block]:
    rows = EvidenceNote.objects.visible_to(user).filter(session=session)
    found = [
        ["" if row.minute is None else str(row.minute), row.get_kind_display(), note_words(row)]
        for row in rows
    ]
    if not found:
        return [Heading(_("Notes by minute")), Words(_("Nothing is written."))]
    head = [_("Minute"), _("kind").capitalize(), _("What was seen or heard")]
    return [Heading(_("Notes by minute")), Table(head, found, [0, 0, 1])]


def note_words(note: EvidenceNote) -> str:
    """The sentence, and below it what was counted or marked."""
    lines = [note.text]
    data = note.data if isinstance(note.data, dict) else {}
    counts = [row for row in data.get("counts") or [] if isinstance(row, list) and len(row) == 2]
    lines += [f"{what}: {number}" for what, number in counts]
    marks = data.get("marks") or {}
    if isinstance(marks, dict) and marks:
        places = ", ".join(f"{place} ({count})" for place, count in marks.items())
        lines.append(_("Seats (row-column): %(places)s") % {"places": places})
    return "\n".join(lines)


def levels(session: SupervisionSession, user: User) -> list[Block]:
    """Both ratings side by side; the agreed focus first, and how the observer's add up."""
    found: list[Block] = []
    for aspect in reports.side_by_side(session, user):
        head = [_("Indicator"), _("Teacher"), _("Observer")]
        rows = [
            [
                f"{side.indicator.code}. {side.indicator.name}",
                parts.level_and_evidence(side.indicator, side.self),
                parts.level_and_evidence(side.indicator, side.observer),
            ]
            for side in aspect.sides
        ]
        name = parts.versioned(aspect.instrument)
        found += [Heading(name, level=2), Table(head, rows, [3, 2, 2]), *sums(aspect)]
    return [Heading(_("Levels of both, side by side")), *found] if found else []


def sums(aspect: reports.AspectSides) -> list[Block]:
    score = aspect.score
    if score is None:
        return []
    seen = {"seen": score.observed, "of": score.items}
    text = _("%(seen)s of %(of)s indicators were observed; the others are not counted.") % seen
    if score.value is not None:
        text += " " + aspect.formula + " "
        text += _(
            "Result: %(value)s of 100 (%(band)s). The teacher's own levels are never mixed in."
        ) % {"value": number(score.value), "band": aspect.band}
    return [Words(text, quiet=True)]


def talk(turns: Iterable[Turn]) -> list[Block]:
    rows = []
    for turn in turns:
        kind = turn.get_kind_display()
        if turn.spoken:
            kind += "\n" + _("(said aloud, noted in a line)")
        zone = turn.session.school.zone
        rows.append([f"{turn.author.call}\n{kind}", turn.text, moment(turn.at, zone)])
    if not rows:
        return [Words(_("Nothing is written."))]
    return [Table([_("Who and what"), _("Words"), _("When")], rows, [1.4, 4, 1.2])]


def steps(rows: Iterable[FollowUp]) -> Block:
    found = [
        [
            str(at),
            step_words(step),
            step.owner.call if step.owner else step.get_owner_kind_display(),
            date_short(step.due_on),
            step.sign or parts.NONE,
            outcome(step),
        ]
        for at, step in enumerate(rows.select_related("owner"), 1)  # type: ignore[attr-defined]
    ]
    if not found:
        return Words(_("No step is written."))
    head = [
        _("No."),
        _("Step"),
        _("Who"),
        _("By when"),
        _("Sign of success"),
        _("What came of it"),
    ]
    return Table(head, found, [0, 2.4, 1, 1.1, 1.7, 2.4])


def step_words(step: FollowUp) -> str:
    support = ": ".join([_("Support"), step.support]) if step.support else ""
    return "\n".join(part for part in (step.what, support) if part)


def outcome(step: FollowUp) -> str:
    """What was done and seen again; "belum" in a word where nothing is told yet."""
    if not step.done_at:
        return _("Still open")
    again = ": ".join([_("Second look"), step.second_look]) if step.second_look else ""
    return "\n".join(part for part in (_("Done"), step.proof, again) if part)


def reflections(session: SupervisionSession, user: User) -> list[Block]:
    """Shared ones only; a private one is on nobody's paper."""
    rows = Reflection.objects.visible_to(user).filter(session=session, shared_at__isnull=False)
    found: list[Block] = []
    for row in rows:
        found.append(Words(row.text))
        found += [
            Words(str(row.answers[prompt]), label=str(question))
            for prompt, question in PROMPTS.items()
            if row.answers.get(prompt)
        ]
    return [Heading(_("Reflection")), *found] if found else []


def dates(session: SupervisionSession) -> list[tuple[str, str]]:
    zone = session.school.zone
    rows = [
        (_("Shared"), session.released_at),
        (_("Received"), session.received_at),
        (_("Agreed by the teacher"), session.teacher_agreed_at),
        (_("Agreed by the observer"), session.observer_agreed_at),
        (_("Closed"), session.closed_at),
    ]
    found = [(_("Visit"), parts.when(session))]
    found += [(label, moment(at, zone)) for label, at in rows if at]
    if session.next_on:
        found.append((_("Next visit"), date_long(session.next_on)))
    return found
