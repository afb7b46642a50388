"""Invented schools without and with an effect: how often is one claimed, and is it covered?

Eight items a visit, rounded and cut to levels 1 to 4, so that the top is a ceiling. Spread of
true levels between teachers .45 and schools .25, of an occasion .35, of an item .55: two visits
correlate by about .6. Everybody's level drifts by a shift of each school (its observer and term)
with spread .25. Mean level 2.8. The numbers go through ``effect`` as a page's would.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from scipy import special

from supervision.stats.clustered import Fit, Numbers
from supervision.stats.effect import Teacher, Verdict, effect, verdict

MEAN, TEACHER, SCHOOL, OCCASION, ITEM, DRIFT = 2.8, 0.45, 0.25, 0.35, 0.55, 0.25
ITEMS = 8
HALF_A_LEVEL = 0.5


class Joining(StrEnum):
    """Who takes part."""

    RANDOM = "random"
    LOW_RATING = "low_rating"  # the lowest by the last rating, whose error falls back by itself
    TRULY_WEAKER = "truly_weaker"  # the lowest by what they are
    WHOLE_SCHOOLS = "whole_schools"


@dataclass(frozen=True, slots=True)
class Size:
    """``share`` of teachers takes part, or ``whole`` of schools where they do so as a whole."""

    schools: int
    per_school: int
    share: float
    whole: float


SIZES = (Size(2, 8, 0.5, 0.5), Size(6, 8, 0.3, 0.5), Size(20, 8, 0.1, 0.3), Size(38, 9, 0.1, 0.2))


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of place: ``effect`` is the true shift in levels."""

    schools: int
    per_school: int
    share: float
    joining: Joining
    effect: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares (0.0 to 1.0) of ``runs``; None where every run was silent.

    ``claims``: movement up or down is claimed, of all runs. ``coverage``: the bracket holds the
    shift that ratings show (the top of the scale hides some of a true shift), of runs with a
    bracket; ``coverage_of_true``: it holds the true shift. ``silent``: too few to say anything.
    ``gain`` and ``adjusted``: one estimate alone would have claimed, by its 95 % interval;
    ``gain_covers`` and ``adjusted_covers``: that interval holds the shift that ratings show.
    ``width``: mean width of the bracket in levels.
    """

    runs: int
    claims: float
    silent: float
    coverage: float | None = None
    coverage_of_true: float | None = None
    gain: float | None = None
    adjusted: float | None = None
    gain_covers: float | None = None
    adjusted_covers: float | None = None
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Invented teachers, and the mean shift that ratings of those who take part show."""

    teachers: list[Teacher]
    shift: float


def cells() -> list[Cell]:
    """All sizes and all ways of taking part, without and with an effect of half a level."""
    return [
        Cell(
            size.schools,
            size.per_school,
            size.whole if joining == Joining.WHOLE_SCHOOLS else size.share,
            joining,
            shift,
        )
        for shift in (0.0, HALF_A_LEVEL)
        for joining in Joining
        for size in SIZES
    ]


def simulate(cell: Cell, runs: int, seed: int) -> Outcome:
    """``runs`` invented places of one kind; the same seed gives the same outcome."""
    chance = np.random.default_rng([seed, *cell_key(cell)])
    found = [(effect(place.teachers), place.shift) for place in _places(cell, runs, chance)]
    known = [(row, shift) for row, shift in found if row is not None]
    claims = sum(verdict(row, row.p, []) in (Verdict.UP, Verdict.DOWN) for row, _ in known) / runs
    if not known:
        return Outcome(runs, claims, 1.0)
    return Outcome(
        runs,
        claims,
        silent=1 - len(known) / runs,
        coverage=fmean(row.low <= shift <= row.high for row, shift in known),
        coverage_of_true=fmean(row.low <= cell.effect <= row.high for row, _ in known),
        gain=fmean(not holds(row.gain, 0) for row, _ in known),
        adjusted=fmean(not holds(row.adjusted, 0) for row, _ in known),
        gain_covers=fmean(holds(row.gain, shift) for row, shift in known),
        adjusted_covers=fmean(holds(row.adjusted, shift) for row, shift in known),
        width=fmean(row.high - row.low for row, _ in known),
    )


def holds(fit: Fit, value: float) -> bool:
    low, high = fit.interval()
    return low <= value <= high


def cell_key(cell: Cell) -> tuple[int, ...]:
    """Whole numbers that name a cell, so that no two share their random draws."""
    order = list(Joining).index(cell.joining)
    return cell.schools, cell.per_school, order, round(cell.effect * 100)


def _places(cell: Cell, runs: int, chance: np.random.Generator) -> Iterator[Place]:
    shape = (cell.schools, cell.per_school)
    for _run in range(runs):
        true = MEAN + chance.normal(0, TEACHER, shape) + chance.normal(0, SCHOOL, shape[0])[:, None]
        before = _rated(true, chance)
        joined = _joined(cell, true, before, chance)
        drifted = true + chance.normal(0, DRIFT, shape[0])[:, None]
        after = _rated(drifted + cell.effect * joined, chance)
        shown = _expected(drifted + cell.effect) - _expected(drifted)
        teachers = [
            Teacher(bool(joined[at]), at[0], float(before[at]), float(after[at]))
            for at in np.ndindex(shape)
        ]
        yield Place(teachers, float(shown[joined].mean()))


def _expected(true: Numbers) -> Numbers:
    """The mean level that ratings of a true level come to: 1 + P(2 or more) + P(3 or more) + ..."""
    spread = np.hypot(OCCASION, ITEM)
    edges = np.array([1.5, 2.5, 3.5])
    above: Numbers = 1 + special.ndtr((true[..., None] - edges) / spread).sum(axis=-1)
    return above


def _rated(true: Numbers, chance: np.random.Generator) -> Numbers:
    """Mean level of a visit of each teacher."""
    seen = true + chance.normal(0, OCCASION, true.shape)
    items = seen[..., None] + chance.normal(0, ITEM, (*true.shape, ITEMS))
    levels: Numbers = np.clip(np.rint(items), 1, 4).mean(axis=-1)
    return levels


def _joined(
    cell: Cell, true: Numbers, before: Numbers, chance: np.random.Generator
) -> NDArray[np.bool_]:
    if cell.joining == Joining.WHOLE_SCHOOLS:
        whole = chance.permutation(cell.schools) < round(cell.share * cell.schools)
        return np.repeat(whole[:, None], cell.per_school, axis=1)
    count = round(cell.share * true.size)
    order = {
        Joining.RANDOM: chance.random(true.shape),
        Joining.LOW_RATING: before + chance.normal(0, 1e-6, true.shape),  # ties by chance
        Joining.TRULY_WEAKER: true,
    }[cell.joining]
    found: NDArray[np.bool_] = (order.ravel().argsort().argsort() < count).reshape(true.shape)
    return found
