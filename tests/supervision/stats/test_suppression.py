import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.stats.suppression import Area, hidden_groups

sizes = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 30), max_size=8)


def test_a_lone_small_group_takes_the_next_smallest_with_it():
    assert hidden_groups({"a": 3, "b": 9, "c": 7}) == {"a", "c"}


def test_two_small_groups_that_are_large_together_are_enough():
    assert hidden_groups({"a": 3, "b": 4, "c": 12}) == {"a", "b"}


def test_two_small_groups_that_are_still_small_take_a_third():
    assert hidden_groups({"a": 1, "b": 2, "c": 12, "d": 8}) == {"a", "b", "d"}


def test_empty_groups_give_nothing_away():
    assert hidden_groups({"a": 0, "b": 9}) == {"a"}


@pytest.mark.parametrize(
    ("area", "safe"),
    [
        (Area(10, 3, 7), False),
        (Area(10, 3, 6), True),
        (Area(10, 2, 5), False),
        (Area(4, 4, 1), False),
    ],
)
def test_an_area_needs_teachers_schools_and_no_school_that_is_most_of_it(area, safe):
    assert area.is_safe is safe


@given(sizes)
def test_no_hidden_group_follows_from_the_total(groups):
    """Whoever knows the total and all that is shown knows the sum of the hidden ones only."""
    hidden = hidden_groups(groups)
    assert {key for key, size in groups.items() if size < 5} <= hidden
    people = [groups[key] for key in hidden if groups[key]]
    if people and len(hidden) < len(groups):
        assert len(people) >= 2
        assert sum(people) >= 5
