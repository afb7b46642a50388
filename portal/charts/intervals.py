"""One line a row: two means beside each other, or a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats

from portal.charts.lines import WIDTH


@dataclass(frozen=True, slots=True)
class Dots:
    """One line of a dot plot: where each side's mark stands; None without a level."""

    label: str
    y: float
    first: float | None
    second: float | None


@dataclass(frozen=True, slots=True)
class DotPlot:
    rows: list[Dots]
    ticks: list[tuple[float, str]]
    height: int
    width: int = WIDTH


def dots(rows: Sequence[tuple[str, int | None, int | None]]) -> DotPlot:
    """Two sides' levels, 1 to 4, one line a row: (label, first, second)."""
    step, left = 32, 64

    def x(level: int | None) -> float | None:
        return None if level is None else left + (level - 1) * (WIDTH - left - 28) / 3

    lines = [
        Dots(label, 24.0 + step * number, x(first), x(second))
        for number, (label, first, second) in enumerate(rows)
    ]
    ticks = [(x(level) or 0.0, str(level)) for level in (1, 2, 3, 4)]
    return DotPlot(lines, ticks, height=24 + step * len(rows))


@dataclass(frozen=True, slots=True)
class Interval:
    """One line of a forest plot: its range, and the marks of both estimates on it."""

    label: str
    y: float
    low: float
    high: float
    marks: list[float]


@dataclass(frozen=True, slots=True)
class Forest:
    """Ranges under each other on one axis; ``zero`` is where nothing differs."""

    rows: list[Interval]
    ticks: list[tuple[float, str]]
    zero: float
    height: int
    width: int = WIDTH


def forest(rows: Sequence[tuple[str, float, float, Sequence[float]]]) -> Forest:
    """A line a row, below its label: (label, low, high, estimates), in levels.

    The axis is even on both sides.
    """
    step, left, right = 50, 24, 24
    reach = max([0.5, *(abs(end) for _label, low, high, _marks in rows for end in (low, high))])

    def x(value: float) -> float:
        return left + (value + reach) * (WIDTH - left - right) / (2 * reach)

    lines = [
        Interval(label, 40.0 + step * number, x(low), x(high), [x(mark) for mark in marks])
        for number, (label, low, high, marks) in enumerate(rows)
    ]
    ends = [-reach, 0.0, reach]
    ticks = [(x(end), formats.number_format(round(end, 1), 1 if end else 0)) for end in ends]
    return Forest(lines, ticks, x(0.0), height=32 + step * len(rows))
