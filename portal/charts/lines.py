"""Lines of levels over terms or visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 180, 44, 116, 20, 34
WORD, SIGN = 74, 9.2  # room that the word below a column takes, and that of one of its signs
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
