"""Counts and seating maps of an observation: what ``EvidenceNote.data`` holds, and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST = 999  # of one count or seat
WIDEST = 8  # rows or columns of a seating map
THINGS = 4  # counted side by side in one note
REMEMBERED = 30  # presses known by their key, so that a repeated send counts once


@dataclass(frozen=True, slots=True)
class Seat:
    row: int
    column: int
    marks: int

    @property
    def key(self) -> str:
        return f"{self.row}-{self.column}"


def new_counts(things: list[str]) -> dict[str, Any]:
    return {"counts": [[thing, 0] for thing in things]}


def new_map(title: str, rows: int, columns: int) -> dict[str, Any]:
    return {"title": title, "rows": rows, "columns": columns, "marks": {}}


def seats(data: dict[str, Any]) -> list[list[Seat]]:
    """The rows of the map, the front of the class first; [] for what is no map."""
    marks = data.get("marks", {})
    return [
        [
            Seat(row, column, marks.get(f"{row}-{column}", 0))
            for column in range(1, data["columns"] + 1)
        ]
        for row in range(1, data.get("rows", 0) + 1)
    ]


def sentence(data: dict[str, Any]) -> str:
    """What a reader and a printed page see of it."""
    if "counts" in data:
        return " ".join(
            _("%(thing)s: %(times)s.") % {"thing": thing, "times": times}
            for thing, times in data["counts"]
        )
    marked = [seat for row in seats(data) for seat in row if seat.marks]
    if not marked:
        return _("%(title)s. No mark yet.") % {"title": data["title"]}
    said = "; ".join(
        ngettext(
            "row %(row)s column %(column)s: %(times)s time",
            "row %(row)s column %(column)s: %(times)s times",
            seat.marks,
        )
        % {"row": seat.row, "column": seat.column, "times": seat.marks}
        for seat in marked
    )
    return f"{data['title']}. {said[:1].upper()}{said[1:]}."


def pressed(data: dict[str, Any], place: str, by: int, key: str) -> dict[str, Any] | None:
    """``data`` after one press; the same if the press is known; None if there is no such place.

    ``place`` is the number of a count ("0") or a seat ("2-3"); ``by`` adds 1 or takes 1 away.
    """
    known = data.get("pressed", [])
    if key in known:
        return data
    kept = {**data, "pressed": [*known, key][-REMEMBERED:]}
    if "counts" in data:
        if place not in map(str, range(len(data["counts"]))):
            return None
        kept["counts"] = [
            [thing, _moved(times, by) if place == str(number) else times]
            for number, (thing, times) in enumerate(data["counts"])
        ]
        return kept
    if place not in {seat.key for row in seats(data) for seat in row}:
        return None
    kept["marks"] = {**data["marks"], place: _moved(data["marks"].get(place, 0), by)}
    return kept


def _moved(times: int, by: int) -> int:
    return min(max(times + by, 0), MOST)


def times(data: dict[str, Any]) -> dict[str, int]:
    """Every place with its number, as a page that counts shows them."""
    if "counts" in data:
        return {str(number): row[1] for number, row in enumerate(data["counts"])}
    return {seat.key: seat.marks for row in seats(data) for seat in row}
