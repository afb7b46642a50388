from __future__ import annotations

import itertools
from collections.abc import Sequence


def faults(bounds: Sequence[float]) -> list[str]:
    """What is wrong with the lower bounds of half-open bands on 0 to 100; [] if nothing.

    Bands run from each bound up to, and without, the next; the last one includes 100. So they
    have no gap and no overlap exactly if the bounds begin at 0 and rise.
    """
    found = []
    if not bounds or bounds[0] != 0:
        found.append("The lowest band begins at 0.")
    if any(high <= low for low, high in itertools.pairwise(bounds)):
        found.append("Each band begins above the one before.")
    if any(not 0 <= bound < 100 for bound in bounds):
        found.append("Bounds lie between 0 and 100.")
    return found


def band(value: float, bounds: Sequence[float]) -> int:
    """Position of the band that the unrounded ``value`` (0.0 to 100.0) falls into."""
    if not 0 <= value <= 100:
        raise ValueError("A score lies between 0 and 100.")
    return max(n for n, bound in enumerate(bounds) if value >= bound)
