"""Drawings of the same numbers as the table beside them: geometry only, words in templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 180, 44, 116, 20, 34
GAP = 14  # between the labels of two lines that end close together


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    text: str
    note: str
    note_y: float
    anchor: str


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
) -> Chart:
    """Lines of levels over ``columns``: (label, style, levels, notes such as "n=14").

    A level None leaves its point out. The highest point of a column has its note above it,
    the others have theirs below.
    """
    last = max(len(columns) - 1, 1)
    xs = [LEFT + (WIDTH - LEFT - RIGHT) / last * number for number in range(len(columns))]
    tops = [_top([values[number] for _, _, values, _ in series]) for number in range(len(columns))]
    lines = []
    for index, (label, style, values, notes) in enumerate(series):
        points = []
        for number, (value, note) in enumerate(zip(values, notes, strict=True)):
            if value is None:
                continue
            y = _y(value)
            note_y = y - 10 if tops[number] == index else y + 18
            anchor = {0: "start", last: "end"}.get(number, "middle")
            text = f"{value:.1f}".replace(".", ",")
            points.append(Point(xs[number], y, text, note, note_y, anchor))
        if points:
            lines.append(Line(label, style, points))
    ticks = [(_y(level), str(level)) for level in (1, 2, 3, 4)]
    return Chart(apart(lines), ticks, list(zip(xs, columns, strict=True)))


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
