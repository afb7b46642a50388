"""Parts of a whole: a bar of levels, squares of places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A piece of a bar: from ``x``, ``width`` wide, of 300."""

    x: float
    width: float
    count: int
    level: int


def shares(counts: Sequence[int], full: float = 300) -> list[Share]:
    """A stacked bar of the counts of levels 1 to 4; empty for no ratings."""
    total, found, x = sum(counts), [], 0.0
    for level, count in enumerate(counts, 1):
        width = full * count / total if total else 0.0
        if count:
            found.append(Share(x, width, count, level))
        x += width
    return found


@dataclass(frozen=True, slots=True)
class Square:
    x: int
    y: int
    level: int  # index of its count; 0 is drawn as a dashed outline


@dataclass(frozen=True, slots=True)
class Waffle:
    """Squares, ten a row, one for ``each`` things; largest remainders round the groups."""

    squares: list[Square]
    each: int
    height: int
    width: int = 10 * 26 + 2


def waffle(counts: Sequence[int], most: int = 100) -> Waffle:
    """``counts`` in their order, at most ``most`` squares; a group that is there has one."""
    total = sum(counts)
    each = max(1, -(-total // most))
    exact = [count / each for count in counts]
    found = [max(int(share), 1) if count else 0 for share, count in zip(exact, counts, strict=True)]
    order = sorted(range(len(counts)), key=lambda at: found[at] - exact[at])
    for at in order:
        if sum(found) < round(total / each) and found[at] < exact[at]:
            found[at] += 1
    levels = [at for at, count in enumerate(found) for _ in range(count)]
    squares = [
        Square(2 + 26 * (at % 10), 2 + 26 * (at // 10), level) for at, level in enumerate(levels)
    ]
    return Waffle(squares, each, 2 + 26 * -(-len(squares) // 10))
