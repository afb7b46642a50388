"""The three ways in which the matrix of themes is laid out: by source, by role, over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from collaboration.findings import matrix
from collaboration.findings.matrix import Cell, Excerpt, Row
from collaboration.findings.roles import ROLES, roles_of
from collaboration.findings.texts import SOURCES


@dataclass(frozen=True, slots=True)
class Display:
    """A layout: ``key`` of its columns in addresses, their ``heads``, a row a theme."""

    key: str
    label: object
    columns: Sequence[str]
    heads: Sequence[object]
    rows: Sequence[Row]

    @property
    def lines(self) -> list[tuple[Row, list[tuple[object, Cell]]]]:
        """Each row with its cells beside their heads, for a list where no table fits."""
        return [(row, list(zip(self.heads, row.cells, strict=True))) for row in self.rows]


def by_source(rows: Sequence[Excerpt]) -> Display:
    columns = list(SOURCES)
    found = matrix.table(rows, columns, lambda row: row.source)
    return Display("sumber", _("By source"), columns, list(SOURCES.values()), found)


def by_role(rows: Sequence[Excerpt]) -> Display:
    """Roles that nobody wrote in are left out; one query."""
    held = roles_of(rows)
    columns = [role for role in ROLES if role in held.values()]
    found = matrix.table(rows, columns, lambda row: held[row.pk])
    return Display("peran", _("By role"), columns, [ROLES[role] for role in columns], found)


def over_time(rows: Sequence[Excerpt]) -> Display:
    columns = matrix.months(rows)
    found = matrix.table(rows, columns, lambda row: row.month)
    heads = [matrix.month_name(month) for month in columns]
    return Display("bulan", _("Over time"), columns, heads, found)


DISPLAYS: dict[str, Callable[[Sequence[Excerpt]], Display]] = {
    "sumber": by_source,
    "peran": by_role,
    "bulan": over_time,
}
