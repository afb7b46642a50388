from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BEST = 4


@dataclass(frozen=True, slots=True)
class Score:
    """What a form's levels come to.

    ``value`` 0.0 to 100.0, not rounded; None if nothing was observed or the method gives no
    number. ``parts`` are the inputs by section: sum of levels and items observed.
    """

    method: str
    value: float | None
    observed: int
    items: int
    parts: tuple[tuple[str, int, int], ...]
    counts: tuple[int, int, int, int]


def score(method: str, sections: Mapping[str, Sequence[int | None]]) -> Score:
    """Score of a form: levels 1 to 4 by section, None for "not observed".

    ``sum_over_max``: sum of observed levels over their maximum. ``mean_of_domains``: the mean
    of that share over the sections with something observed, each section alike (APKG).
    ``level_count``: counts only, no value. What is not observed leaves the denominator.
    Raises ``ValueError`` for another method or level.
    """
    levels = [level for items in sections.values() for level in items]
    if any(level is not None and level not in (1, 2, 3, 4) for level in levels):
        raise ValueError("Levels are 1 to 4, or None for not observed.")
    seen = [level for level in levels if level is not None]
    parts = tuple(
        (
            name,
            sum(level or 0 for level in items),
            sum(level is not None for level in items),
        )
        for name, items in sections.items()
    )
    counts = (seen.count(1), seen.count(2), seen.count(3), seen.count(4))
    value = _value(method, parts) if seen or method not in METHODS else None
    return Score(method, value, len(seen), len(levels), parts, counts)


METHODS = ("sum_over_max", "mean_of_domains", "level_count")


def _value(method: str, parts: Sequence[tuple[str, int, int]]) -> float | None:
    if method == "sum_over_max":
        total, count = sum(part[1] for part in parts), sum(part[2] for part in parts)
        return 100 * total / (BEST * count)
    if method == "mean_of_domains":
        shares = [total / (BEST * count) for _name, total, count in parts if count]
        return 100 * sum(shares) / len(shares)
    if method == "level_count":
        return None
    raise ValueError(f"Unknown scoring method {method!r}.")
