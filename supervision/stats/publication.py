"""Which sums about groups may leave the school, so that no other number tells a person's level.

Everything published is a union of *parts*, and each part may itself be known. A part is a
subdistrict, or the small subdistricts of a regency together; it has five teachers of three
schools, it is taken in whole, and it grows by five teachers or not at all. So whatever is
subtracted from whatever else, in place or in time, gives a group of that size again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from supervision.stats.suppression import MIN_TEACHERS, Area

HALF = 0.5  # a level: nobody's may be known more closely than this
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Group:
    """Teachers with a level in one aspect and term, each counted once.

    ``most`` are the teachers of its largest school; ``level_sum`` adds up the teachers' mean
    levels, 1.0 to 4.0 each.
    """

    teachers: int = 0
    schools: int = 0
    most: int = 0
    level_sum: float = 0.0

    def __add__(self, other: Group) -> Group:
        return Group(
            self.teachers + other.teachers,
            self.schools + other.schools,
            max(self.most, other.most),
            self.level_sum + other.level_sum,
        )

    @property
    def is_safe(self) -> bool:
        """Large and mixed enough to be told, and its sum leaves each teacher's level open."""
        large = Area(self.teachers, self.schools, self.most).is_safe
        return large and tells_little(self.teachers, self.level_sum)


@dataclass(frozen=True, slots=True)
class Part:
    """A subdistrict's teachers as published; ``pooled`` are told with others of the regency."""

    group: Group
    pooled: bool = False


def tells_little(teachers: int, level_sum: float) -> bool:
    """Does a known sum leave the level of each teacher open by half a level or more?

    Also to a colleague who subtracts her own level, whatever it is: with hers at 1 and the others
    at 4 a teacher has at least ``level_sum - 1 - 4 (teachers - 2)``, which must stay below 3.5;
    the same from above. Too near to all 1 or all 4 is thus not told of a small group.
    """
    reach = 3 + HALF
    return teachers + reach <= level_sum <= 4 * teachers - reach


def may_replace(before: Group, after: Group) -> bool:
    """Five more teachers, whose own sum tells little: the difference is a group as well."""
    entered = after.teachers - before.teachers
    return entered >= MIN_TEACHERS and tells_little(entered, after.level_sum - before.level_sum)


def settle(
    live: Mapping[str, Group], before: Mapping[str, Part], *, final: bool
) -> dict[str, Part]:
    """The parts to publish now, by the code of the subdistrict ("35.14.16").

    ``before`` are those of the last publication of the same term and aspect; what may not be
    replaced stays as it is. Small subdistricts of a regency are pooled in the ``final`` one
    alone, when they cannot grow out of the pool any more.
    """
    after = dict(before)
    left: dict[str, dict[str, Group]] = {}
    for code, group in live.items():
        known = before.get(code)
        if known is None and group.is_safe:
            after[code] = Part(group)
        elif known is None:
            left.setdefault(code[:5], {})[code] = group
        elif group.is_safe and may_replace(known.group, group):
            after[code] = Part(group)
    if final:
        for small in left.values():
            if len(small) > 1 and total(small.values()).is_safe:
                after |= {code: Part(group, pooled=True) for code, group in small.items()}
    return after


def total(groups: Iterable[Group]) -> Group:
    found = Group()
    for group in groups:
        found += group
    return found


@dataclass(frozen=True, slots=True)
class Levels:
    """One school's teachers with a level: how many, the sum of their means, ratings by level."""

    teachers: int
    level_sum: float
    counts: tuple[int, int, int, int]  # ratings at levels 1 to 4

    @property
    def tenths(self) -> tuple[int, ...]:
        """The four levels' shares in tenths that add up to 10 (largest remainders)."""
        whole = sum(self.counts)
        exact = [10 * count / whole for count in self.counts]
        found = [int(share) for share in exact]
        order = sorted(range(4), key=lambda at: (found[at] - exact[at], at))
        for at in order[: 10 - sum(found)]:
            found[at] += 1
        return tuple(found)

    @property
    def is_open(self) -> bool:
        """Do its shares leave a teacher's mean open by half a level, also to a colleague?

        A colleague takes out her own ratings, at worst the lowest or the highest of all; of what
        is left a teacher may have the lowest or the highest as many.
        """
        if not tells_little(self.teachers, self.level_sum):
            return False
        shares = [self.teachers * count / sum(self.counts) for count in self.counts]
        return all(_width(row) >= HALF for row in (shares, shares[::-1]))


def _width(shares: Sequence[float]) -> float:
    """How far a teacher's mean may lie apart once one teacher has taken the first levels."""
    rest, taken = list(shares), 1.0
    for at, share in enumerate(rest):
        rest[at] = max(0.0, share - taken)
        taken = max(0.0, taken - share)
    first, last = _fill(rest), _fill(rest[::-1])
    return abs((5 - last) - first)


def _fill(shares: Sequence[float]) -> float:
    """Mean position, 1 to 4, of one teacher's worth of ratings from the first position on."""
    need, found = 1.0, 0.0
    for at, share in enumerate(shares, 1):
        part = min(need, share)
        found, need = found + at * part, need - part
    return found


def shown_schools(schools: Mapping[Key, Levels], *, within: bool) -> set[Key]:
    """Schools whose level shares are told: five teachers, and no way back to those of the others.

    ``schools`` are all of one part. If it is published (``within``), its sum minus those shown
    gives the rest: that must be nobody, or five teachers whose sum tells little. Where it is not,
    the smallest shown ones are kept back too.
    """
    shown = {key for key, row in schools.items() if row.teachers >= MIN_TEACHERS and row.is_open}
    order = sorted(shown, key=lambda key: (schools[key].teachers, str(key)))
    while within and shown:
        rest = [row for key, row in schools.items() if key not in shown]
        teachers = sum(row.teachers for row in rest)
        if not teachers:
            break
        level_sum = sum(row.level_sum for row in rest)
        if teachers >= MIN_TEACHERS and tells_little(teachers, level_sum):
            break
        shown.discard(order.pop(0))
    return shown
