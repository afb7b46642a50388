"""One person over time, small enough to stand beside words."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from portal.charts.lines import GAP

SMALL_WIDTH, SMALL_HEIGHT = 240, 132


@dataclass(frozen=True, slots=True)
class Trace:
    """One side's way over the columns: marks, and lines between those of one form."""

    marks: list[tuple[float, float]]
    runs: list[str]
    last: float | None
    last_y: float


@dataclass(frozen=True, slots=True)
class Small:
    """A small multiple: the same axis 1 to 4 on each, the last values written at the right."""

    own: Trace
    other: Trace
    breaks: list[float]
    ticks: list[tuple[float, str]]
    columns: list[tuple[float, str]]
    width: int = SMALL_WIDTH
    height: int = SMALL_HEIGHT


def small(
    columns: Sequence[str],
    own: Sequence[float | None],
    other: Sequence[float | None],
    breaks: Sequence[int] = (),
) -> Small:
    """Two sides' levels, 1.0 to 4.0; no line leads over a break before a column in ``breaks``.

    A level None leaves its mark out. With more than three columns every second word is left out.
    """
    top, bottom = 14, 30
    step = (SMALL_WIDTH - 92) / max(len(columns) - 1, 1)

    def y(level: float) -> float:
        return top + (4 - level) / 3 * (SMALL_HEIGHT - top - bottom)

    xs = [36 + step * at for at in range(len(columns))]
    every = 1 if len(columns) <= 3 else 2
    traces = [_trace(xs, values, y, breaks) for values in (own, other)]
    return Small(
        *_parted(*traces),
        breaks=[(xs[at - 1] + xs[at]) / 2 for at in breaks],
        ticks=[(y(level), str(level)) for level in (1, 2, 3, 4)],
        columns=[
            (x, word)
            for at, (x, word) in enumerate(zip(xs, columns, strict=True))
            if (len(columns) - 1 - at) % every == 0
        ],
    )


def _trace(
    xs: Sequence[float],
    values: Sequence[float | None],
    y: Callable[[float], float],
    breaks: Sequence[int],
) -> Trace:
    edges = [0, *breaks, len(xs)]
    runs = [
        [(x, y(value)) for x, value in zip(xs[a:b], values[a:b], strict=True) if value is not None]
        for a, b in itertools.pairwise(edges)
    ]
    marks = [mark for run in runs for mark in run]
    last = next((value for value in reversed(values) if value is not None), None)
    lines = [" ".join(f"{a:.1f},{b:.1f}" for a, b in run) for run in runs if len(run) > 1]
    return Trace(marks, lines, last, marks[-1][1] + 4 if marks else 0.0)


def _parted(own: Trace, other: Trace) -> tuple[Trace, Trace]:
    """The two with their last values moved apart where they would lie on each other."""
    near = own.marks and other.marks and abs(own.last_y - other.last_y) < GAP
    if not near:
        return own, other
    middle, above = (own.last_y + other.last_y) / 2, own.last_y < other.last_y
    offset = -GAP / 2 if above else GAP / 2
    return replace(own, last_y=middle + offset), replace(other, last_y=middle - offset)
