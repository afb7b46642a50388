"""Small groups and unique combinations: merged, or left out. Pure functions on tuples.

k-anonymity after Sweeney (2002), by local recoding: only rows of too small a group lose detail.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 5  # people who share a combination
LEAST_SCHOOLS = 3
MOST_OF_ONE_SCHOOL = 0.6  # share of the people, 0.0 to 1.0
MERGED = "*"

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coarse:
    rows: dict[str, Row]  # by person; those left out are missing
    left_out: frozenset[str]
    unique: int  # people who stood alone with their combination beforehand
    merged: dict[int, int]  # column: people whose value was merged


def small(rows: Mapping[str, Row], least: int = LEAST) -> set[str]:
    """People whose combination fewer than ``least`` share."""
    sizes = Counter(rows.values())
    return {person for person, row in rows.items() if sizes[row] < least}


def coarsen(rows: Mapping[str, Row], order: Sequence[int], least: int = LEAST) -> Coarse:
    """Merge the columns of ``order``, one after the other, in groups that are still too small.

    Whoever is in a small group even then is left out.
    """
    now, merged = dict(rows), dict.fromkeys(order, 0)
    for column in order:
        for person in small(now, least):
            row = now[person]
            now[person] = (*row[:column], MERGED, *row[column + 1 :])
            merged[column] += 1
    out = small(now, least)
    kept = {person: row for person, row in now.items() if person not in out}
    return Coarse(kept, frozenset(out), len(small(rows, 2)), merged)


def smallest(rows: Iterable[Row]) -> int:
    """People in the smallest group; 0 of none."""
    return min(Counter(rows).values(), default=0)


def widen(
    pairs: Sequence[tuple[str, str]], up: Callable[[str], str], least: int = LEAST
) -> tuple[dict[str, str], int]:
    """What to write for each value of (person, value), so that ``least`` people share it.

    ``up`` says what a value is part of, in the end ""; a value nobody else has enough of is
    widened until it is shared or "". Also returns how many values were widened.
    """
    now = {value: value for _person, value in pairs}
    for _level in range(3):
        people: dict[str, set[str]] = defaultdict(set)
        for person, value in pairs:
            people[now[value]].add(person)
        now = {
            value: shown if len(people[shown]) >= least else up(shown)
            for value, shown in now.items()
        }
    return now, sum(value != shown for value, shown in now.items())


def half_year(month: str) -> str:
    """ "2026-11" is part of "2026-S2", and that of ""."""
    if "-S" in month or not month:
        return ""
    return f"{month[:4]}-S{1 if int(month[5:]) <= 6 else 2}"
