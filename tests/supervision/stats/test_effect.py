"""R1 to R4 and R8: worked values from SciPy 1.17.1, statsmodels 0.15.0 and numpy 2.4."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from supervision.stats import size
from supervision.stats.caveats import Caveat, Code, caveats
from supervision.stats.change import movement
from supervision.stats.clustered import Fit, cr2, cr3, numbered, within
from supervision.stats.effect import Design, Effect, Teacher, Verdict, effect, holm, verdict

BEFORE = [2.25, 2.5, 2.0, 2.75, 3.0, 2.5, 2.25, 3.25]
AFTER = [2.75, 2.5, 2.75, 3.0, 3.0, 3.0, 2.75, 3.25]
OTHERS_BEFORE = [2.75, 2.5, 3, 2.25, 3.25, 2.75, 3, 2.5, 2.75, 3]
OTHERS_AFTER = [2.75, 2.75, 3, 2.5, 3, 2.75, 3.25, 2.5, 3, 2.75]
REFERENCE = [
    Teacher(joined, school, before, after)
    for joined, schools, early, late in (
        (True, "AABBCCDD", BEFORE, AFTER),
        (False, "EEFFGGHHII", OTHERS_BEFORE, OTHERS_AFTER),
    )
    for school, before, after in zip(schools, early, late, strict=True)
]


def invented(seed, schools=6, per_school=8, share=0.4):
    """Teachers at random; ``share`` of them took part, in each school some and not all."""
    chance = np.random.default_rng(seed)
    return [
        Teacher(
            number == 0 or (number > 1 and bool(chance.random() < share)),
            school,
            *map(float, chance.uniform(1, 4, 2)),
        )
        for school in range(schools)
        for number in range(per_school)
    ]


def whole(seed, sizes=(8, 8, 7, 9, 5, 8, 8), joined=(1, 3, 4)):
    """Teachers at random; whole schools took part."""
    chance = np.random.default_rng(seed)
    return [
        Teacher(school in joined, school, *map(float, chance.uniform(1, 4, 2)))
        for school, size in enumerate(sizes)
        for _ in range(size)
    ]


def columns(teachers):
    names = ("joined", "before", "after")
    return (np.array([getattr(row, name) for row in teachers], dtype=float) for name in names)


def test_clustered_estimates_of_the_reference_case():
    found = effect(REFERENCE)
    assert (found.design, found.joined, found.compared, found.schools) == ("between", 8, 10, 9)
    assert found.gain.value == pytest.approx(0.2625)
    assert found.gain.error == pytest.approx(0.080039, abs=5e-7)
    assert found.gain.freedom == pytest.approx(6.567568, abs=5e-7)
    assert found.gain.interval() == pytest.approx((0.070682, 0.454318), abs=5e-7)
    assert found.adjusted.value == pytest.approx(0.152971, abs=5e-7)
    assert found.adjusted.error == pytest.approx(0.056270, abs=5e-7)
    assert found.adjusted.interval() == pytest.approx((0.018117, 0.287824), abs=5e-7)
    assert (found.gain.p, found.p) == pytest.approx((0.014776, 0.031734), abs=5e-7)


def changes():
    """Change of each teacher of the reference case, of those who took part and of the others."""
    return [
        [late - early for early, late in zip(*sides, strict=True)]
        for sides in ((BEFORE, AFTER), (OTHERS_BEFORE, OTHERS_AFTER))
    ]


def test_r1_paired_change():
    """SciPy's ttest_rel; sizes from Hedges (1981) and the noncentral t."""
    own, _others = changes()
    mean, spread = np.mean(own), np.std(own, ddof=1)
    assert (mean, spread) == pytest.approx((0.3125, 0.291241), abs=5e-7)
    fit = Fit(mean, spread / 8**0.5, 7.0)
    assert fit.error == pytest.approx(0.102969, abs=5e-7)
    assert fit.value / fit.error == pytest.approx(3.034885, abs=5e-7)
    assert fit.p == pytest.approx(0.018983, abs=5e-7)
    assert fit.interval() == pytest.approx((0.069016, 0.555984), abs=5e-7)
    assert mean / spread == pytest.approx(1.072994, abs=5e-7)
    assert size.correction(7) == pytest.approx(0.888203, abs=5e-7)
    found = size.paired(own)
    assert (found.value, found.low, found.high) == pytest.approx(
        (0.953036, 0.146876, 1.719417), abs=5e-7
    )
    averaged = mean / ((np.var(BEFORE, ddof=1) + np.var(AFTER, ddof=1)) / 2) ** 0.5
    assert averaged * size.correction(7) == pytest.approx(0.822652, abs=5e-7)
    told = movement(dict(enumerate(zip(BEFORE, AFTER, strict=True))))
    assert (told.up, told.same, told.down) == (5, 3, 0)
    assert (told.up + told.same / 2) / told.complete == 0.8125


def test_r2_gain_beside_a_comparison():
    """SciPy's ttest_ind with unequal variances; clusters of one teacher give the same error."""
    own, others = changes()
    assert np.mean(others) == pytest.approx(0.05)
    assert np.std(others, ddof=1) == pytest.approx(0.197203, abs=5e-7)
    joined = np.repeat([1.0, 0.0], [8, 10])
    alone = cr2(np.array(own + others), np.column_stack([np.ones(18), joined]), np.arange(18))
    assert alone.value == pytest.approx(0.2625)
    assert alone.value / alone.error == pytest.approx(2.180578, abs=5e-7)
    theirs = stats.ttest_ind(own, others, equal_var=False)
    assert theirs.df == pytest.approx(11.838016, abs=5e-7)
    welch = Fit(alone.value, alone.error, theirs.df)
    assert welch.p == pytest.approx(0.050138, abs=5e-7)
    assert welch.interval() == pytest.approx((-0.000186, 0.525186), abs=5e-7)
    found = size.apart(own, others)
    assert (found.value, found.low, found.high) == pytest.approx(
        (1.029233, 0.062101, 1.968799), abs=5e-7
    )
    spread = size.pooled(BEFORE, OTHERS_BEFORE)
    assert spread == pytest.approx(0.355756, abs=5e-7)
    assert size.correction(16) * alone.value / spread == pytest.approx(0.70263, abs=5e-6)


def test_r3_adjusted_for_the_baseline():
    """statsmodels' ols("post ~ T + pre"), which the estimate is compared with."""
    joined, before, after = columns(REFERENCE)
    fit = sm.OLS(after, np.column_stack([np.ones(18), joined, before])).fit()
    assert list(fit.params) == pytest.approx([1.480324, 0.152971, 0.484568], abs=5e-7)
    assert (fit.bse[1], fit.df_resid) == (pytest.approx(0.081791, abs=5e-7), 15)
    assert tuple(fit.conf_int()[1]) == pytest.approx((-0.021362, 0.327304), abs=5e-7)
    assert fit.pvalues[1] == pytest.approx(0.081090, abs=5e-7)
    assert effect(REFERENCE).adjusted.value == pytest.approx(fit.params[1], abs=1e-9)
    assert np.mean(BEFORE) == 2.5625
    assert np.mean(OTHERS_BEFORE) == 2.775


def test_r4_what_clusters_do_to_the_reference_case():
    """CR1 of statsmodels is too narrow; Welch on school means has CR2's error, not its freedom."""
    joined, before, after = columns(REFERENCE)
    schools = [row.school for row in REFERENCE]
    design = np.column_stack([np.ones(18), joined, before])
    narrow = sm.OLS(after, design).fit(
        cov_type="cluster", cov_kwds={"groups": numbered(schools)}, use_t=True
    )
    assert narrow.bse[1] == pytest.approx(0.050039, abs=5e-7)
    assert tuple(narrow.conf_int()[1]) == pytest.approx((0.037582, 0.268360), abs=5e-7)
    moved = after - before
    means = [
        [np.mean([m for m, s in zip(moved, schools, strict=True) if s == name]) for name in names]
        for names in ("ABCD", "EFGHI")
    ]
    theirs = stats.ttest_ind(*means, equal_var=False)
    assert theirs.df == pytest.approx(6.172582, abs=1e-6)
    ends = Fit(0.2625, 0.080039, theirs.df).interval()
    assert ends == pytest.approx((0.067971, 0.457029), abs=2e-6)
    found = effect(REFERENCE)
    hull = [end for fit in (found.gain, found.adjusted) for end in fit.interval()]
    assert (min(hull), max(hull)) == pytest.approx((0.018117, 0.454318), abs=5e-7)
    assert found.adjusted.p == pytest.approx(0.031734, abs=5e-7)


def test_sizes_of_what_does_not_vary_are_not_told():
    assert size.paired([0.5]) is None
    assert size.paired([0.5] * 4) is None
    assert size.apart([1.0], [2.0, 3.0]) is None
    assert size.apart([1.0, 1.0], [2.0, 2.0]) is None


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_ends_of_a_size_are_those_of_the_noncentral_t(seed):
    own, others = np.random.default_rng(seed).normal(0, 1, (2, 9))
    found = size.apart(own + 0.3, others)
    scale = size.correction(16) * (2 / 9) ** 0.5
    t = stats.ttest_ind(own + 0.3, others).statistic
    assert stats.nct.cdf(t, 16, found.low / scale) == pytest.approx(0.975, abs=1e-6)
    assert stats.nct.cdf(t, 16, found.high / scale) == pytest.approx(0.025, abs=1e-6)


def test_own_errors_of_the_reference_case():
    joined, before, after = columns(REFERENCE)
    groups = numbered([row.school for row in REFERENCE])
    ones = np.ones(len(joined))
    gain = np.column_stack([ones, joined])
    assert cr3(after - before, gain, groups, 6.567568).error == pytest.approx(0.086066, abs=5e-7)
    adjusted = cr2(after, np.column_stack([ones, joined, before]), groups)
    assert adjusted.error == pytest.approx(0.051290, abs=5e-7)
    assert adjusted.freedom == pytest.approx(6.014871, abs=5e-7)
    assert adjusted.interval() == pytest.approx((0.027543, 0.278398), abs=5e-7)


def test_among_three_aspects_the_reference_case_claims_nothing():
    found = effect(REFERENCE)
    corrected = holm([found.p, 0.20, 0.45])
    assert corrected[0] == pytest.approx(0.0952, abs=5e-5)
    assert verdict(found, found.p, []) == Verdict.UP
    assert verdict(found, corrected[0], []) == Verdict.CROWDED


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_that_of_statsmodels(values):
    assert holm(values) == pytest.approx(list(multipletests(values, method="holm")[1]))


@pytest.mark.parametrize("seed", range(20))
def test_school_effects_are_those_of_least_squares_with_a_dummy_for_each_school(seed):
    teachers = invented(seed)
    found = effect(teachers)
    joined, before, after = columns(teachers)
    schools = np.array([row.school for row in teachers])
    dummies = (schools[:, None] == np.unique(schools)).astype(float)
    assert found.design == Design.WITHIN
    for fit, y, covariates in (
        (found.gain, after - before, [joined]),
        (found.adjusted, after, [joined, before]),
    ):
        theirs = sm.OLS(y, np.column_stack([*covariates, dummies])).fit()
        assert fit.value == pytest.approx(theirs.params[0], abs=1e-9)
        assert fit.error == pytest.approx(theirs.bse[0], abs=1e-9)
        assert fit.freedom == theirs.df_resid
        assert fit.p == pytest.approx(theirs.pvalues[0], abs=1e-9)
        assert fit.interval() == pytest.approx(tuple(theirs.conf_int()[0]), abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_clustered_errors_are_those_of_the_papers_written_out(seed):
    teachers = whole(seed)
    found = effect(teachers)
    joined, before, after = columns(teachers)
    schools = np.array([row.school for row in teachers])
    ones = np.ones(len(joined))
    assert found.design == Design.BETWEEN
    error, freedom = slow_cr2(after - before, np.column_stack([ones, joined]), schools)
    assert found.gain.error == pytest.approx(error, abs=1e-9)
    assert found.gain.freedom == pytest.approx(freedom, abs=1e-7)
    design = np.column_stack([ones, joined, before])
    assert found.adjusted.value == pytest.approx(sm.OLS(after, design).fit().params[1], abs=1e-9)
    assert found.adjusted.error == pytest.approx(slow_cr3(after, design, schools), abs=1e-9)
    assert found.adjusted.freedom == found.gain.freedom


def slow_cr2(y, design, schools):
    """Bell and McCaffrey (2002) with whole matrices: residuals e = Ry, covariance of the working
    model the unit matrix, freedom from the eigenvalues of G'G (Imbens and Kolesar 2016, (16))."""
    n = len(y)
    bread = np.linalg.inv(design.T @ design)
    residual_maker = np.eye(n) - design @ bread @ design.T
    residuals = residual_maker @ y
    meat = np.zeros((design.shape[1],) * 2)
    vectors = []
    for school in np.unique(schools):
        chosen = np.eye(n)[schools == school]
        values, axes = np.linalg.eigh(chosen @ residual_maker @ chosen.T)
        root = axes @ np.diag([v**-0.5 if v > 1e-10 else 0 for v in values]) @ axes.T
        score = design.T @ chosen.T @ root @ chosen @ residuals
        meat += np.outer(score, score)
        vectors.append(residual_maker @ chosen.T @ root @ chosen @ design @ bread[:, 1])
    eigenvalues = np.linalg.eigvalsh(np.array(vectors) @ np.array(vectors).T)
    return (bread @ meat @ bread)[1, 1] ** 0.5, sum(eigenvalues) ** 2 / sum(eigenvalues**2)


def slow_cr3(y, design, schools):
    """MacKinnon, Nielsen and Webb (2023): leave one school out, fit anew."""
    whole_fit = sm.OLS(y, design).fit().params[1]
    names = np.unique(schools)
    parts = [sm.OLS(y[schools != name], design[schools != name]).fit().params[1] for name in names]
    share = (len(names) - 1) / len(names)
    return (share * sum((part - whole_fit) ** 2 for part in parts)) ** 0.5


def test_with_equal_schools_of_one_kind_the_error_is_that_of_school_means():
    """Equal schools on each side: CR2 of a mean difference is Welch's on school means."""
    teachers = whole(3, sizes=(6,) * 9, joined=(0, 1, 2, 3))
    means = {
        side: [
            np.mean([row.after - row.before for row in teachers if row.school == school])
            for school in range(9)
            if (school < 4) == side
        ]
        for side in (True, False)
    }
    theirs = stats.ttest_ind(means[True], means[False], equal_var=False)
    found = effect(teachers)
    assert found.gain.value / found.gain.error == pytest.approx(theirs.statistic, abs=1e-9)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_neither_order_nor_names_of_schools_matter(seed, chance):
    for teachers in (invented(seed), whole(seed)):
        renamed = [
            Teacher(row.joined, f"SDN {row.school * 7 % 11}", row.before, row.after)
            for row in teachers
        ]
        chance.shuffle(renamed)
        assert figures(effect(renamed)) == pytest.approx(figures(effect(teachers)))


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(-1, 1))
def test_a_constant_added_to_all_ratings_changes_nothing(seed, constant):
    for teachers in (invented(seed), whole(seed)):
        moved = [
            Teacher(row.joined, row.school, row.before + constant, row.after + constant)
            for row in teachers
        ]
        assert figures(effect(moved)) == pytest.approx(figures(effect(teachers)), abs=1e-7)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(-1, 1))
def test_a_shift_of_those_who_took_part_comes_out_in_both_estimates(seed, shift):
    teachers = invented(seed)
    moved = [
        Teacher(row.joined, row.school, row.before, row.after + shift * row.joined)
        for row in teachers
    ]
    first, second = effect(teachers), effect(moved)
    assert second.gain.value - first.gain.value == pytest.approx(shift)
    assert second.adjusted.value - first.adjusted.value == pytest.approx(shift)
    assert second.low < min(second.gain.value, second.adjusted.value)
    assert second.high > max(second.gain.value, second.adjusted.value)


def figures(found):
    fits = (found.gain, found.adjusted)
    return [found.low, found.high, *(getattr(f, n) for f in fits for n in ("value", "error", "p"))]


@pytest.mark.parametrize(
    ("joined", "others", "schools", "known"),
    [(4, 9, 2, False), (9, 4, 2, False), (5, 5, 2, True), (9, 9, 1, False)],
)
def test_four_teachers_on_a_side_or_one_school_say_nothing(joined, others, schools, known):
    chance = np.random.default_rng(1)
    teachers = [
        Teacher(side, number % schools, *map(float, chance.uniform(1, 4, 2)))
        for side, count in ((True, joined), (False, others))
        for number in range(count)
    ]
    assert (effect(teachers) is not None) == known


@pytest.mark.parametrize(("taking_part", "known"), [(1, False), (2, False), (3, True)])
def test_one_or_two_whole_schools_against_others_never_claim(taking_part, known):
    teachers = whole(1, sizes=(8,) * (taking_part + 3), joined=range(taking_part))
    assert (effect(teachers) is not None) == known


def test_nothing_at_all_says_nothing():
    assert effect([]) is None
    assert effect(REFERENCE[:8]) is None
    assert verdict(None, 1.0, []) == Verdict.SILENT


def test_teachers_who_do_not_differ_at_all_say_nothing_of_the_baseline():
    teachers = [Teacher(n % 2 == 0, n % 4 // 2, 2.0, 3.0) for n in range(20)]
    assert effect(teachers) is None


def made(gain, adjusted, error=0.05):
    fits = (Fit(value, error, 30.0) for value in (gain, adjusted))
    return Effect(Design.WITHIN, 10, 20, 5, *fits)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (made(0.4, 0.3), Verdict.UP),
        (made(-0.4, -0.3), Verdict.DOWN),
        (made(0.4, 0.02), Verdict.APART),
        (made(0.4, -0.4), Verdict.APART),
        (made(0.05, 0.02), Verdict.WIDE),
        (made(0.09, 0.09, error=0.01), Verdict.WIDE),
    ],
)
def test_a_claim_needs_both_estimates_and_a_tenth_of_a_level(found, expected):
    assert verdict(found, found.p, []) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (Code.MOST_AT_CEILING, Verdict.BLOCKED),
        (Code.OBSERVER_CHANGED, Verdict.BLOCKED),
        (Code.FEW_COMPLETE, Verdict.SILENT),
        (Code.LOW_START, Verdict.UP),
    ],
)
def test_some_caveats_forbid_a_claim(code, expected):
    found = made(0.4, 0.3)
    assert verdict(found, found.p, [Caveat(code, 0.5)]) == expected


def test_bracket_leaves_out_zero_exactly_where_both_estimates_do():
    for seed in range(200):
        found = effect(invented(seed, schools=3))
        if found.p < 0.06:
            assert not found.low <= 0 <= found.high


def codes(rows, came=0):
    return {row.code: row.value for row in caveats(rows, came)}


def test_a_low_start_is_said_with_the_rise_to_be_expected_from_it():
    """Baselines 2.5625 and 2.775: 0.60 standard deviations lower."""
    found = codes(REFERENCE)
    assert found[Code.LOW_START] == pytest.approx(0.2125)
    r = np.corrcoef(OTHERS_BEFORE, OTHERS_AFTER)[0, 1]
    assert found[Code.REGRESSION] == pytest.approx((1 - r) * 0.2125)


def test_equal_starts_need_no_word():
    rows = [Teacher(side, 0, 2 + n / 4, 3.0) for side in (True, False) for n in range(5)]
    assert codes(rows) == {}


@pytest.mark.parametrize(
    ("came", "expected"), [(8, None), (13, None), (14, "incomplete"), (21, "few_complete")]
)
def test_participants_without_both_sides_are_counted(came, expected):
    found = codes(REFERENCE, came)
    assert [code for code in found if "complete" in code] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("at_top", "expected"),
    [(5, None), (6, Code.CEILING), (8, Code.CEILING), (9, Code.MOST_AT_CEILING)],
)
def test_levels_at_the_top_are_flagged(at_top, expected):
    rows = [
        Teacher(side, 0, 3.75 if n < at_top else 2.0, 3.0) for side in (1, 0) for n in range(20)
    ]
    assert set(codes(rows)) - {"low_start", "regression"} == ({expected} if expected else set())


@pytest.mark.parametrize(
    ("joined", "others", "expected"),
    [
        (0, 0, set()),
        (2, 0, {Code.OBSERVER}),
        (6, 6, {Code.OBSERVER}),
        (6, 2, {Code.OBSERVER_CHANGED}),
    ],
)
def test_other_observers_afterwards_are_flagged(joined, others, expected):
    rows = [
        Teacher(side, 0, 2.0, 3.0, other_observer=n < changed)
        for side, changed in ((True, joined), (False, others))
        for n in range(10)
    ]
    assert set(codes(rows)) == expected


def test_within_needs_columns_that_vary_inside_groups():
    y, groups = np.array([1.0, 2, 3, 4]), np.array([0, 0, 1, 1])
    assert within(y, np.array([[1.0], [1], [0], [0]]), groups) is None
    assert cr2(y, np.ones((4, 2)), groups) is None
