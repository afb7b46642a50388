"""The matrix of themes on paper, laid out in each way, with the marks of its techniques."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from collaboration.findings.displays import DISPLAYS, Display
from collaboration.findings.matrix import Cell, Excerpt
from collaboration.findings.texts import MARKS, TECHNIQUES
from portal.models import School
from portal.paper import Block, Heading, Sheet, Table, Words, letterhead
from supervision.papers import parts


def sheet(school: School, rows: Sequence[Excerpt], now: dt.datetime) -> Sheet:
    legend = ", ".join(f"{MARKS[name]} {label}" for name, label in TECHNIQUES.items())
    people = len({row.writer for row in rows})
    told = _("%(n)d excerpts, words of %(people)d people. %(legend)s.")
    blocks: list[Block] = [Words(told % {"n": len(rows), "people": people, "legend": legend})]
    for lay_out in DISPLAYS.values():
        blocks += _laid_out(lay_out(rows))
    note = _("Only texts shared with whoever printed this. A number is no measure of quality.")
    blocks.append(Words(note, quiet=True))
    return Sheet(
        title=_("Findings"),
        subtitle=_("Themes and where they speak from"),
        letterhead=letterhead(school),
        code="",
        foot=parts.printed(school, now),
        blocks=blocks,
    )


def _laid_out(display: Display) -> list[Block]:
    title = Heading(str(display.label))
    if not display.rows:
        return [title, Words(_("Nothing is coded yet."))]
    head = [_("Theme"), *(str(name) for name in display.heads)]
    body = [[row.theme.name, *(_told(cell) for cell in row.cells)] for row in display.rows]
    return [title, Table(head, body, [2.4, *([1.2] * len(display.heads))])]


def _told(cell: Cell) -> str:
    """ "4 ▲● (3 people)": how many excerpts, through which techniques, by how many."""
    if not cell.excerpts:
        return "0"
    marks = "".join(mark for mark, _label in cell.marks)
    people = _("(%(n)d people)") % {"n": cell.people}
    return f"{len(cell.excerpts)} {marks} {people}"
