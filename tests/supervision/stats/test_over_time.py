"""R1, R5 and R7: worked values from SciPy 1.17.1, statsmodels 0.15.0 and numpy 2.4."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from supervision.stats import dose, small_area, terms
from supervision.stats.small_area import Area
from tests.supervision.stats.test_effect import AFTER, BEFORE

HOURS = [0, 2, 2, 4, 6, 6, 8, 10, 12, 14]
CHANGES = [0, 0.25, -0.25, 0.25, 0, 0.5, 0.25, 0.5, 0.25, 0.75]
MEANS = {"a": (0.50, 3), "b": (0.10, 8), "c": (-0.05, 6), "d": (0.30, 4), "e": (0.20, 9)}
AREAS = {key: Area(*values) for key, values in MEANS.items()}


def test_paired_change_of_the_reference_case():
    found = terms.change(dict(enumerate(zip(BEFORE, AFTER, strict=True))))
    assert (found.mean, found.error) == pytest.approx((0.3125, 0.102969), abs=5e-7)
    assert (found.low, found.high) == pytest.approx((0.069016, 0.555984), abs=5e-7)
    assert (found.up, found.same, found.down) == (5, 3, 0)
    assert found.p_exact == 0.0625


@pytest.mark.parametrize("seed", range(5))
def test_paired_change_is_that_of_scipy(seed):
    early, late = np.random.default_rng(seed).uniform(1, 4, (2, 9))
    found = terms.change(dict(enumerate(zip(early, late, strict=True))))
    theirs = stats.ttest_rel(late, early)
    assert found.mean / found.error == pytest.approx(theirs.statistic, abs=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval(0.95)))
    exact = stats.permutation_test((late - early,), np.mean, permutation_type="samples")
    assert found.p_exact == pytest.approx(exact.pvalue, abs=1e-9)


def test_change_of_four_teachers_says_nothing_and_of_thirteen_tries_no_signs():
    pairs = dict(enumerate(zip(BEFORE, AFTER, strict=True)))
    assert terms.change({key: pairs[key] for key in range(4)}) is None
    assert terms.change(pairs | {n + 10: (2.0, 2.5 + n / 9) for n in range(5)}).p_exact is None


def test_a_term_mean_has_the_interval_of_student():
    levels = [2.0, 2.5, 2.25, 3.0, 2.75, 2.5]
    found = terms.mean(levels)
    low, high = stats.t.interval(0.95, 5, loc=np.mean(levels), scale=stats.sem(levels))
    assert (found.teachers, found.mean) == (6, pytest.approx(2.5))
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)
    assert terms.mean(levels[:4]) is None


@given(st.lists(st.floats(1, 4), min_size=5, max_size=30))
def test_a_term_mean_stays_on_the_scale(levels):
    found = terms.mean(levels)
    assert 1 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= 4


def test_shares_of_levels_need_ten_teachers():
    assert terms.shares([1, 2, 5, 2], 10) == (0.1, 0.2, 0.5, 0.2)
    assert terms.shares([1, 2, 5, 2], 9) is None
    assert terms.shares([0, 0, 0, 0], 20) is None


def test_share_of_recent_talks_counts_those_without_any():
    assert terms.recent_share([0, 89, 90, None, 400]) == 0.4
    assert terms.recent_share([1, 2, 3, 4]) is None


def test_slope_of_the_reference_case():
    slope, intercept, low, high = stats.theilslopes(CHANGES, HOURS, 0.95)
    assert (slope, intercept) == pytest.approx((0.05, -0.05))
    assert (low, high) == pytest.approx((0, 0.083333), abs=5e-7)
    assert dose.permuted(np.array(HOURS, dtype=float), np.array(CHANGES)) == pytest.approx(
        0.0292, abs=0.004
    )


def test_r5_ranks_of_the_reference_case():
    """SciPy's own, whose signs the permutation counts."""
    tau, rho = stats.kendalltau(HOURS, CHANGES), stats.spearmanr(HOURS, CHANGES)
    assert (tau.statistic, tau.pvalue) == pytest.approx((0.576624, 0.030262), abs=5e-7)
    assert (rho.statistic, rho.pvalue) == pytest.approx((0.693385, 0.026179), abs=5e-7)


def schools_of(slope, seed=1, schools=14):
    chance = np.random.default_rng(seed)
    return [
        dose.Row(school, school + person, slope * (school + person) + chance.normal(0, 0.05))
        for school in range(schools)
        for person in range(3)
    ]


def test_hours_that_go_with_change_are_found_between_and_within_schools():
    found = dose.dose(schools_of(0.05))
    assert (found.schools, found.teachers, found.together) == (14, 42, True)
    assert found.low < 0.05 < found.high
    low, high = found.within.interval()
    assert low < 0.05 < high
    assert found.within.freedom == 13


def test_slope_inside_schools_is_that_of_a_fit_with_school_effects():
    rows = schools_of(0.05)
    hours = np.array([row.hours for row in rows]).reshape(14, 3)
    change = np.array([row.change for row in rows]).reshape(14, 3)
    hours = (hours - hours.mean(axis=1, keepdims=True)).ravel()
    change = (change - change.mean(axis=1, keepdims=True)).ravel()
    assert dose.dose(rows).within.value == pytest.approx(hours @ change / (hours @ hours))


def test_eleven_schools_or_equal_hours_draw_no_line():
    assert dose.dose(schools_of(0.05, schools=11)) is None
    assert dose.dose([dose.Row(n, 2.0, n / 20) for n in range(20)]) is None


def test_no_link_is_not_called_one():
    assert not dose.dose(schools_of(0.0)).together


def test_small_areas_of_the_reference_case():
    assert small_area.between(AREAS, 0.22) == 0
    found = small_area.drawn(AREAS, 0.22, 0.02)
    weights = [0.214, 0.421, 0.353, 0.267, 0.450]
    means = [0.246134, 0.144520, 0.096816, 0.209725, 0.187294]
    assert [row.weight for row in found.values()] == pytest.approx(weights, abs=5e-4)
    assert [row.mean for row in found.values()] == pytest.approx(means, abs=5e-7)


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_small_areas_lie_between_their_own_mean_and_that_of_all(seed):
    chance = np.random.default_rng(seed)
    areas = {n: Area(chance.normal(0, 1), int(chance.integers(1, 30))) for n in range(12)}
    found = small_area.shrink(areas, 0.5)
    theirs = combine_effects(
        np.array([area.mean for area in areas.values()]),
        np.array([0.5 / area.teachers for area in areas.values()]),
        method_re="chi2",
    )
    assert small_area.between(areas, 0.5) == pytest.approx(max(theirs.tau2, 0), abs=1e-9)
    middle = theirs.mean_effect_re
    for key, row in found.items():
        ends = sorted([middle, areas[key].mean])
        assert ends[0] - 1e-9 <= row.mean <= ends[1] + 1e-9


def test_seven_places_are_not_drawn():
    assert small_area.shrink({n: Area(0.1 * n, 5) for n in range(7)}, 0.2) is None
