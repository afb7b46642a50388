"""How far raters of the same items agree. Levels are whole numbers; a unit is one item's levels."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist, fmean

MIN_ITEMS = 20
MIN_LESSONS = 3
FIRM_ITEMS = 30  # below it an index is a hint only
LEVELS = (1, 2, 3, 4)

Unit = Sequence[int]  # the level that each rater gave, the raters always in the same order
Statistic = Callable[[Sequence[Unit]], "float | None"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """An index with its standard error and 95 % interval; at most 1, 0 for chance alone."""

    value: float
    error: float
    low: float
    high: float


def exact(units: Sequence[Unit]) -> float | None:
    """Share (0.0 to 1.0) of pairs of raters with the same level; None without a pair."""
    return within(units, 0)


def within(units: Sequence[Unit], distance: int = 1) -> float | None:
    """Share of pairs of raters at most ``distance`` levels apart; None without a pair."""
    gaps = [abs(a - b) for unit in units for a, b in combinations(unit, 2)]
    return fmean(gap <= distance for gap in gaps) if gaps else None


def kappa(units: Sequence[Unit], weights: str = "quadratic") -> float | None:
    """Cohen's kappa of two raters (Cohen 1960, weighted 1968).

    ``weights``: "none", "linear" or "quadratic" in the distance of levels. None where chance
    alone would give full agreement, as when both use one level only.
    """
    table = _Table(units, weights)
    return table.kappa if units else None


def cohen(units: Sequence[Unit], weights: str = "quadratic") -> Estimate | None:
    """Cohen's kappa with its large-sample interval (Fleiss, Cohen and Everitt 1969)."""
    table = _Table(units, weights)
    value = table.kappa if units else None
    if value is None:
        return None
    error = table.error(value)
    reach = NormalDist().inv_cdf(0.975) * error
    return Estimate(value, error, value - reach, value + reach)


class _Table:
    """Shares of the pairs of levels, and how much each pair agrees (1.0 for the same level)."""

    def __init__(self, units: Sequence[Unit], weights: str) -> None:
        self.count = len(units)
        pairs = Counter((first, second) for first, second in units)
        levels = sorted({level for unit in units for level in unit} | set(LEVELS))
        span = levels[-1] - levels[0]
        self.levels = levels
        self.shares = {pair: number / self.count for pair, number in pairs.items()}
        self.weights = {(a, b): _alike(abs(a - b), span, weights) for a in levels for b in levels}
        self.first = {level: self._share(0, level) for level in levels}
        self.second = {level: self._share(1, level) for level in levels}

    def _share(self, side: int, level: int) -> float:
        return sum(share for pair, share in self.shares.items() if pair[side] == level)

    @property
    def observed(self) -> float:
        return sum(share * self.weights[pair] for pair, share in self.shares.items())

    @property
    def expected(self) -> float:
        return sum(
            self.first[a] * self.second[b] * weight for (a, b), weight in self.weights.items()
        )

    @property
    def kappa(self) -> float | None:
        chance = self.expected
        return None if math.isclose(chance, 1) else (self.observed - chance) / (1 - chance)

    def error(self, value: float) -> float:
        rows = {
            a: sum(self.second[b] * self.weights[a, b] for b in self.levels) for a in self.levels
        }
        columns = {
            b: sum(self.first[a] * self.weights[a, b] for a in self.levels) for b in self.levels
        }
        chance = self.expected
        spread = sum(
            share * (self.weights[a, b] - (rows[a] + columns[b]) * (1 - value)) ** 2
            for (a, b), share in self.shares.items()
        )
        variance = (spread - (value - chance * (1 - value)) ** 2) / (1 - chance) ** 2 / self.count
        return math.sqrt(max(variance, 0.0))


def _alike(gap: int, span: int, weights: str) -> float:
    if weights == "none":
        return float(gap == 0)
    if weights not in ("linear", "quadratic"):
        raise ValueError(f"Unknown weights {weights!r}.")
    return 1 - (gap / span) ** (1 if weights == "linear" else 2)


def fleiss(units: Sequence[Unit]) -> float | None:
    """Fleiss' kappa (1971) of as many raters as a unit holds, each level for itself.

    None without a unit, with one rater, or where all levels are the same.
    """
    if not units or len(units[0]) < 2:
        return None
    raters = len(units[0])
    counts = [Counter(unit) for unit in units]
    observed = fmean(
        (sum(number**2 for number in row.values()) - raters) / (raters * (raters - 1))
        for row in counts
    )
    whole = sum(counts, Counter[int]())
    chance = sum((number / (len(units) * raters)) ** 2 for number in whole.values())
    return None if math.isclose(chance, 1) else (observed - chance) / (1 - chance)


def jackknife(lessons: Mapping[Hashable, Sequence[Unit]], index: Statistic) -> Estimate | None:
    """``index`` of all units, with the interval from leaving out one lesson at a time.

    Items of one lesson hang together, so the lesson is what is left out (Efron and Tibshirani
    1993, 11.5); t with one degree of freedom less than lessons. None where ``index`` is None
    for all units or without some lesson.
    """
    whole = index([unit for units in lessons.values() for unit in units])
    if whole is None or len(lessons) < 2:
        return None
    found = []
    for left_out in lessons:
        value = index(
            [unit for name, units in lessons.items() if name != left_out for unit in units]
        )
        if value is None:
            return None
        found.append(value)
    mean, count = fmean(found), len(found)
    error = math.sqrt((count - 1) / count * sum((value - mean) ** 2 for value in found))
    reach = t_quantile(count - 1) * error
    return Estimate(whole, error, whole - reach, whole + reach)


def t_quantile(freedom: int, share: float = 0.975) -> float:
    """Student's t with whole degrees of freedom >= 1, by halving on its exact distribution."""
    low, high = 0.0, 1.0
    while _t_share(high, freedom) < share:
        high *= 2
    for _step in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_share(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def _t_share(value: float, freedom: int) -> float:
    """P(T <= value) for value >= 0 (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4)."""
    angle = math.atan(value / math.sqrt(freedom))
    square, term = math.cos(angle) ** 2, 1.0
    if freedom % 2:
        total, term = 0.0, math.cos(angle)
        for number in range(1, freedom - 1, 2):
            total += term
            term *= square * (number + 1) / (number + 2)
        inside = 2 / math.pi * (angle + math.sin(angle) * total)
    else:
        total = 0.0
        for number in range(0, freedom - 1, 2):
            total += term
            term *= square * (number + 1) / (number + 2)
        inside = math.sin(angle) * total
    return 0.5 + inside / 2


def reason_against(lessons: Mapping[Hashable, Sequence[Unit]]) -> str:
    """Why no kappa is computed: "items", "lessons" or "levels"; "" if it is."""
    units = [unit for group in lessons.values() for unit in group]
    if len(units) < MIN_ITEMS:
        return "items"
    if sum(bool(group) for group in lessons.values()) < MIN_LESSONS:
        return "lessons"
    if any(len(set(levels)) < 2 for levels in zip(*units, strict=True)):
        return "levels"
    return ""
