"""What a row of a file says, once read: values, an outcome and notes. No database here."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal import days, fields
from portal.imports.reader import Line
from portal.models import ImportRow

Outcome = ImportRow.Outcome
EXACT = 2**53  # whole numbers above it lose digits in a spreadsheet's number cell
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence on one cell: the column's label, what was read, what is so or what to do."""

    column: str
    read: str
    text: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands. ``values`` are JSON; ``outcome`` is UNCHECKED until it was matched.

    ``skip`` is "", "empty" or "total"; such rows are counted, never kept.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    outcome: str = Outcome.UNCHECKED
    skip: str = ""

    @property
    def refused(self) -> bool:
        return self.outcome == Outcome.REFUSED

    def refuse(self, note: Note) -> Row:
        return replace(
            self,
            outcome=Outcome.REFUSED,
            notes=(*self.notes, replace(note, stops=True)),
        )

    def leave_out(self, note: Note) -> Row:
        return replace(self, outcome=Outcome.LEFT_OUT, notes=(*self.notes, note))


def shown(value: object) -> str:
    """A cell as the reader of a note knows it: whole numbers without ".0", at most 60 signs."""
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        value = int(value)
    elif isinstance(value, float) and math.isfinite(value):
        return f"{value:.5E}".replace(".", ",")
    return str(value)[:60]


class Reader:
    """Reads the cells of one line and collects what was odd about them."""

    def __init__(self, line: Line, labels: dict[str, str]) -> None:
        self.line = line
        self.labels = labels
        self.notes: list[Note] = []

    def note(self, name: str, text: str, *, stops: bool = False) -> None:
        read = shown(self.line.cells.get(name, ""))
        self.notes.append(Note(self.labels.get(name, ""), read, text, stops))

    def text(self, name: str) -> str:
        """A cell as one clean line; a whole number loses its ".0"."""
        value = self.line.cells.get(name, "")
        if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
            value = int(value)
        return " ".join(fields.clean_text(str(value)).split())

    def parsed(self, name: str, read: Callable[[str], Value], empty: Value) -> Value:
        """``read`` of the cell; what it refuses stops the row."""
        try:
            return read(self.text(name))
        except ValidationError as error:
            self.note(name, " ".join(error.messages), stops=True)
            return empty

    def number(self, name: str, read: Callable[[str], str]) -> str:
        """An id. A number cell is repaired with a note, or dropped where digits are lost."""
        value = self.line.cells.get(name, "")
        if not isinstance(value, (int, float)) or value == 0:
            return self.parsed(name, read, "")
        digits = str(int(value)) if math.isfinite(value) else ""
        if abs(value) >= EXACT or (len(digits) == 16 and digits.endswith("0")):
            self.note(
                name,
                _(
                    "The spreadsheet has lost digits of this number, so it is left empty. "
                    "Type it again in a cell that is formatted as text."
                ),
            )
            return ""
        if len(digits) > 8:
            self.note(name, _("This was a number cell. Its digits were kept as text."))
        return self.parsed(name, read, "")

    def day(self, name: str) -> str:
        """A day as ISO text, or ""; also from a serial number of a spreadsheet."""
        value = self.line.cells.get(name, "")
        text = self.text(name)
        if text in fields.NONE_WRITTEN:
            return ""
        try:
            if isinstance(value, (int, float)):
                return days.day_of_serial(value).isoformat()
            if text.isdecimal() and len(text) == 5:
                return days.day_of_serial(int(text)).isoformat()
            return days.read_day(text.removesuffix(" 00:00:00")).isoformat()
        except ValidationError as error:
            self.note(name, " ".join(error.messages), stops=True)
            return ""

    def row(self, values: dict[str, Any]) -> Row:
        stopped = any(note.stops for note in self.notes)
        return Row(
            self.line.number,
            values,
            tuple(self.notes),
            Outcome.REFUSED if stopped else Outcome.UNCHECKED,
        )


def refuse_repeated(
    rows: Iterable[Row], names: dict[str, str], say: Callable[[int], str]
) -> list[Row]:
    """Refuse each row whose value of one of ``names`` (field to label) stood in a row before."""
    seen: dict[Hashable, int] = {}
    found = []
    for row in rows:
        keys = [(name, row.values[name]) for name in names if row.values.get(name)]
        earlier = [(key, seen[key]) for key in keys if key in seen]
        if row.skip or row.refused or row.outcome == Outcome.LEFT_OUT:
            found.append(row)
            continue
        if earlier:
            (name, value), number = earlier[0]
            row = row.refuse(Note(names[name], value, say(number)))
        else:
            seen.update(dict.fromkeys(keys, row.number))
        found.append(row)
    return found


def day_of(values: dict[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(values[name]) if values.get(name) else None
