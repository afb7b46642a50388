"""A forum's programme as its page and its paper show it: by month, with what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.models import ForumProgramme, PlannedLine

# What became of a line: its word, and the tone and shape of its badge
BECAME: dict[str, tuple[Promise, str, str]] = {
    "proposed": (_("proposed"), "waiting", "open"),
    "planned": (_("planned"), "running", "half"),
    "called": (_("called"), "running", "ring"),
    "held": (_("carried out"), "done", "tick"),
    "cancelled": (_("called off"), "waiting", "dash"),
    "left": (_("left out"), "waiting", "dash"),
}
TAKEN = ("planned", "called", "held", "cancelled")


@dataclass(frozen=True, slots=True)
class Row:
    line: PlannedLine
    state: str

    @property
    def badge(self) -> tuple[str, str, Promise]:
        word, tone, mark = BECAME[self.state]
        return tone, mark, word

    @property
    def is_free(self) -> bool:
        """May it still be changed? Once people are called the activity is changed instead."""
        return self.state not in ("called", "held")

    @property
    def may_be_called(self) -> bool:
        return self.state in ("planned", "cancelled")


@dataclass(frozen=True, slots=True)
class Count:
    state: str
    word: Promise
    lines: int


def rows_of(programme: ForumProgramme, now: dt.datetime) -> list[Row]:
    """All lines by month with their activities; one query."""
    lines = programme.lines.select_related("indicator", "host", "activity", "earlier")
    return [Row(line, line.became(now)) for line in lines.order_by("month", "kind", "topic", "pk")]


def counts(rows: Sequence[Row]) -> list[Count]:
    """How many lines stand where, those of none left out."""
    found = Counter(row.state for row in rows)
    return [Count(key, BECAME[key][0], found[key]) for key in BECAME if found[key]]


def by_month(rows: Sequence[Row]) -> list[tuple[dt.date, list[Row]]]:
    return [(day, list(some)) for day, some in groupby(rows, key=lambda row: row.line.month)]
