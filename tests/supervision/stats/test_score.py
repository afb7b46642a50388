from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.stats.bands import band, faults
from supervision.stats.score import score

levels = st.one_of(st.none(), st.integers(1, 4))
forms = st.dictionaries(st.text(min_size=1, max_size=3), st.lists(levels, max_size=8), max_size=4)


def slow_sum_over_max(form):
    seen = [level for items in form.values() for level in items if level is not None]
    return Fraction(100 * sum(seen), 4 * len(seen)) if seen else None


def slow_mean_of_domains(form):
    shares = []
    for items in form.values():
        seen = [level for level in items if level is not None]
        if seen:
            shares.append(Fraction(sum(seen), 4 * len(seen)))
    return 100 * sum(shares) / len(shares) if shares else None


@given(forms)
def test_score_agrees_with_a_slow_version(form):
    for method, slow in (
        ("sum_over_max", slow_sum_over_max),
        ("mean_of_domains", slow_mean_of_domains),
    ):
        found, wanted = score(method, form).value, slow(form)
        if wanted is None:
            assert found is None
        else:
            assert found == pytest.approx(float(wanted), abs=1e-9)
            assert 25 <= found <= 100


@given(forms)
def test_score_counts_every_observed_item_once(form):
    found = score("level_count", form)
    assert found.value is None
    assert sum(found.counts) == found.observed
    assert found.items == sum(len(items) for items in form.values())


@given(forms)
def test_score_does_not_depend_on_the_order(form):
    turned = {name: items[::-1] for name, items in reversed(form.items())}
    one, other = score("sum_over_max", form), score("sum_over_max", turned)
    assert (one.value, one.counts) == (other.value, other.counts)


def test_not_observed_leaves_the_denominator():
    assert score("sum_over_max", {"a": [4, None, None]}).value == 100
    assert score("sum_over_max", {"a": [2, 3, None]}).value == pytest.approx(62.5)


@pytest.mark.parametrize("level", [0, 5, -1])
def test_score_refuses_a_level_outside_1_to_4(level):
    with pytest.raises(ValueError, match="Levels are"):
        score("sum_over_max", {"a": [level]})


def test_score_refuses_an_unknown_method():
    with pytest.raises(ValueError, match="Unknown"):
        score("grand_total", {"a": [1]})


def test_band_uses_the_unrounded_value():
    bounds = [0, 61, 76, 91]
    assert [band(value, bounds) for value in (0, 60.99, 61, 75.5, 76, 90.99, 91, 100)] == [
        0,
        0,
        1,
        1,
        2,
        2,
        3,
        3,
    ]


@given(st.lists(st.integers(1, 99), unique=True, max_size=5), st.floats(0, 100))
def test_every_value_falls_into_exactly_one_band(bounds, value):
    bounds = [0, *sorted(bounds)]
    assert faults(bounds) == []
    place = band(value, bounds)
    above = bounds[place + 1] if place + 1 < len(bounds) else 100.0001
    assert bounds[place] <= value < above


@pytest.mark.parametrize("bounds", [[], [10, 20], [0, 50, 50], [0, 60, 40], [0, 100]])
def test_bands_with_gaps_or_overlaps_are_found(bounds):
    assert faults(bounds)
