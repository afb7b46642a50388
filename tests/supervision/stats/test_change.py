import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.stats.change import movement, pair

# Eight teachers, means before and after; mean change .3125, 5 up, 3 same, 0 down, by hand.
BEFORE = [2.25, 2.5, 2.0, 2.75, 3.0, 2.5, 2.25, 3.25]
AFTER = [2.75, 2.5, 2.75, 3.0, 3.0, 3.0, 2.75, 3.25]


def test_movement_of_the_reference_case():
    found = movement(dict(enumerate(zip(BEFORE, AFTER, strict=True))))
    assert (found.group, found.complete) == (8, 8)
    assert found.after - found.before == pytest.approx(0.3125)
    assert (found.up, found.same, found.down) == (5, 3, 0)


def test_four_complete_teachers_say_nothing():
    pairs = dict.fromkeys(range(4), (2.0, 3.0)) | {9: None}
    found = movement(pairs)
    assert (found.group, found.complete) == (5, 4)
    assert (found.before, found.after, found.up) == (None, None, 0)


def test_five_complete_teachers_are_shown():
    found = movement(dict.fromkeys(range(5), (2.0, 3.0)))
    assert (found.before, found.after, found.up) == (2.0, 3.0, 5)


def test_pair_counts_only_items_seen_on_both_sides():
    before = {"R01": 1, "R02": 2, "R03": 3, "R04": 2, "R05": 2, "R09": 4}
    after = {"R01": 2, "R02": 3, "R03": 4, "R04": 3, "R05": 3, "R10": 1}
    assert pair([before], [after]) == (2.0, 3.0)


def test_pair_needs_five_common_items():
    items = {"R01": 1, "R02": 2, "R03": 3, "R04": 2}
    assert pair([items], [items]) is None


def test_pair_weighs_sessions_alike():
    few = {f"R{n:02}": 1 for n in range(1, 6)}
    many = {f"R{n:02}": 3 for n in range(1, 11)}
    assert pair([few, many], [many]) == (2.0, 3.0)


@given(st.lists(st.tuples(st.floats(1, 4), st.floats(1, 4)), min_size=5, max_size=20))
def test_movement_stays_in_bounds_whatever_the_order(values):
    one = movement(dict(enumerate(values)))
    other = movement(dict(enumerate(values[::-1])))
    assert one.before == pytest.approx(other.before)
    assert 1 <= one.after <= 4
    assert one.up + one.same + one.down == len(values)
