"""What is published over two months of 1,000 invented districts tells nobody's level."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from supervision.stats import publication
from supervision.stats.publication import Group, Levels, Part
from tests.supervision.stats.attack import Question, Told, bounds

ITEMS = 10
DISTRICTS = 1000
MOODS = {  # chances of levels 1 to 4; the extremes are where sums tell most
    "usual": (10, 35, 40, 15),
    "high": (0, 1, 4, 20),
    "low": (20, 4, 1, 0),
    "same": (0, 0, 1, 0),
    "split": (10, 0, 0, 10),
}
NUMBERS = tuple[dict[str, Part], dict[str, Part], set[str]]
Publisher = Callable[[dict, dict], NUMBERS]


@dataclass(frozen=True)
class Teacher:
    subdistrict: str
    school: str
    month: int  # 0: rated before the first publication, 1: between the two
    counts: tuple[int, ...]  # ratings at levels 1 to 4

    @property
    def mean(self) -> float:
        return sum(level * count for level, count in enumerate(self.counts, 1)) / ITEMS

    @property
    def shares(self) -> tuple[float, ...]:
        return tuple(count / ITEMS for count in self.counts)


def invent(rng: random.Random) -> list[Teacher]:
    found, late = [], rng.choice((0.1, 0.3, 0.6))
    for place in range(rng.randint(1, 3)):
        for school in range(rng.randint(1, 5)):
            mood = MOODS[rng.choice(list(MOODS))]
            for _ in range(rng.choice((1, 2, 3, 5, 6, 8))):
                drawn = rng.choices((1, 2, 3, 4), mood, k=ITEMS)
                counts = tuple(drawn.count(level) for level in (1, 2, 3, 4))
                month = int(rng.random() < late)
                found.append(Teacher(f"35.14.1{place}", f"{place}{school}", month, counts))
    return found


def summed(teachers: list[Teacher]) -> dict[str, dict[str, Levels]]:
    """By subdistrict and school, as the summaries keep them."""
    schools: dict[str, dict[str, list[Teacher]]] = defaultdict(lambda: defaultdict(list))
    for row in teachers:
        schools[row.subdistrict][row.school].append(row)
    return {
        code: {
            npsn: Levels(
                len(rows),
                sum(row.mean for row in rows),
                tuple(sum(row.counts[level] for row in rows) for level in range(4)),
            )
            for npsn, rows in found.items()
        }
        for code, found in schools.items()
    }


def grouped(schools: dict[str, dict[str, Levels]]) -> dict[str, Group]:
    return {
        code: publication.total(
            Group(row.teachers, 1, row.teachers, row.level_sum) for row in rows.values()
        )
        for code, rows in schools.items()
    }


def ours(first: dict, second: dict) -> NUMBERS:
    one = publication.settle(grouped(first), {}, final=False)
    two = publication.settle(grouped(second), one, final=True)
    shown, pooled = set(), {}
    for code, rows in second.items():
        if code in two and two[code].pooled:
            pooled |= rows
        else:
            shown |= publication.shown_schools(rows, within=code in two)
    return one, two, shown | publication.shown_schools(pooled, within=True)


def naive(first: dict, second: dict) -> NUMBERS:
    """Everything from five teachers on, fresh each month."""
    parts = [
        {code: Part(group, pooled=group.teachers < 5) for code, group in grouped(rows).items()}
        for rows in (first, second)
    ]
    shown = {npsn for rows in second.values() for npsn, row in rows.items() if row.teachers >= 5}
    return parts[0], parts[1], shown


@dataclass(frozen=True)
class Case:
    """A district as the solver sees it: classes of teachers who stand in the same numbers."""

    classes: dict[tuple[str, str, int], list[Teacher]]  # subdistrict, shown school or "", month
    told: list[Told]
    hidden: dict[str, list[Teacher]]  # schools that are not shown

    @property
    def sizes(self) -> list[int]:
        return [len(rows) for rows in self.classes.values()]


def publish(teachers: list[Teacher], publisher: Publisher) -> Case:
    first = summed([row for row in teachers if not row.month])
    second = summed(teachers)
    one, two, shown = publisher(first, second)
    classes: dict[tuple[str, str, int], list[Teacher]] = defaultdict(list)
    schools = defaultdict(list)
    for row in teachers:
        school = row.school if row.school in shown else ""
        classes[row.subdistrict, school, row.month].append(row)
        schools[row.school].append(row)
    keys = list(classes)
    fresh = {code for code, part in two.items() if part != one.get(code)}
    told = []
    for parts, renewed in ((one, set()), (two, fresh)):
        single = [{code} for code, part in parts.items() if not part.pooled]
        for codes in (*single, set(parts)):
            group = publication.total(parts[code].group for code in codes)
            members = [
                at
                for at, (code, _school, month) in enumerate(keys)
                if code in codes and (code in renewed or not month)
            ]
            if group.teachers:
                mean = round(group.level_sum / group.teachers, 1)
                told.append(Told(frozenset(members), mean=mean))
    for rows in second.values():
        for npsn in shown & set(rows):
            members = [at for at, key in enumerate(keys) if key[1] == npsn]
            told.append(Told(frozenset(members), tenths=rows[npsn].tenths))
    return Case(classes, told, {npsn: rows for npsn, rows in schools.items() if npsn not in shown})


def about_teachers(case: Case) -> list[Question]:
    """One teacher of each class, alone and with what her class's and area's extremes know."""
    found = []
    keys = list(case.classes)
    for at, (code, _school, _month) in enumerate(keys):
        found.append(Question({at: 1}))
        near = [other for other in range(len(keys)) if keys[other][0] == code and other != at]
        own = list(case.classes.values())[at]
        others = [(other, row) for other in near for row in case.classes[keys[other]]]
        for rows in ([(at, row) for row in own] if len(own) > 1 else [], others):
            ends = sorted(rows, key=lambda pair: pair[1].mean)
            known = {(number, row.shares) for number, row in (*ends[:1], *ends[-1:])}
            found += [Question({at: 1}, pair) for pair in sorted(known)]
    return found


def about_schools(case: Case) -> list[Question]:
    keys = list(case.classes)
    return [
        Question(
            {
                keys.index((rows[0].subdistrict, "", month)): count
                for month in (0, 1)
                if (count := sum(row.month == month for row in rows))
            }
        )
        for rows in case.hidden.values()
    ]


def attack(case: Case) -> list[str]:
    """What the solver knows within half a level; a school of five or more, within a tenth."""
    teachers, schools = about_teachers(case), about_schools(case)
    least = [publication.HALF] * len(teachers)
    least += [publication.HALF if len(rows) < 5 else 0.1 for rows in case.hidden.values()]
    questions = [*teachers, *schools]
    ranges = bounds(case.sizes, case.told, questions)
    return [
        f"{question} lies within {low:.2f} and {high:.2f}"
        for question, (low, high), width in zip(questions, ranges, least, strict=True)
        if high - low < width - 1e-6
    ]


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_solver_finds_no_teacher_and_no_hidden_school(part: int) -> None:
    numbers = 0
    for seed in range(part, DISTRICTS, 4):
        case = publish(invent(random.Random(seed)), ours)
        numbers += len(case.told)
        assert not (found := attack(case)), (seed, found)
    assert numbers > DISTRICTS  # it is not safe by being silent: four numbers a district


@pytest.mark.slow
def test_the_same_solver_finds_teachers_where_everything_is_told() -> None:
    cases = [publish(invent(random.Random(seed)), naive) for seed in range(60)]
    assert sum(bool(attack(case)) for case in cases) >= 5
