"""What moved around an activity: participants beside a comparison, two estimates, one bracket.

The gain (difference in differences) is right if groups differ in what they are, the
baseline-adjusted estimate if they were picked by their last rating; under either story the two
bracket the truth (Ding and Li 2019), so a claim needs both. Values are mean levels, 1.0 to 4.0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from supervision.stats.caveats import Caveat, Code, blocks
from supervision.stats.clustered import Fit, cr2, cr3, numbered, within

PROCEDURE = 2  # version of what follows; a stored result of another one is computed anew
MIN_TEACHERS = 5
MIN_SCHOOLS = 2  # one school alone shows nothing
MIN_FREEDOM = 3.0
MIN_SHIFT = 0.1  # levels; 2.5 points of 100
LEVEL = 0.06  # of each estimate; both together then err in under 5 % (simulated)


class Design(StrEnum):
    """Where the comparison sits: colleagues of the same schools, or other schools."""

    WITHIN = "within"
    BETWEEN = "between"


class Verdict(StrEnum):
    SILENT = "silent"  # too few
    BLOCKED = "blocked"  # a caveat forbids any claim
    WIDE = "wide"  # could be up, could be down
    APART = "apart"  # the two ways of reckoning differ
    CROWDED = "crowded"  # would do for one aspect alone, not among several
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Teacher:
    """One teacher's mean level on both sides, over the items seen on both."""

    joined: bool
    school: Hashable
    before: float
    after: float
    other_observer: bool = False  # another person observed afterwards


@dataclass(frozen=True, slots=True)
class Effect:
    """Both estimates in levels, with the teachers and schools they rest on."""

    design: Design
    joined: int
    compared: int
    schools: int
    gain: Fit
    adjusted: Fit

    @property
    def low(self) -> float:
        """Lower end of the bracket: the hull of both intervals, which holds the truth in 95 %."""
        return min(fit.interval(1 - LEVEL)[0] for fit in (self.gain, self.adjusted))

    @property
    def high(self) -> float:
        return max(fit.interval(1 - LEVEL)[1] for fit in (self.gain, self.adjusted))

    @property
    def least(self) -> float:
        """The estimate nearer to 0."""
        return min(self.gain.value, self.adjusted.value, key=abs)

    @property
    def p(self) -> float:
        """The larger p of both (Berger 1982), 1.0 where they point apart."""
        if self.gain.value * self.adjusted.value <= 0:
            return 1.0
        return max(self.gain.p, self.adjusted.p)


def effect(teachers: Sequence[Teacher]) -> Effect | None:
    """Both estimates of what taking part goes along with; None below the gate.

    The gate: 5 teachers a side, 2 schools, 3 degrees of freedom. Where at least half of the
    participants have comparison teachers in their own schools, only such schools count, each
    with its own effect, which removes the observer. Otherwise schools are compared, with errors
    clustered by school.
    """
    mixed = _mixed(teachers)
    taking_part = sum(row.joined for row in teachers)
    if 2 * sum(row.joined for row in mixed) >= taking_part:
        found = _gated(mixed, Design.WITHIN)
        if found:
            return found
    return _gated(teachers, Design.BETWEEN)


def earlier(teachers: Sequence[Teacher], design: Design) -> Effect | None:
    """The same arithmetic from levels of the term before the last, as a check of a low last rating.

    Whoever was invited for a low last rating rises by itself from there, not from the term
    before. ``teachers`` have that term's level as ``before``; the same gate.
    """
    rows = _mixed(teachers) if design == Design.WITHIN else teachers
    return _gated(rows, design)


def _mixed(teachers: Sequence[Teacher]) -> list[Teacher]:
    sides = Counter({(row.school, row.joined) for row in teachers})
    both = {school for school, joined in sides if (school, not joined) in sides}
    return [row for row in teachers if row.school in both]


def _gated(teachers: Sequence[Teacher], design: Design) -> Effect | None:
    joined = sum(row.joined for row in teachers)
    schools = len({row.school for row in teachers})
    if min(joined, len(teachers) - joined) < MIN_TEACHERS or schools < MIN_SCHOOLS:
        return None
    fits = _fits(teachers, design)
    if fits is None or min(fit.freedom for fit in fits) < MIN_FREEDOM:
        return None
    return Effect(design, joined, len(teachers) - joined, schools, *fits)


def _fits(teachers: Sequence[Teacher], design: Design) -> tuple[Fit, Fit] | None:
    """Gain, and the estimate adjusted for the baseline."""
    joined = np.array([row.joined for row in teachers], dtype=float)
    before = np.array([row.before for row in teachers], dtype=float)
    after = np.array([row.after for row in teachers], dtype=float)
    schools = numbered([row.school for row in teachers])
    if design == Design.WITHIN:
        gain = within(after - before, joined[:, None], schools)
        adjusted = within(after, np.column_stack([joined, before]), schools)
    else:
        ones = np.ones(len(joined))
        gain = cr2(after - before, np.column_stack([ones, joined]), schools)
        both = np.column_stack([ones, joined, before])
        adjusted = cr3(after, both, schools, gain.freedom) if gain else None
    return (gain, adjusted) if gain and adjusted else None


def holm(values: Sequence[float]) -> list[float]:
    """p values corrected for looking at several at once (Holm 1979), in the order given."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found, floor = [0.0] * len(values), 0.0
    for rank, index in enumerate(order):
        floor = max(floor, min(1.0, (len(values) - rank) * values[index]))
        found[index] = floor
    return found


def verdict(found: Effect | None, corrected: float, caveats: Sequence[Caveat]) -> Verdict:
    """What may be said of one aspect. ``corrected``: its p after ``holm`` over all aspects."""
    if found is None or any(row.code == Code.FEW_COMPLETE for row in caveats):
        return Verdict.SILENT
    if blocks(caveats):
        return Verdict.BLOCKED
    if found.p >= LEVEL or abs(found.least) < MIN_SHIFT:
        return Verdict.APART if _is_clear(found.gain) or _is_clear(found.adjusted) else Verdict.WIDE
    if corrected >= LEVEL:
        return Verdict.CROWDED
    return Verdict.UP if found.least > 0 else Verdict.DOWN


def _is_clear(fit: Fit) -> bool:
    return fit.p < LEVEL and abs(fit.value) >= MIN_SHIFT
