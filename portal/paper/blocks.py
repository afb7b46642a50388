"""What a sheet of paper is made of: plain data, drawn by ``sheet.typ`` or by a page.

No text here is ever read as markup, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.paper.letterhead import Letterhead

LONG = 700  # signs in one cell from which a row may run over two pages


class Kind:
    """Gives a block the name of its kind, for the template that draws it."""

    __slots__ = ()

    @property
    def kind(self) -> str:
        return type(self).__name__


@dataclass(frozen=True, slots=True)
class Heading(Kind):
    """A heading below the sheet's title; ``level`` 1 or 2. A ``centred`` one opens a chapter."""

    text: str
    level: int = 1
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Words(Kind):
    """Paragraphs, parted by line breaks as they were typed. ``quiet`` is small print."""

    text: str
    quiet: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facts(Kind):
    """Names and values in two columns without rules."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Boxes(Kind):
    """Small squares to tick by hand, each with its label; the levels of one item."""

    labels: Sequence[str]


Cell = str | Boxes


@dataclass(frozen=True, slots=True)
class Table(Kind):
    """A ruled table whose head repeats. ``widths`` are shares (2.5) or ``0`` for as needed.

    ``height`` in mm is the least one of a row, for writing by hand.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    height: int = 0

    @property
    def breakable(self) -> list[bool]:
        """For each row, whether it is too long to be kept whole."""
        return [any(len(cell) > LONG for cell in row if isinstance(cell, str)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Lines(Kind):
    """Empty lines to write on."""

    count: int = 3


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: "Guru", the name with titles, and the number; an empty one is a line."""

    role: str
    name: str = ""
    nip: str = ""

    @property
    def number(self) -> str:
        """The NIP in its parts: birth, start, sex, order ("19850312 201001 2 003")."""
        nip = self.nip
        return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


@dataclass(frozen=True, slots=True)
class Signatures(Kind):
    """Who signs at the left and at the right, under place and day; others centred below."""

    place_and_day: str
    left: Signer | None
    right: Signer | None
    below: Sequence[Signer] = ()


@dataclass(frozen=True, slots=True)
class Square(Kind):
    """A QR code as the ``path`` of an SVG of ``size`` modules, beside its explanation."""

    path: str
    size: int
    text: str
    alt: str


@dataclass(frozen=True, slots=True)
class Picture(Kind):
    """A JPEG as base64, at most a page wide and half a page high, with its ``caption``."""

    jpeg: str
    caption: str


@dataclass(frozen=True, slots=True)
class Cover(Kind):
    """A page of its own in front: the title large, and lines below it."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Break(Kind):
    """The next block begins a page."""


Block = Heading | Words | Facts | Table | Lines | Signatures | Square | Picture | Cover | Break


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document. ``code`` is its receipt, ``foot`` a line such as the date of print."""

    title: str
    letterhead: Letterhead
    blocks: Sequence[Block]
    code: str
    foot: str
    subtitle: str = ""
    wide: bool = False
