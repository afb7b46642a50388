"""Which figures about groups stay hidden, so that nobody is recognised by size or subtraction."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

MIN_TEACHERS = 5
MIN_SCHOOLS = 3
MAX_SHARE = 0.6  # of one school in the cell of an area


@dataclass(frozen=True, slots=True)
class Area:
    """A cell of an area: teachers and schools in it, and teachers of its largest school."""

    teachers: int
    schools: int
    most: int

    @property
    def is_safe(self) -> bool:
        large = self.teachers >= MIN_TEACHERS and self.schools >= MIN_SCHOOLS
        return large and self.most <= MAX_SHARE * self.teachers


def hidden_groups(sizes: Mapping[Key, int]) -> set[Key]:
    """Groups of one total that stay hidden, by size and by subtraction."""
    unsafe = {key for key, size in sizes.items() if size < MIN_TEACHERS}
    return _complement(unsafe, sizes)


def _complement(unsafe: set[Key], sizes: Mapping[Key, int]) -> set[Key]:
    """Hide more cells, smallest first, until what is hidden together is no small group.

    The total minus all that is shown gives the sum of the hidden ones: it must be of at least
    two cells and ``MIN_TEACHERS`` teachers. Empty cells give nothing away and hide nothing.
    """
    hidden = set(unsafe)
    with_people = {key for key in hidden if sizes[key] > 0}
    shown = sorted(
        (key for key in sizes if key not in hidden),
        key=lambda key: (sizes[key], str(key)),
    )
    while with_people and shown:
        if len(with_people) >= 2 and sum(sizes[key] for key in with_people) >= MIN_TEACHERS:
            break
        key = shown.pop(0)
        hidden.add(key)
        if sizes[key] > 0:
            with_people.add(key)
    return hidden
