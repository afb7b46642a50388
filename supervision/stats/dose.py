"""Do hours together and change go together? Slopes in levels an hour; never a cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from scipy import stats

from supervision.stats.clustered import Fit, Numbers, cr3, numbered
from supervision.stats.suppression import Area

MIN_SCHOOLS = 12
RESAMPLES = 9_999
SEED = 20250101  # of the permutations, so that the same rows give the same p


@dataclass(frozen=True, slots=True)
class Row:
    """One teacher: hours together, at least 0, and change of the mean level, -3.0 to 3.0."""

    school: Hashable
    hours: float
    change: float


@dataclass(frozen=True, slots=True)
class Dose:
    """Across schools: median slope (Theil 1950, Sen 1968) of school means with its 95 % interval
    and the p of permuted schools. ``within`` compares colleagues of one school; None where hours
    do not vary inside schools. Two readings of one question: words need both to agree.
    """

    schools: int
    teachers: int
    slope: float
    low: float
    high: float
    p: float
    within: Fit | None

    def is_clear(self, p: float | None = None) -> bool:
        """Does the slope lie off 0? ``p``: corrected for looking at several aspects."""
        return (self.p if p is None else p) < 0.05 and self.low * self.high > 0

    @property
    def agrees(self) -> bool:
        """Do colleagues of one school not point the other way?"""
        return self.within is None or self.within.value * self.slope >= 0

    @property
    def together(self) -> bool:
        """May one say that hours and change go together?"""
        return self.is_clear() and self.agrees


def dose(rows: Sequence[Row]) -> Dose | None:
    """Slope over schools; None with fewer than 12 of them or hours all alike: draw dots only."""
    by_school: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        by_school[row.school].append(row)
    hours = np.array([np.mean([row.hours for row in group]) for group in by_school.values()])
    change = np.array([np.mean([row.change for row in group]) for group in by_school.values()])
    if len(by_school) < MIN_SCHOOLS or np.ptp(hours) == 0 or np.ptp(change) == 0:
        return None
    slope, _intercept, low, high = stats.theilslopes(change, hours, 0.95)
    return Dose(
        schools=len(by_school),
        teachers=len(rows),
        slope=float(slope),
        low=float(low),
        high=float(high),
        p=permuted(hours, change),
        within=_within(rows),
    )


def permuted(hours: Numbers, change: Numbers) -> float:
    """p of Kendall's tau under shuffled pairings; draws fixed, so the same rows, the same p."""
    signs = np.sign(change[:, None] - change)

    def score(order: Numbers, axis: int) -> Numbers:
        """Concordant minus discordant pairs, counted twice; ties stay whatever the pairing."""
        rows = np.moveaxis(order, axis, -1)
        return np.asarray((np.sign(rows[..., :, None] - rows[..., None, :]) * signs).sum((-1, -2)))

    found = stats.permutation_test(
        (hours,),
        score,
        permutation_type="pairings",
        vectorized=True,
        batch=1000,
        n_resamples=RESAMPLES,
        rng=np.random.default_rng(SEED),
    )
    return float(found.pvalue)


def _within(rows: Sequence[Row]) -> Fit | None:
    """Slope inside schools, school means removed, with a jackknife over schools, t(G - 1)."""
    schools = numbered([row.school for row in rows])
    hours = np.array([row.hours for row in rows], dtype=float)
    change = np.array([row.change for row in rows], dtype=float)
    counts = np.bincount(schools)
    hours -= (np.bincount(schools, weights=hours) / counts)[schools]
    change -= (np.bincount(schools, weights=change) / counts)[schools]
    return cr3(change, hours[:, None], schools, float(len(counts) - 1), column=0)


@dataclass(frozen=True, slots=True)
class Band:
    """Teachers with hours above ``over`` up to ``most``, or with none where both are 0.

    ``mean`` change in levels with its 95 % interval by school; None where the group could point
    at somebody: below five teachers or three schools, one school above 60 %, all moved alike.
    """

    over: float
    most: float
    area: Area
    mean: float | None = None
    low: float | None = None
    high: float | None = None


def bands(rows: Sequence[Row]) -> list[Band]:
    """No hours, up to the median of those who have some, and more; only bands with people."""
    some = [row.hours for row in rows if row.hours > 0]
    middle, top = (median(some), max(some)) if some else (0.0, 0.0)
    edges = [(0.0, 0.0), (0.0, middle), (middle, top)]
    found: list[Band] = []
    for over, most in edges:
        own = [row for row in rows if over < row.hours <= most or row.hours == most == 0]
        if own and not (found and most == found[-1].most):
            found.append(_band(over, most, own))
    return found


def _band(over: float, most: float, rows: Sequence[Row]) -> Band:
    schools = numbered([row.school for row in rows])
    sizes = np.bincount(schools)
    area = Area(len(rows), len(sizes), int(sizes.max()))
    change = np.array([row.change for row in rows], dtype=float)
    fit = None
    if area.is_safe and np.ptp(change) > 0:
        fit = cr3(change, np.ones((len(rows), 1)), schools, float(len(sizes) - 1), column=0)
    return Band(over, most, area, fit.value, *fit.interval()) if fit else Band(over, most, area)
