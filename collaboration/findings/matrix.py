"""Excerpts that still stand, laid out by theme and source, by theme and month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.formats import date_format

from collaboration.barriers import months_before
from collaboration.findings.texts import KINDS, MARKS, SOURCES, TECHNIQUES, Kind, sentences
from collaboration.models import CodedExcerpt, CodedText, Theme
from portal.models import School, User

Says = dict[str, dict[str, str]]  # by text, the words of each sentence by its digest
RELATED = [f"{kind.key}{''.join(f'__{name}' for name in kind.related)}" for kind in KINDS.values()]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One sentence under one theme, whoever coded it; ``writer`` is a user's id, never shown."""

    pk: object  # of one of its rows
    theme: Theme
    kind: Kind
    source: str
    day: dt.date
    words: str
    writer: int
    key: str  # kind and id of its text
    digest: str
    school: int  # for which it was coded

    @property
    def source_label(self) -> object:
        return SOURCES[self.source]

    @property
    def month(self) -> str:
        return f"{self.day:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a theme has in one column; people are counted, not codes alone."""

    column: str
    excerpts: list[Excerpt] = field(default_factory=list)

    @property
    def people(self) -> int:
        return len({row.writer for row in self.excerpts})

    @property
    def marks(self) -> list[tuple[str, object]]:
        """(shape, name) of each technique that speaks here."""
        found = {row.kind.technique for row in self.excerpts}
        return [(MARKS[name], label) for name, label in TECHNIQUES.items() if name in found]


@dataclass(frozen=True, slots=True)
class Row:
    theme: Theme
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(len(cell.excerpts) for cell in self.cells)


def excerpts(user: User, school: School) -> list[Excerpt]:
    """Excerpts of ``school`` that ``user`` may read and whose text still says so; one query.

    What several coders found is one excerpt.
    """
    return standing(CodedExcerpt.objects.visible_to(user).filter(coded__school=school))


def standing(rows: QuerySet[CodedExcerpt]) -> list[Excerpt]:
    """``rows`` whose sentence is still in its text, each sentence of a theme once; one query."""
    rows = rows.select_related("theme", *(f"coded__{name}" for name in RELATED))
    found: dict[tuple[object, str, str], Excerpt] = {}
    known: Says = {}
    for row in rows.order_by("pk"):
        excerpt = reading(row, known)
        if excerpt:
            found.setdefault((row.theme_id, row.coded.key, row.digest), excerpt)
    return sorted(found.values(), key=lambda row: (row.theme.name, row.day, row.words))


def reading(row: CodedExcerpt, known: Says) -> Excerpt | None:
    """``row`` with its words, or None where its text does not hold them any more.

    ``known`` keeps the sentences of texts read so far: a text stands under many excerpts.
    """
    kind, text = KINDS[row.coded.kind], row.coded.text
    if row.coded.key not in known:
        known[row.coded.key] = {line.digest: line.words for line in sentences(kind, text)}
    words = known[row.coded.key].get(row.digest)
    if words is None:
        return None
    return Excerpt(
        row.pk,
        row.theme,
        kind,
        kind.source(text),
        kind.day(text),
        words,
        kind.writer(text),
        row.coded.key,
        row.digest,
        row.coded.school_id,
    )


def months(rows: Sequence[Excerpt], most: int = 6) -> list[str]:
    """``most`` months in a row, without gaps, up to the newest excerpt's ("2026-11")."""
    if not rows:
        return []
    return [f"{first:%Y-%m}" for first in months_before(max(row.day for row in rows), most)]


def month_name(month: str) -> str:
    return date_format(dt.date.fromisoformat(f"{month}-01"), "M Y")


def table(
    rows: Iterable[Excerpt], columns: Sequence[str], of: Callable[[Excerpt], str]
) -> list[Row]:
    """A row for each theme that has something in ``columns``, by name."""
    cells: dict[Theme, dict[str, list[Excerpt]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        cells[row.theme][of(row)].append(row)
    return [
        Row(theme, [Cell(column, found[column]) for column in columns])
        for theme, found in sorted(cells.items(), key=lambda pair: pair[0].name)
        if any(found[column] for column in columns)
    ]


def coded_keys(user: User, school: School) -> set[str]:
    """Kind and id of each text that ``user`` has gone through."""
    rows = CodedText.objects.visible_to(user).filter(school=school, coder=user)
    return set(rows.values_list("key", flat=True))
