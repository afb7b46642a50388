"""Means of small places, drawn towards the mean of all: for colours of a map, never as a score."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

MIN_PLACES = 8


@dataclass(frozen=True, slots=True)
class Area:
    """A place's raw mean (in the unit of the ratings) and the teachers that it rests on."""

    mean: float
    teachers: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawn mean, its standard deviation, and the weight (0.0 to 1.0) of the place's own."""

    mean: float
    spread: float
    weight: float


def shrink(areas: Mapping[Key, Area], variance: float) -> dict[Key, Drawn] | None:
    """Each place drawn to the mean of all (Fay and Herriot 1979); None below 8 places.

    ``variance``: of teachers within a place, pooled. The variance between places is that of
    DerSimonian and Laird (1986), 0 allowed; its own error is left out of ``spread``.
    """
    if len(areas) < MIN_PLACES or variance <= 0 or any(a.teachers < 1 for a in areas.values()):
        return None
    return drawn(areas, variance, between(areas, variance))


def drawn(areas: Mapping[Key, Area], variance: float, tau: float) -> dict[Key, Drawn]:
    """With the variance between places given as ``tau``."""
    errors = {key: variance / area.teachers for key, area in areas.items()}
    middle = _mean(areas, {key: 1 / (tau + error) for key, error in errors.items()})
    found = {}
    for key, area in areas.items():
        weight = tau / (tau + errors[key])
        mean = middle + weight * (area.mean - middle)
        found[key] = Drawn(mean, (weight * errors[key]) ** 0.5, weight)
    return found


def between(areas: Mapping[Key, Area], variance: float) -> float:
    """Variance between places (DerSimonian and Laird 1986), at least 0."""
    weights = {key: area.teachers / variance for key, area in areas.items()}
    middle = _mean(areas, weights)
    spread = sum(weights[key] * (area.mean - middle) ** 2 for key, area in areas.items())
    total = sum(weights.values())
    scale = total - sum(weight**2 for weight in weights.values()) / total
    return max((spread - (len(areas) - 1)) / scale, 0.0) if scale > 0 else 0.0


def _mean(areas: Mapping[Key, Area], weights: Mapping[Key, float]) -> float:
    total = sum(weights.values())
    return sum(weights[key] * area.mean for key, area in areas.items()) / total
