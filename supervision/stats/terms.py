"""Terms side by side: means with their intervals, shares, and change of those seen twice.

Intervals say how much a mean would move with other visits and other terms, not with other
teachers: all of a place are in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from scipy import stats

MIN_TEACHERS = 5
MIN_SHARES = 10
EXACT = 12  # up to so many teachers every pattern of signs is tried
RECENT_DAYS = 90


@dataclass(frozen=True, slots=True)
class TermMean:
    """Mean level 1.0 to 4.0 of ``teachers``, each counted once, with its 95 % interval."""

    teachers: int
    mean: float
    low: float
    high: float


def mean(levels: Sequence[float]) -> TermMean | None:
    """Mean of teachers' mean levels, Student's t; None below 5 teachers.

    The interval is cut to the scale, 1 to 4.
    """
    if len(levels) < MIN_TEACHERS:
        return None
    middle, error = fmean(levels), float(stats.sem(levels))
    reach = float(stats.t.ppf(0.975, len(levels) - 1)) * error
    return TermMean(len(levels), middle, max(middle - reach, 1.0), min(middle + reach, 4.0))


def shares(counts: Sequence[int], teachers: int) -> tuple[float, ...] | None:
    """Share of each level, 0.0 to 1.0 in all 1.0; None below 10 teachers or without a level."""
    total = sum(counts)
    if teachers < MIN_SHARES or total == 0:
        return None
    return tuple(count / total for count in counts)


def recent_share(days_since: Sequence[int | None]) -> float | None:
    """Share (0.0 to 1.0) of teachers whose last talk is under 90 days ago.

    None stands for a teacher without any talk, who counts. None below 5 teachers.
    """
    if len(days_since) < MIN_TEACHERS:
        return None
    return fmean(days is not None and 0 <= days < RECENT_DAYS for days in days_since)


@dataclass(frozen=True, slots=True)
class Change:
    """Mean change in levels of teachers seen in both terms, -3.0 to 3.0, with its 95 % interval.

    It holds trend, practice and the observer's mood: a description, never a claim. ``p_exact``:
    of all patterns of signs (Fisher 1935), up to 12 teachers; None beyond.
    """

    teachers: int
    mean: float
    error: float
    low: float
    high: float
    up: int
    same: int
    down: int
    p_exact: float | None


def change(pairs: Mapping[object, tuple[float, float]]) -> Change | None:
    """Paired change (Student 1908), each teacher once; None below 5 teachers."""
    if len(pairs) < MIN_TEACHERS:
        return None
    early = np.array([before for before, _after in pairs.values()])
    late = np.array([after for _before, after in pairs.values()])
    moved = late - early
    error = float(stats.sem(moved))
    reach = float(stats.t.ppf(0.975, len(moved) - 1)) * error
    middle = float(moved.mean())
    return Change(
        teachers=len(moved),
        mean=middle,
        error=error,
        low=middle - reach,
        high=middle + reach,
        up=int((moved > 0).sum()),
        same=int((moved == 0).sum()),
        down=int((moved < 0).sum()),
        p_exact=_signs(moved) if len(moved) <= EXACT else None,
    )


def _signs(moved: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Share of the 2^n patterns of signs whose mean lies at least as far from 0."""
    patterns = np.array(np.meshgrid(*([(1.0, -1.0)] * len(moved)))).reshape(len(moved), -1)
    sums = np.abs(moved @ patterns)
    return float(np.mean(sums >= abs(moved.sum()) - 1e-9))
