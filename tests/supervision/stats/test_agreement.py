"""Literals of R6 and of the paradox: statsmodels 0.15.0, statsmodels.stats.inter_rater."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.stats import agreement

A = [3, 3, 2, 4, 3, 2, 1, 3, 4, 2, 3, 3, 2, 4, 3, 3, 2, 3, 1, 3]
B = [3, 2, 2, 4, 3, 3, 2, 3, 3, 2, 3, 4, 2, 4, 3, 2, 2, 3, 2, 3]
C = [3, 3, 2, 4, 2, 2, 1, 3, 4, 3, 3, 3, 2, 4, 3, 3, 1, 3, 2, 3]
TWO = list(zip(A, B, strict=True))
THREE = list(zip(A, B, C, strict=True))

level = st.integers(1, 4)
pairs = st.lists(st.tuples(level, level), min_size=1, max_size=40)


def triples(raters):
    return st.lists(st.tuples(*[level] * raters), min_size=1, max_size=25)


def near(value):
    return pytest.approx(value, abs=2e-6)


def test_shares_of_equal_and_near_levels():
    assert agreement.exact(TWO) == near(0.65)
    assert agreement.within(TWO) == 1
    assert agreement.exact([]) is None
    assert agreement.exact([(1, 1, 2)]) == near(1 / 3)


@pytest.mark.parametrize(
    ("weights", "value", "low", "high"),
    [
        ("none", 0.463602, 0.162175, 0.765028),
        ("linear", 0.575758, 0.334676, 0.816839),
        ("quadratic", 0.708333, 0.530095, 0.886572),
    ],
)
def test_cohen_is_as_in_the_reference(weights, value, low, high):
    found = agreement.cohen(TWO, weights)
    assert (found.value, found.low, found.high) == (near(value), near(low), near(high))


def test_the_jackknife_of_quadratic_kappa_is_as_in_the_reference():
    found = agreement.jackknife({n: [unit] for n, unit in enumerate(TWO)}, agreement.kappa)
    assert found.value == near(0.708333)
    assert found.error == near(0.099037)
    assert (found.low, found.high) == (near(0.501045), near(0.915622))


def test_fleiss_and_its_jackknife_are_as_in_the_reference():
    found = agreement.jackknife({n: [unit] for n, unit in enumerate(THREE)}, agreement.fleiss)
    assert agreement.fleiss(THREE) == near(0.486741)
    assert found.error == near(0.118537)
    assert (found.low, found.high) == (near(0.238641), near(0.734841))


def test_high_agreement_can_have_a_kappa_below_zero():
    paradox = [(1, 2), (2, 1), *[(2, 2)] * 18]
    assert agreement.exact(paradox) == near(0.9)
    assert agreement.kappa(paradox, "none") == pytest.approx(-0.053, abs=5e-4)


@pytest.mark.parametrize(
    ("freedom", "value"),  # two-sided 5 % points of Student's t, any printed table
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (5, 2.5706), (19, 2.0930), (30, 2.0423)],
)
def test_t_quantile_is_that_of_the_tables(freedom, value):
    assert agreement.t_quantile(freedom) == pytest.approx(value, abs=5e-5)


def slow_kappa(units, weights):
    """1 - disagreement / disagreement of every first with every second rating."""

    def apart(a, b):
        return {"none": a != b, "linear": abs(a - b), "quadratic": (a - b) ** 2}[weights]

    seen = sum(apart(a, b) for a, b in units) / len(units)
    firsts, seconds = [a for a, _ in units], [b for _, b in units]
    chance = sum(apart(a, b) for a in firsts for b in seconds) / len(units) ** 2
    return None if chance == 0 else 1 - seen / chance


def slow_fleiss(units):
    """Pairs of raters within an item against pairs of any two ratings at all."""
    within = [a == b for unit in units for a, b in itertools.combinations(unit, 2)]
    every = [rating for unit in units for rating in unit]
    chance = sum(a == b for a in every for b in every) / len(every) ** 2
    return None if chance == 1 else (sum(within) / len(within) - chance) / (1 - chance)


@given(pairs, st.sampled_from(["none", "linear", "quadratic"]))
def test_kappa_agrees_with_a_slow_version(units, weights):
    found, wanted = agreement.kappa(units, weights), slow_kappa(units, weights)
    assert (found is None) == (wanted is None)
    if wanted is not None:
        assert found == pytest.approx(wanted, abs=1e-9)
        assert -1 - 1e-9 <= found <= 1 + 1e-9


@given(triples(3))
def test_fleiss_agrees_with_a_slow_version(units):
    found, wanted = agreement.fleiss(units), slow_fleiss(units)
    assert (found is None) == (wanted is None)
    if wanted is not None:
        assert found == pytest.approx(wanted, abs=1e-9)
        assert found <= 1


@given(pairs, st.sampled_from(["none", "linear", "quadratic"]))
def test_kappa_knows_no_first_rater_and_no_order(units, weights):
    found = agreement.kappa(units, weights)
    turned = agreement.kappa([(b, a) for a, b in reversed(units)], weights)
    assert turned == (None if found is None else pytest.approx(found, abs=1e-9))


@given(pairs, st.permutations([1, 2, 3, 4]))
def test_plain_kappa_does_not_depend_on_the_names_of_levels(units, names):
    renamed = [(names[a - 1], names[b - 1]) for a, b in units]
    found = agreement.kappa(units, "none")
    assert agreement.kappa(renamed, "none") == (
        None if found is None else pytest.approx(found, abs=1e-9)
    )
    assert agreement.kappa([(5 - a, 5 - b) for a, b in units]) == (
        None if agreement.kappa(units) is None else pytest.approx(agreement.kappa(units), abs=1e-9)
    )


@given(st.lists(level, min_size=2, max_size=30).filter(lambda levels: len(set(levels)) > 1))
def test_equal_ratings_agree_fully(levels):
    for weights in ("none", "linear", "quadratic"):
        assert agreement.kappa([(n, n) for n in levels], weights) == pytest.approx(1)
    assert agreement.fleiss([(n, n, n) for n in levels]) == pytest.approx(1)
    found = agreement.cohen([(n, n) for n in levels])
    assert (found.low, found.high) == (pytest.approx(1), pytest.approx(1))


@given(pairs)
def test_the_interval_holds_its_estimate(units):
    lessons = {n: [unit] for n, unit in enumerate(units)}
    for found in (agreement.cohen(units), agreement.jackknife(lessons, agreement.kappa)):
        if found:
            assert found.low <= found.value <= found.high


def test_one_level_for_all_says_nothing():
    assert agreement.kappa([(3, 3)] * 25) is None
    assert agreement.cohen([(3, 3)] * 25) is None
    assert agreement.fleiss([(3, 3, 3)] * 25) is None
    assert agreement.jackknife({1: [(3, 3)], 2: [(3, 3)]}, agreement.kappa) is None
    assert agreement.jackknife({1: TWO}, agreement.kappa) is None


@pytest.mark.parametrize(
    ("lessons", "reason"),
    [
        ({1: TWO[:7], 2: TWO[7:13], 3: TWO[13:19]}, "items"),
        ({1: TWO[:10], 2: TWO[10:]}, "lessons"),
        ({1: TWO[:10], 2: TWO[10:], 3: []}, "lessons"),
        ({1: [(3, 2)] * 7, 2: [(3, 4)] * 7, 3: [(3, 3)] * 7}, "levels"),
        ({1: TWO[:7], 2: TWO[7:14], 3: TWO[14:]}, ""),
    ],
)
def test_kappa_waits_for_enough_items_lessons_and_levels(lessons, reason):
    assert agreement.reason_against(lessons) == reason


def test_unknown_weights_are_refused():
    with pytest.raises(ValueError, match="Unknown weights"):
        agreement.kappa(TWO, "cubic")
