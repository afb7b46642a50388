"""A long form cut into pages of a handful of items each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from supervision.models import Indicator

MOST = 8  # items on one page of a phone


@dataclass(frozen=True, slots=True)
class Sheet:
    number: int
    name: str
    indicators: list[Indicator]

    def is_done(self, answered: Collection[int]) -> bool:
        return all(row.pk in answered for row in self.indicators)


def sheets(indicators: Sequence[Indicator]) -> list[Sheet]:
    """Pages in the form's order: short sections share one, long ones are cut evenly."""
    cut: list[list[Indicator]] = []
    for _section, rows in groupby(indicators, key=lambda row: row.section_id):
        for piece in pieces(list(rows)):
            if cut and len(cut[-1]) + len(piece) <= MOST:
                cut[-1] += piece
            else:
                cut.append(piece)
    return [Sheet(number, heading(rows), rows) for number, rows in enumerate(cut, 1)]


def pieces(rows: list[Indicator]) -> list[list[Indicator]]:
    count = -(-len(rows) // MOST)
    size, more = divmod(len(rows), count)
    ends = [size * n + min(n, more) for n in range(count + 1)]
    return [rows[start:end] for start, end in pairwise(ends)]


def heading(rows: Sequence[Indicator]) -> str:
    return ", ".join(dict.fromkeys(row.section.name for row in rows))


def pick(found: Sequence[Sheet], wanted: str, answered: Collection[int]) -> Sheet | None:
    """The page asked for, else the first with something to answer, else the first."""
    asked = [row for row in found if str(row.number) == wanted]
    left = [row for row in found if not row.is_done(answered)]
    return next(iter([*asked, *left, *found]), None)
