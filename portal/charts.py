"""Drawings of the same numbers as the table beside them: geometry only, words in templates."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils import formats

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 180, 44, 116, 20, 34
WORD, SIGN = 74, 9.2  # room that the word below a column takes, and that of one of its signs
SMALL_WIDTH, SMALL_HEIGHT = 240, 132
GAP = 17  # between the labels of two lines that end close together


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    text: str
    note: str
    note_y: float
    anchor: str
    ends: tuple[float, float] | None = None  # heights of the upper and lower end of its range

    @property
    def rise(self) -> float:
        """From the lower end of the range back to the upper one."""
        return self.ends[0] - self.ends[1] if self.ends else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One series: ``style`` 1 to 3 sets colour, dash and mark."""

    label: str
    style: int
    points: list[Point]
    label_y: float = 0

    @property
    def path(self) -> str:
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)

    @property
    def end(self) -> Point:
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Chart:
    lines: list[Line]
    ticks: list[tuple[float, str]]
    columns: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT


def _y(level: float) -> float:
    """Height of a level 1.0 to 4.0; the axis is the same on every chart."""
    return TOP + (4 - level) / 3 * (HEIGHT - TOP - BOTTOM)


def levels(
    columns: Sequence[str],
    series: Sequence[tuple[str, int, Sequence[float | None], Sequence[str]]],
    ranges: Sequence[tuple[float, float] | None] = (),
) -> Chart:
    """Lines of levels over ``columns``: (label, style, levels, notes such as "n=14").

    A level None leaves its point out. The highest point of a column has its note above it,
    the others have theirs below. ``ranges`` are low and high of the points of a single line.
    Where columns stand close, words of some are left out, never that of the last.
    """
    last = max(len(columns) - 1, 1)
    xs = [LEFT + (WIDTH - LEFT - RIGHT) / last * number for number in range(len(columns))]
    tops = [_top([values[number] for _, _, values, _ in series]) for number in range(len(columns))]
    lines = []
    spans = ranges or [None] * len(columns)
    for index, (label, style, values, notes) in enumerate(series):
        points = []
        for number, (value, note) in enumerate(zip(values, notes, strict=True)):
            if value is None:
                continue
            y = _y(value)
            span = spans[number]
            ends = (_y(span[1]), _y(span[0])) if span else None
            note_y = y - 10 if tops[number] == index else (ends[1] if ends else y) + 19
            anchor = {0: "start", last: "end"}.get(number, "middle")
            text = f"{value:.1f}".replace(".", ",")
            points.append(Point(xs[number], y, text, note, note_y, anchor, ends))
        if points:
            lines.append(Line(label, style, points))
    ticks = [(_y(level), str(level)) for level in (1, 2, 3, 4)]
    every = max(1, -int(-WORD // (xs[1] - xs[0]))) if last > 1 else 1
    words = [
        (max(x, len(word) * SIGN / 2 + 2), word)
        for at, (x, word) in enumerate(zip(xs, columns, strict=True))
        if (last - at) % every == 0
    ]
    return Chart(apart(lines), ticks, words)


def _top(values: Sequence[float | None]) -> int | None:
    """Which of several levels of one column is drawn highest; None if there is just one."""
    found = [(level, -index) for index, level in enumerate(values) if level is not None]
    return -max(found)[1] if len(found) > 1 else None


def apart(lines: Sequence[Line]) -> list[Line]:
    """The lines with their labels moved down until none lies on another."""
    found: list[Line] = []
    for line in sorted(lines, key=lambda line: line.end.y):
        least = found[-1].label_y + GAP if found else 0
        found.append(replace(line, label_y=max(line.end.y + 4, least)))
    return found


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
