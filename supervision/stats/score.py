"""What a form's levels come to. Levels of one scale only; different scales are never added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

FOUR = (1, 2, 3, 4)
CONVERTED = 4  # the best level of a competence after the conversion
METHODS = ("sum_over_max", "mean_of_domains", "level_count", "competences")


@dataclass(frozen=True, slots=True)
class Part:
    """Input of one section: sum of the observed levels, items observed and items asked.

    ``share`` is the sum over its maximum, 0.0 to 100.0, None if nothing was observed. ``level``
    is the competence's level 1 to 4, None for other methods or if nothing was observed.
    """

    name: str
    total: int
    observed: int
    items: int
    share: float | None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A form's result.

    ``value`` 0.0 to 100.0, not rounded; None if nothing was observed or the method gives no
    number. ``counts`` say how often each of ``levels`` was seen, in that order.
    """

    method: str
    value: float | None
    observed: int
    items: int
    parts: tuple[Part, ...]
    levels: tuple[int, ...]
    counts: tuple[int, ...]

    @property
    def best(self) -> int:
        return self.levels[-1]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of Teach: its scores 1 to 5 by segment and their mean; None if not observed."""

    name: str
    by_segment: tuple[int | None, ...]
    mean: float | None


def score(
    method: str, sections: Mapping[str, Sequence[int | None]], levels: Sequence[int] = FOUR
) -> Score:
    """Score of a form: levels by section, None for "not observed".

    ``levels`` are all of the scale, lowest first; the last one is the best and 0 the least.
    ``sum_over_max``: sum of observed levels over their maximum. ``mean_of_domains``: the mean
    of that share over the sections with something observed, each section alike (APKG).
    ``level_count``: counts only, no value. ``competences``: each section is a competence whose
    share is converted to 1 to 4, and the value is their sum over 4 times their number (PKG).
    What is not observed leaves the denominator. Raises ``ValueError`` for another method or level.
    """
    if method not in METHODS:
        raise ValueError(f"Unknown scoring method {method!r}.")
    known = tuple(levels)
    every = [level for items in sections.values() for level in items]
    if any(level is not None and level not in known for level in every):
        raise ValueError(f"Levels are {known}, or None for not observed.")
    seen = [level for level in every if level is not None]
    parts = tuple(_part(name, items, known[-1], method) for name, items in sections.items())
    counts = tuple(seen.count(level) for level in known)
    value = _value(method, parts, known[-1]) if seen else None
    return Score(method, value, len(seen), len(every), parts, known, counts)


def _part(name: str, items: Sequence[int | None], best: int, method: str) -> Part:
    seen = [level for level in items if level is not None]
    total, most = sum(seen), best * len(seen)
    share = 100 * total / most if most else None
    level = conversion(total, most) if most and method == "competences" else None
    return Part(name, total, len(seen), len(items), share, level)


def conversion(total: int, most: int) -> int:
    """A competence's level 1 to 4 from its share of the maximum: up to 25, 50, 75 and 100 %.

    The published table begins above 0 and the lowest total of its 14 competences is 14, so a
    share of 0 counts as level 1. Whole numbers throughout: exactly 25 % is 1. Bounds: guide to
    the performance appraisal of teachers, 2010.
    """
    return max(1, -(-CONVERTED * total // most))


def _value(method: str, parts: Sequence[Part], best: int) -> float | None:
    observed = [part for part in parts if part.observed]
    if method == "sum_over_max":
        total, count = sum(part.total for part in parts), sum(part.observed for part in parts)
        return 100 * total / (best * count)
    if method == "mean_of_domains":
        return fmean(part.share or 0.0 for part in observed)
    if method == "competences":
        return 100 * sum(part.level or 0 for part in observed) / (CONVERTED * len(observed))
    return None


def elements(scores: Mapping[str, Sequence[int | None]]) -> list[Element]:
    """Teach: each element's 1 to 5 by segment and their mean, 1.0 to 5.0; never on 0 to 100.

    A segment in which it was not observed leaves the mean. Raises ``ValueError`` for another
    score.
    """
    found = []
    for name, by_segment in scores.items():
        seen = [value for value in by_segment if value is not None]
        if any(value not in range(1, 6) for value in seen):
            raise ValueError("Elements are scored 1 to 5, or None for not observed.")
        found.append(Element(name, tuple(by_segment), fmean(seen) if seen else None))
    return found
