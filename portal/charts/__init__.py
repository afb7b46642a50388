"""Drawings of the same numbers as the table beside them: geometry only, words in templates."""

from portal.charts.growth import Small, Trace, small
from portal.charts.intervals import DotPlot, Dots, Forest, Interval, dots, forest
from portal.charts.lines import GAP, Chart, Line, Point, apart, levels
from portal.charts.parts import Share, Square, Waffle, shares, waffle

__all__ = [
    "GAP",
    "Chart",
    "DotPlot",
    "Dots",
    "Forest",
    "Interval",
    "Line",
    "Point",
    "Share",
    "Small",
    "Square",
    "Trace",
    "Waffle",
    "apart",
    "dots",
    "forest",
    "levels",
    "shares",
    "small",
    "waffle",
]
