"""Do hours together and change go together? Slopes in levels an hour; never a cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from supervision.stats.clustered import Fit, Numbers, cr3, numbered

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

    @property
    def together(self) -> bool:
        """May one say that hours and change go together?"""
        clear = self.p < 0.05 and self.low * self.high > 0
        same = self.within is None or self.within.value * self.slope >= 0
        return clear and same


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
