import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.stats.publication import (
    Group,
    Levels,
    Part,
    may_replace,
    settle,
    shown_schools,
    tells_little,
)

USUAL = Group(teachers=12, schools=4, most=4, level_sum=30.0)


@pytest.mark.parametrize(
    ("teachers", "level_sum", "open_"),
    [(5, 12.5, True), (5, 16.5, True), (5, 17.0, False), (5, 8.0, False), (40, 150.0, True)],
)
def test_a_sum_near_the_ends_of_the_scale_tells_of_single_teachers(teachers, level_sum, open_):
    assert tells_little(teachers, level_sum) is open_


@given(st.lists(st.floats(1, 4), min_size=3, max_size=9))
def test_a_colleague_cannot_bring_a_teacher_within_half_a_level(levels):
    """By the definition: subtract one, let all but one of the others be highest or lowest."""
    total, rest = sum(levels), len(levels) - 2
    if tells_little(len(levels), total):
        for own in levels:
            low = max(1.0, total - own - 4 * rest)
            high = min(4.0, total - own - rest)
            assert high - low >= 0.5 - 1e-9


def test_a_figure_waits_for_five_more_teachers():
    four = USUAL + Group(4, 0, 0, 10.0)
    five = USUAL + Group(5, 0, 0, 12.0)
    assert not may_replace(USUAL, four)
    assert may_replace(USUAL, five)
    assert settle({"35.14.16": four}, {"35.14.16": Part(USUAL)}, final=True) == {
        "35.14.16": Part(USUAL)
    }


def test_newcomers_all_alike_at_the_top_wait_as_well():
    assert not may_replace(USUAL, USUAL + Group(5, 0, 0, 20.0))


def test_small_subdistricts_of_a_regency_are_told_together_at_the_end_alone():
    small = Group(4, 2, 2, 10.0)
    live = {"35.14.16": small, "35.14.17": small, "35.15.01": small, "35.14.18": USUAL}
    assert settle(live, {}, final=False) == {"35.14.18": Part(USUAL)}
    assert settle(live, {}, final=True) == {
        "35.14.18": Part(USUAL),
        "35.14.16": Part(small, pooled=True),
        "35.14.17": Part(small, pooled=True),
    }


def test_one_large_school_keeps_its_subdistrict_untold():
    assert settle({"35.14.16": Group(10, 3, 7, 25.0)}, {}, final=True) == {}


def school(teachers: int, *counts: int) -> Levels:
    level_sum = sum(at * count for at, count in enumerate(counts, 1)) / sum(counts) * teachers
    return Levels(teachers, level_sum, counts)


def test_tenths_of_a_school_add_up_to_ten():
    assert school(5, 1, 1, 1, 0).tenths == (4, 3, 3, 0)
    assert school(6, 0, 13, 40, 7).tenths == (0, 2, 7, 1)


def test_a_school_where_all_are_alike_is_not_told():
    assert not school(8, 0, 0, 80, 0).is_open
    assert school(8, 0, 30, 40, 10).is_open


def test_a_small_school_takes_a_large_one_with_it_where_the_sum_is_told():
    rows = {
        "a": school(2, 3, 7, 8, 2),
        "b": school(6, 5, 20, 25, 10),
        "c": school(9, 5, 40, 35, 10),
    }
    assert shown_schools(rows, within=True) == {"c"}
    assert shown_schools(rows, within=False) == {"b", "c"}
