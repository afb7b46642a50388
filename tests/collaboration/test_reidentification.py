"""An adversary who holds whole copies of the database tries to find who answered what.

What she has: every row of every table in the order it lies on the disk, with the database's own
marks of it, after the term and after each single answer; who answered, and in which order. What
she lacks is the portal's key, which is no part of a copy.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from collaboration import climate as pulse
from collaboration.actions import climate as actions
from collaboration.models import ClimateCount
from portal.models import School, Term, User
from portal.roles import Role
from tests.factories import SchoolFactory, TermFactory, appointed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
STATEMENTS = ("trust", "open", "help")
PEOPLE = 8
MARKS = {"postgresql": "ctid", "sqlite": "rowid"}  # where a row lies


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school() -> School:
    TermFactory()
    return SchoolFactory()


def staff(school: School) -> list[User]:
    return [appointed(Role.TEACHER, school=school) for _ in range(PEOPLE)]


def drawn(chance: random.Random) -> dict[str, int]:
    return {statement: chance.randint(1, 4) for statement in STATEMENTS}


def dump() -> dict[str, list[dict[str, Any]]]:
    """Every table as it lies on the disk: each row with its place, in that order."""
    found = {}
    mark = MARKS[connection.vendor]
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT {mark} AS place, * FROM {table} ORDER BY {mark}")
            names = [column[0] for column in cursor.description]
            found[model._meta.db_table] = [
                dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()
            ]
    return found


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview | bytes) else value


CHANCE = {  # what is drawn anew each time, and where the rows of a second try lie
    "collaboration_climatetoken": {"place", "id"},
    "collaboration_climatecount": {"place", "id", "sealed"},
}


def without_chance(copy: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        table: [
            {name: value for name, value in row.items() if name not in CHANCE.get(table, ())}
            for row in rows
        ]
        for table, rows in copy.items()
    }


def give(people: list[User], school: School, answers: list[dict[str, int]]) -> None:
    term = Term.objects.get()
    for user, levels in zip(people, answers, strict=True):
        actions.answer(by=user, school=school, term=term, levels=levels)


def test_whoever_gave_which_answer_the_copy_is_the_same(school):
    """The same people in the same order, their answers exchanged: two copies without a trace."""
    people, chance = staff(school), random.Random(7)
    answers = [drawn(chance) for _ in people]
    give(people, school, answers)
    first = dump()
    for table in ("climatetoken", "climatecount"):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM collaboration_{table}")
    exchanged = answers[::-1]
    assert exchanged != answers
    give(people, school, exchanged)
    second = dump()
    counts = "collaboration_climatecount"
    assert len(first[counts]) == len(second[counts]) == 1
    assert first.keys() == second.keys()
    first, second = without_chance(first), without_chance(second)
    assert [table for table in first if first[table] != second[table]] == []


def test_no_table_but_the_sealed_count_changes_with_what_is_answered(school):
    people, term = staff(school), Term.objects.get()
    before = dump()
    actions.answer(by=people[0], school=school, term=term, levels=drawn(random.Random(1)))
    after = dump()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"collaboration_climatetoken", "collaboration_climatecount"}


def strategies(before: bytes, after: bytes) -> list[int]:
    """Guesses of the first statement's level, 1 to 4, from two copies around one answer."""
    gaps = [
        int.from_bytes(after[16 + 2 * at : 18 + 2 * at]) - int.from_bytes(before[at * 2 + 16 :][:2])
        for at in range(4)
    ]
    bits = [bin(gap & 0xFFFF).count("1") for gap in gaps]
    return [
        1 + min(range(4), key=lambda at: abs(gaps[at] - 1)),  # the number that grew by one
        1 + min(range(4), key=lambda at: bits[at]),  # the number that changed least
        1 + max(range(4), key=lambda at: gaps[at]),  # the number that grew most
        1 + sum(after) % 4,  # any fixed rule
    ]


def test_copies_around_each_answer_tell_no_more_than_chance(school):
    """Eight people in each of 25 rounds; every strategy stays near one in four."""
    people, term, chance = staff(school), Term.objects.get(), random.Random(3)
    hits, tries = [0, 0, 0, 0], 0
    for _round in range(25):
        ClimateCount.objects.all().delete()
        connection.cursor().execute("DELETE FROM collaboration_climatetoken")
        before = None
        for user in people:
            levels = drawn(chance)
            actions.answer(by=user, school=school, term=term, levels=levels)
            after = bytes(ClimateCount.objects.get().sealed)
            if before is not None:
                tries += 1
                for at, guess in enumerate(strategies(before, after)):
                    hits[at] += guess == levels["trust"]
            before = after
    assert tries == 175
    most = tries / 4 + 5 * (tries * 3 / 16) ** 0.5  # five standard errors
    assert all(found <= most for found in hits), hits


def test_with_the_key_the_sums_are_whole(school):
    """The control: the same copies, opened with the key, hold every answer."""
    people, chance = staff(school), random.Random(5)
    answers = [drawn(chance) for _ in people]
    give(people, school, answers)
    numbers = pulse.counted(ClimateCount.objects.all())
    expected = [
        sum(answer[statement] == level for answer in answers)
        for statement in STATEMENTS
        for level in (1, 2, 3, 4)
    ]
    assert numbers == expected
