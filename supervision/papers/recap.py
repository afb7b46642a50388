"""The recap of a term and the table of follow-ups, on paper and as a spreadsheet."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from portal.exports import Grid, Value
from portal.models import School, Term, User
from portal.paper import Facts, Sheet, Signatures, Table, Words, letterhead
from portal.templatetags.rembuk import date_short
from supervision.models import Aspect, FollowUp
from supervision.papers import parts
from supervision.papers.programme import leaders
from supervision.papers.record import outcome, step_words
from supervision.stats.suppression import MIN_TEACHERS
from supervision.teacher_rows import TeacherRow, rated

Coded = Sequence[tuple[str, TeacherRow]]


def coded(rows: Iterable[TeacherRow], school: School, term: Term) -> Coded:
    """The rows as G01, G02, ... in an order that tells nothing and stays the same."""

    def place(row: TeacherRow) -> bytes:
        text = f"recap {school.pk} {term.pk} {row.teacher.pk}"
        return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()

    return [(f"G{at:02}", row) for at, row in enumerate(sorted(rows, key=place), 1)]


def recap(
    school: School,
    term: Term,
    rows: Sequence[TeacherRow],
    user: User,
    now: dt.datetime,
    *,
    named: bool,
) -> Sheet:
    """Counts and level words by teacher; without names also without classes and days."""
    shown = named or rated(rows) >= MIN_TEACHERS
    body = named_rows(rows) if named else coded_rows(coded(rows, school, term), shown=shown)
    notes = [_("Levels are counts of what the observer saw, in words. No mean is made of them.")]
    if not shown:
        notes.append(
            _("Fewer than five teachers were rated; the levels are hidden to protect them.")
        )
    widths = [0, 1.85, 1.45, 1.68, 1.45, 1.45, 2.0, 2.0, 2.0, 1.05]
    return Sheet(
        title=_("Recap of supervision"),
        subtitle=str(term),
        letterhead=letterhead(school),
        code="",
        foot=parts.printed(school, now),
        wide=True,
        blocks=[
            Facts(totals(rows)),
            Table(head(named=named), body, widths if named else [0, *widths[3:5], *widths[6:]]),
            *(Words(note, quiet=True) for note in notes),
            signed(school, user, now),
        ],
    )


def signed(school: School, user: User, now: dt.datetime) -> Signatures:
    """Place and day of the print; a number only where it is the reader's own."""
    day = parts.day_of(now, school) or now.date()
    found = leaders(school, day, numbers=False, dated=day)
    own = parts.principal_on(school, day)
    if own is None or own.pk != user.pk or found.right is None:
        return found
    right = parts.signer(found.right.role, user, nip=True)
    return Signatures(found.place_and_day, found.left, right)


def totals(rows: Sequence[TeacherRow]) -> list[tuple[str, str]]:
    of = {"teachers": len(rows)}
    talked = sum(bool(row.talked) for row in rows)
    return [
        (_("Visits planned"), str(sum(row.planned for row in rows))),
        (_("Visits held"), str(sum(row.held for row in rows))),
        (_("Talks held"), str(sum(row.talked for row in rows))),
        (_("Teachers with a talk"), _("%(n)s of %(teachers)s teachers") % {"n": talked, **of}),
    ]


def head(*, named: bool) -> list[str]:
    aspects = [str(aspect.label) for aspect in Aspect]
    counts = [_("Visits planned"), _("Visits held")]
    if not named:
        return [_("Code"), *counts, *aspects, _("Steps done")]
    who = [_("No."), _("Teacher"), _("Class and subject")]
    return [*who, *counts, _("Last talk"), *aspects, _("Steps done")]


def named_rows(rows: Sequence[TeacherRow]) -> list[list[str]]:
    return [
        [
            str(at),
            row.teacher.paper_name,
            "\n".join(sorted(row.lessons)) or parts.NONE,
            str(row.planned),
            str(row.held),
            date_short(row.last_talk) or _("not yet"),
            *(lines(row, aspect) for aspect in Aspect.values),
            of_steps(row),
        ]
        for at, row in enumerate(rows, 1)
    ]


def coded_rows(rows: Coded, *, shown: bool) -> list[list[str]]:
    return [
        [
            code,
            str(row.planned),
            str(row.held),
            *(lines(row, aspect) if shown else _("hidden") for aspect in Aspect.values),
            of_steps(row),
        ]
        for code, row in rows
    ]


def lines(row: TeacherRow, aspect: str) -> str:
    """Each level of an aspect with its count on a line of its own."""
    return row.words(aspect).replace(", ", "\n") or parts.NONE


def of_steps(row: TeacherRow) -> str:
    return _("%(done)s of %(all)s") % {"done": row.steps_done, "all": row.steps}


def recap_grid(school: School, term: Term, rows: Sequence[TeacherRow], today: dt.date) -> Grid:
    """The same rows for a spreadsheet: counts as numbers, days as days."""
    body: list[list[Value]] = [
        [
            at,
            row.teacher.name,
            ", ".join(sorted(row.lessons)),
            row.planned,
            row.held,
            row.talked,
            row.last_talk,
            *(row.words(aspect) for aspect in Aspect.values),
            row.steps,
            row.steps_done,
        ]
        for at, row in enumerate(rows, 1)
    ]
    aspects = [str(aspect.label) for aspect in Aspect]
    counts = [_("Visits planned"), _("Visits held"), _("Talks held"), _("Last talk")]
    who = [_("No."), _("Teacher"), _("Class and subject")]
    return Grid(
        name=_("Recap"),
        above=[
            (_("Date"), today),
            (_("School"), f"{school.name}, NPSN {school.npsn}"),
            (_("Term"), str(term)),
        ],
        head=[*who, *counts, *aspects, _("Steps"), _("Steps done")],
        rows=body,
        widths=[6, 28, 28, 12, 12, 12, 14, 34, 34, 34, 10, 10],
    )


STEP_WIDTHS = (6, 24, 36, 40, 14, 20, 32, 40)


def step_head() -> list[str]:
    return [
        _("No."),
        _("Teacher"),
        _("Need"),
        _("Form of follow-up"),
        _("By when"),
        _("Responsible"),
        _("Sign of success"),
        _("State and result"),
    ]


def step_row(step: FollowUp) -> tuple[str, str, str, dt.date, str, str, str]:
    """All of a step but its number, in the order of the head."""
    return (
        step.session.teacher.name,
        step.indicator.name if step.indicator else "",
        step_words(step),
        step.due_on,
        step.owner.call if step.owner else step.get_owner_kind_display(),
        step.sign,
        outcome(step),
    )


def steps_sheet(
    steps: Sequence[FollowUp],
    about: Sequence[tuple[str, str]],
    school: School,
    user: User,
    now: dt.datetime,
) -> Sheet:
    """The table of follow-ups; ``about`` says which ones."""
    body = [
        [
            str(at),
            *(date_short(cell) if isinstance(cell, dt.date) else cell for cell in step_row(step)),
        ]
        for at, step in enumerate(steps, 1)
    ]
    table = Table(step_head(), body, [0, 1.6, 2.2, 2.6, 1.2, 1.3, 2, 2.6])
    return Sheet(
        title=_("Table of follow-ups"),
        letterhead=letterhead(school),
        code="",
        foot=parts.printed(school, now),
        wide=True,
        blocks=[
            Facts(about),
            table if body else Words(_("No step is written.")),
            signed(school, user, now),
        ],
    )


def steps_grid(steps: Sequence[FollowUp], above: Sequence[tuple[str, Value]]) -> Grid:
    return Grid(
        name=_("Follow-ups"),
        above=above,
        head=step_head(),
        rows=[[at, *step_row(step)] for at, step in enumerate(steps, 1)],
        widths=STEP_WIDTHS,
    )
