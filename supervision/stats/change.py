"""Before and after around an activity, each teacher once. A description, never a claim."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

MIN_TEACHERS = 5
MIN_ITEMS = 5
WINDOW_DAYS = 200

Items = Mapping[str, int]  # indicator code: level 1 to 4


@dataclass(frozen=True, slots=True)
class Movement:
    """Mean level of a group before and after, 1.0 to 4.0; means None below ``MIN_TEACHERS``.

    ``complete`` teachers have both sides with enough common items, of ``group`` in all;
    ``up``, ``same`` and ``down`` count them, and are 0 where the means are None.
    """

    group: int
    complete: int
    before: float | None
    after: float | None
    up: int = 0
    same: int = 0
    down: int = 0


def pair(
    before: Iterable[Items], after: Iterable[Items], *, common: int = MIN_ITEMS
) -> tuple[float, float] | None:
    """One teacher's mean level on each side, over the items seen on both.

    Sessions of a side are averaged first, each alike. None with fewer than ``common`` items
    seen on both sides.
    """
    early, late = list(before), list(after)
    codes = _codes(early) & _codes(late)
    if len(codes) < common:
        return None
    return _mean(early, codes), _mean(late, codes)


def _codes(sessions: list[Items]) -> set[str]:
    return set().union(*(items.keys() for items in sessions)) if sessions else set()


def _mean(sessions: list[Items], codes: set[str]) -> float:
    means = [
        fmean(level for code, level in items.items() if code in codes)
        for items in sessions
        if codes & items.keys()
    ]
    return fmean(means)


def movement(pairs: Mapping[Hashable, tuple[float, float] | None]) -> Movement:
    """A group's movement from the pairs of all its teachers; None for an incomplete one."""
    whole = [found for found in pairs.values() if found is not None]
    if len(whole) < MIN_TEACHERS:
        return Movement(len(pairs), len(whole), None, None)
    changes = [late - early for early, late in whole]
    return Movement(
        group=len(pairs),
        complete=len(whole),
        before=fmean(early for early, _late in whole),
        after=fmean(late for _early, late in whole),
        up=sum(change > 0 for change in changes),
        same=sum(change == 0 for change in changes),
        down=sum(change < 0 for change in changes),
    )
