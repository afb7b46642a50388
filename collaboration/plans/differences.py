"""Two versions of a plan, section by section, word by word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from collaboration.plans.sections import EVERY
from portal.differences import Piece, pieces


@dataclass(frozen=True, slots=True)
class SectionDifference:
    name: str
    label: str
    changed: bool
    pieces: list[Piece]


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[SectionDifference]:
    """Every section that either version has, in the order of a plan, as readers see it."""
    found = []
    for name, section in EVERY.items():
        left, right = (section.said(side.get(name, "")) for side in (old, new))
        if left or right:
            found.append(
                SectionDifference(name, str(section.label), left != right, pieces(left, right))
            )
    return found
