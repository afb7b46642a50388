"""What a closed term's climate pulse says of a group, if it is large enough to say anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collaboration.meetings import seals
from collaboration.models import ClimateCount, ClimateToken
from collaboration.models.climate import Agreement, Statement
from portal import charts
from portal.models import School, SchoolYear, Term
from supervision.stats.suppression import MIN_TEACHERS

STATEMENTS = tuple(Statement.values)
LEVELS = tuple(Agreement.values)


@dataclass(frozen=True, slots=True)
class Shares:
    """One statement: how many chose each level, 1 to 4, of ``n``.

    ``one_side`` is set instead of counts where all chose the same level: then only the half of
    the scale is told ("agree" or "disagree"), so that nobody's very answer is known.
    """

    statement: Statement
    n: int
    counts: tuple[int, ...]
    one_side: str = ""

    @property
    def label(self) -> str:
        return str(self.statement.label)

    @property
    def pieces(self) -> list[charts.Share]:
        return charts.shares(self.counts)

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        """Each level in words, how many chose it, and how many that is in a hundred."""
        return [
            (str(Agreement(level).label), count, round(100 * count / self.n))
            for level, count in zip(LEVELS, self.counts, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Pulse:
    """A closed term of a school, or a closed year of its cluster's small groups."""

    name: str
    n: int
    statements: list[Shares]


def place_of(school: int, term: int) -> str:
    return f"{school}:{term}"


def is_open(term: Term, today: dt.date) -> bool:
    return term.starts_on <= today <= term.ends_on


def is_closed(term: Term, today: dt.date) -> bool:
    """From the day after the term's last day on, for everybody alike."""
    return today > term.ends_on


def has_answered(user: int, school: School, term: Term) -> bool:
    return ClimateToken.objects.filter(user=user, school=school, term=term).exists()


def of_school(school: School, term: Term, today: dt.date) -> Pulse | None:
    """A closed term of one school; None before it closes and below five answers. Two queries."""
    if not is_closed(term, today):
        return None
    n = ClimateToken.objects.filter(school=school, term=term).count()
    if n < MIN_TEACHERS:
        return None
    numbers = counted(ClimateCount.objects.filter(school=school, term=term))
    return Pulse(str(term), n, told(numbers)) if numbers else None


def of_pool(school: School, year: SchoolYear, today: dt.date) -> Pulse | None:
    """The small groups of the school's cluster over a closed year, added up.

    Only terms of schools with fewer than five answers go in: a term that is shown by itself is
    never part of a pool. It takes five persons and two schools, else None. Three queries.
    """
    if school.cluster_id is None or not is_closed_year(year, today):
        return None
    tokens = ClimateToken.objects.filter(school__cluster=school.cluster_id, term__year=year)
    people: dict[tuple[int, int], set[int]] = {}
    for user, at, term in tokens.order_by().values_list("user", "school", "term"):
        people.setdefault((at, term), set()).add(user)
    small = {key for key, users in people.items() if len(users) < MIN_TEACHERS}
    persons = set().union(*(people[key] for key in small))
    if len(persons) < MIN_TEACHERS or len({at for at, _term in small}) < 2:
        return None
    rows = ClimateCount.objects.filter(school__cluster=school.cluster_id, term__year=year)
    numbers = counted(row for row in rows if (row.school_id, row.term_id) in small)
    if not numbers or school.cluster is None:
        return None
    return Pulse(f"{school.cluster.name}, {year}", sum(numbers[: len(LEVELS)]), told(numbers))


def is_closed_year(year: SchoolYear, today: dt.date) -> bool:
    """All terms of the year are over; an open one would let the sum be watched as it grows."""
    return today > year.ends_on


def counted(rows: Iterable[ClimateCount]) -> list[int]:
    """The sum of sealed counts; nothing at all if one of them cannot be opened."""
    total = [0] * seals.NUMBERS
    found = False
    for row in rows:
        try:
            numbers = seals.unseal(bytes(row.sealed), place_of(row.school_id, row.term_id))
        except seals.Broken:
            return []
        total = [a + b for a, b in zip(total, numbers, strict=True)]
        found = True
    return total if found else []


def told(numbers: Sequence[int]) -> list[Shares]:
    """Level counts of each statement as far as they may be told."""
    found = []
    for at, statement in enumerate(Statement):
        counts = tuple(numbers[at * len(LEVELS) : (at + 1) * len(LEVELS)])
        n, same = sum(counts), [level for level, count in enumerate(counts, 1) if count]
        if len(same) == 1:
            side = "agree" if same[0] > 2 else "disagree"
            found.append(Shares(statement, n, (0, 0, 0, 0), side))
        else:
            found.append(Shares(statement, n, counts))
    return found
