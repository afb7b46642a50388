"""Two versions of a plan, section by section, word by word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from collaboration.models import PlanVersion
from portal.differences import Piece, pieces


@dataclass(frozen=True, slots=True)
class SectionDifference:
    name: str
    label: str
    changed: bool
    pieces: list[Piece]


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[SectionDifference]:
    """Every section that either version has, in the order of a plan."""
    return [
        SectionDifference(
            name,
            str(label),
            old.get(name, "") != new.get(name, ""),
            pieces(old.get(name, ""), new.get(name, "")),
        )
        for name, label in PlanVersion.SECTIONS.items()
        if old.get(name) or new.get(name)
    ]
