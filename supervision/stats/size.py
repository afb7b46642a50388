"""Sizes without a unit: a shift in standard deviations between teachers (Hedges 1981).

Intervals turn Student's noncentral distribution round; they take teachers as independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special


@dataclass(frozen=True, slots=True)
class Size:
    """``value`` standard deviations, with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def correction(freedom: float) -> float:
    """Hedges's J, 0.0 to 1.0: by how much a size from few teachers is too large."""
    half = freedom / 2
    return float(np.exp(special.gammaln(half) - special.gammaln(half - 0.5)) / half**0.5)


def paired(changes: Sequence[float]) -> Size | None:
    """Mean change in standard deviations of changes (g_z); None where they do not vary."""
    moved = np.asarray(changes, dtype=float)
    if len(moved) < 2 or np.ptp(moved) == 0:
        return None
    return _sized(float(moved.mean() / moved.std(ddof=1)), len(moved) - 1.0, 1 / len(moved))


def apart(first: Sequence[float], second: Sequence[float]) -> Size | None:
    """Difference of two groups' means in their pooled standard deviation (g); None without one."""
    freedom, spread = len(first) + len(second) - 2.0, pooled(first, second)
    if not spread:
        return None
    difference = float(np.mean(first) - np.mean(second))
    return _sized(difference / spread, freedom, 1 / len(first) + 1 / len(second))


def pooled(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Standard deviation within two groups; None below two values in either."""
    if min(len(first), len(second)) < 2:
        return None
    squares = sum(float(np.var(side)) * len(side) for side in (first, second))
    return float((squares / (len(first) + len(second) - 2)) ** 0.5)


def _sized(raw: float, freedom: float, scale: float) -> Size:
    """``raw`` over its error, the root of ``scale``, follows a noncentral t."""
    error, shrunk = scale**0.5, correction(freedom)
    ends = (special.nctdtrinc(freedom, share, raw / error) for share in (0.975, 0.025))
    low, high = (float(end) * error * shrunk for end in ends)
    return Size(raw * shrunk, low, high)
