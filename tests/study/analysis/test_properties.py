"""What holds whatever the data: swapping arms, another unit, another order; sums and arrays say the same."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from statsmodels.regression.linear_model import OLS
from statsmodels.regression.mixed_linear_model import MixedLM
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from colophon.study.analysis import lift, proportions, sequence, srm, welch
from colophon.study.analysis.anova import one_way
from colophon.study.analysis.attrition import attrition
from colophon.study.analysis.detection import detection
from colophon.study.analysis.estimate import Estimate
from colophon.study.analysis.holm import holm
from colophon.study.analysis.mixed import mixed
from colophon.study.analysis.power import (
    after_baseline,
    n_for_shares,
    n_for_t,
    power_clustered,
    power_shares,
    power_t,
)
from colophon.study.analysis.power_simulation import power_by_simulation
from colophon.study.analysis.regression import FEW_CLUSTERS, ancova, clustered
from colophon.study.analysis.sample import Sample

few = settings(max_examples=20)
seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(3, 40)
scales = st.sampled_from([1e-6, 0.1, 3.0, 1e6])
offsets = st.sampled_from([-1e3, 0.0, 1.0, 1e4])


def close(found: Any, expected: Any, rtol: float = 1e-6) -> None:
    for field in dataclasses.fields(found):
        if field.name != "alpha":
            a, b = getattr(found, field.name), getattr(expected, field.name)
            np.testing.assert_allclose(a, b, rtol=rtol, atol=1e-9, err_msg=field.name)


def flipped(estimate: Any) -> Any:
    turned: dict[str, float] = {
        "value": -estimate.value,
        "low": -estimate.high,
        "high": -estimate.low,
        **({"z": -estimate.z} if hasattr(estimate, "z") else {}),
    }
    return dataclasses.replace(estimate, **turned)


def scaled(estimate: Any, by: float) -> Any:
    return dataclasses.replace(
        estimate, **{name: getattr(estimate, name) * by for name in ("value", "se", "low", "high")}
    )


def enlarged(arm: Sample, by: float) -> Sample:
    return Sample(arm.n, arm.mean * by, arm.variance * by**2)


@dataclasses.dataclass
class People:
    """A small study: one row per participant."""

    outcome: np.ndarray[Any, np.dtype[np.float64]]
    before: np.ndarray[Any, np.dtype[np.float64]]
    treated: np.ndarray[Any, np.dtype[np.int64]]

    @property
    def arms(self) -> tuple[Sample, Sample]:
        return Sample.of(self.outcome[self.treated == 0]), Sample.of(self.outcome[self.treated == 1])


@st.composite
def people(draw: st.DrawFn) -> People:
    random = np.random.default_rng(draw(seeds))
    n = 4 + 2 * draw(sizes)
    before = random.normal(size=n)
    return People(
        before * random.uniform(-1, 1) + random.normal(size=n) + draw(offsets) / 1e3,
        before,
        random.permutation(np.arange(n) % 2),
    )


@given(people(), scales)
def test_welch(study: People, by: float) -> None:
    control, treated = study.arms
    found = welch.difference(control, treated)
    close(welch.difference(treated, control), flipped(found))
    bigger = (enlarged(control, by), enlarged(treated, by))
    close(welch.difference(*bigger), scaled(found, by))
    assert found.low < found.value < found.high
    assert (found.p < found.alpha) == (found.low > 0 or found.high < 0)


@given(people(), seeds)
def test_sums_and_arrays_agree(study: People, seed: int) -> None:
    values = study.outcome[study.treated == 1]
    shuffled = np.random.default_rng(seed).permutation(values)
    sums = Sample.of_sums(values.size, float(values.sum()), float(np.square(values).sum()))
    close(Sample.of(shuffled), sums)


@given(st.lists(st.integers(0, 1), min_size=3, max_size=50))
def test_a_share_is_a_mean_of_zeros_and_ones(answers: list[int]) -> None:
    share, values = Sample.of_share(sum(answers), len(answers)), Sample.of(answers)
    assert math.isclose(share.mean, values.mean)
    assert math.isclose(
        share.variance * len(answers), values.variance * (len(answers) - 1), rel_tol=1e-9, abs_tol=1e-12
    )


@given(people(), scales)
def test_lift_has_no_unit(study: People, by: float) -> None:
    control, treated = study.arms
    assume(abs(control.mean) > 1e-3)
    bigger = (enlarged(control, by), enlarged(treated, by))
    close(lift.relative(*bigger), lift.relative(control, treated))
    close(sequence.relative(*bigger), sequence.relative(control, treated))


@given(people())
def test_a_sequence_is_wider_than_one_look(study: People) -> None:
    control, treated = study.arms
    found, once = sequence.difference(control, treated, tuning=100), welch.difference(control, treated)
    close(sequence.difference(treated, control, tuning=100), flipped(found))
    assert found.high - found.low > 2 * 1.96 * once.se
    assert (found.p < found.alpha) == (found.low > 0 or found.high < 0)


@few
@given(people(), scales, offsets)
def test_ancova(study: People, by: float, offset: float) -> None:
    """Neither the unit of the baseline nor that of the outcome changes what is found; swapped arms turn
    it.
    """
    found = ancova(study.outcome, study.treated, {"before": study.before})
    other = ancova(
        study.outcome * by + offset * by, study.treated, {"before": study.before * by + offset * by}
    )
    close(other, scaled(found, by), rtol=1e-5)
    close(ancova(study.outcome, 1 - study.treated, {"before": study.before}), flipped(found))
    plain = OLS(study.outcome, np.c_[np.ones_like(study.before), study.treated, study.before]).fit(
        cov_type="HC2", use_t=True
    )
    np.testing.assert_allclose(
        [found.value, found.se, found.p], [plain.params[1], plain.bse[1], plain.pvalues[1]]
    )


@few
@given(people())
def test_ancova_without_a_baseline_is_welch(study: People) -> None:
    found, plain = ancova(study.outcome, study.treated), welch.difference(*study.arms)
    np.testing.assert_allclose([found.value, found.se], [plain.value, plain.se], rtol=1e-9, atol=1e-12)


def test_ancova_with_slopes_per_arm_is_about_the_mean_baseline() -> None:
    """With own slopes the effect at the average baseline counts, wherever the baseline's zero lies."""
    before = np.arange(20.0) + 100
    treated = np.arange(20) % 2
    noise = np.cos(np.arange(20.0) ** 2) / 100
    found = ancova(
        before + treated * (3 + 2 * (before - before.mean())) + noise,
        treated,
        {"before": before},
        interacted=True,
    )
    assert math.isclose(found.value, 3, abs_tol=0.02)


@dataclasses.dataclass
class Rows:
    """Exposures: items within participants."""

    outcome: np.ndarray[Any, np.dtype[np.float64]]
    treated: np.ndarray[Any, np.dtype[np.int64]]
    person: np.ndarray[Any, np.dtype[np.int64]]
    item: np.ndarray[Any, np.dtype[np.int64]]


def rows(seed: int, persons: int, items: int) -> Rows:
    random = np.random.default_rng(seed)
    person = np.repeat(np.arange(persons), random.integers(1, items + 1, persons))
    item = random.integers(0, items + 1, person.size)
    outcome = (
        random.normal(size=persons)[person]
        + random.normal(size=items + 1)[item]
        + random.normal(size=person.size)
    )
    return Rows(outcome, person % 2, person, item)


@few
@given(seeds, st.sampled_from([8, FEW_CLUSTERS + 10]), scales)
def test_clusters(seed: int, persons: int, by: float) -> None:
    data = rows(seed, persons, 6)
    found = clustered(data.outcome, data.treated, data.person)
    order = np.random.default_rng(seed).permutation(data.person.size)
    names = np.array([f"p{code * 7919 % 101}" for code in data.person])
    again = clustered(by * data.outcome[order], data.treated[order], names[order])
    close(again, scaled(found, by))
    close(clustered(data.outcome, 1 - data.treated, data.person), flipped(found))
    assert found.df == persons - 1


@few
@given(seeds)
def test_two_way_clusters_are_those_of_statsmodels(seed: int) -> None:
    data = rows(seed, 30, 6)
    plain = OLS(data.outcome, np.c_[np.ones_like(data.outcome), data.treated]).fit(
        cov_type="cluster", cov_kwds={"groups": np.c_[data.person, data.item]}, use_t=True
    )
    assume(np.diag(plain.cov_params())[1] > 0)
    found = clustered(data.outcome, data.treated, data.person, data.item)
    np.testing.assert_allclose(
        [found.value, found.se, found.p], [plain.params[1], plain.bse[1], plain.pvalues[1]]
    )


def test_two_way_clusters_without_a_variance_of_items() -> None:
    """Where the two-way variance is not positive, the larger of both one-way variances stands in."""
    person, item = np.repeat(np.arange(10), 6), np.tile(np.arange(6), 10)
    outcome = np.random.default_rng(15).normal(size=60)
    treated = item // 2 % 2
    plain = [
        OLS(outcome, np.c_[np.ones(60), treated]).fit(
            cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
        )
        for groups in (person, item, np.c_[person, item])
    ]
    variances = [fit.cov_params()[1, 1] for fit in plain]
    assert variances[2] < 0
    found = clustered(outcome, treated, person, item)
    assert math.isclose(found.se, math.sqrt(max(variances[:2])))
    assert found.df == 5


@few
@given(people())
def test_clusters_of_one_row_are_people(study: People) -> None:
    """The jackknife of clusters of one is HC3, which is never below HC2."""
    found = clustered(study.outcome, study.treated, np.arange(study.outcome.size))
    plain = ancova(study.outcome, study.treated)
    assert math.isclose(found.value, plain.value, abs_tol=1e-9)
    if study.outcome.size < FEW_CLUSTERS:
        assert plain.se <= found.se * (1 + 1e-9) < 1.6 * plain.se


@few
@given(seeds, scales)
def test_mixed(seed: int, by: float) -> None:
    data = rows(seed, 20, 5)
    found = mixed(data.outcome, {"treated": data.treated}, data.person)
    order = np.random.default_rng(seed).permutation(data.person.size)
    again = mixed(by * data.outcome[order], {"treated": data.treated[order] * by}, 1000 - data.person[order])
    assert math.isclose(again.sd_intercept, by * found.sd_intercept, rel_tol=1e-4, abs_tol=by * 1e-3)
    assert math.isclose(
        again.fixed["treated"].value, found.fixed["treated"].value, rel_tol=1e-4, abs_tol=1e-4
    )
    plain = MixedLM(data.outcome, np.c_[np.ones_like(data.outcome), data.treated], groups=data.person)
    plain.reml, plain.cov_pen, plain.fe_pen = True, None, None  # what `fit` sets
    own = found.sd_intercept / found.sd_residual
    for root in (0.1, 0.5, 1.0, 2.0):  # nowhere is the likelihood higher, by statsmodels' own reckoning
        assert plain.loglike(np.array([root])) <= found.log_likelihood + 1e-6
    if own > 0.01:
        assert math.isclose(plain.loglike(np.array([own])), found.log_likelihood, rel_tol=1e-6)


def test_a_variance_of_zero_is_a_result() -> None:
    """Where people do not differ, the model is least squares; statsmodels 0.15 says the intercept is 0
    here.
    """
    random = np.random.default_rng(3)
    person = np.repeat(np.arange(20), 3)
    outcome = 5 + random.normal(size=60)
    outcome -= np.array([outcome[person == one].mean() for one in range(20)])[person] - 5
    found = mixed(outcome, {}, person)
    assert found.sd_intercept == 0
    assert math.isclose(found.fixed["intercept"].value, 5)
    assert math.isclose(found.fixed["intercept"].se, outcome.std(ddof=1) / math.sqrt(60), rel_tol=1e-6)


@given(people(), scales, offsets)
def test_anova_of_two_arms_is_the_t_test(study: People, by: float, offset: float) -> None:
    arms = [study.outcome[study.treated == arm] for arm in (0, 1)]
    found = one_way(arms)
    close(one_way([by * (arm + offset) for arm in reversed(arms)]), found, rtol=1e-5)
    control, treated = (Sample.of(arm) for arm in arms)
    pooled = ((control.n - 1) * control.variance + (treated.n - 1) * treated.variance) / found.within
    t = (treated.mean - control.mean) / math.sqrt(pooled * (1 / control.n + 1 / treated.n))
    assert math.isclose(found.f, t**2, rel_tol=1e-6, abs_tol=1e-12)


@given(st.lists(st.integers(20, 500), min_size=2, max_size=5), seeds)
def test_srm_knows_no_order_of_arms(counts: list[int], seed: int) -> None:
    weights = np.random.default_rng(seed).uniform(0.5, 2, len(counts))
    order = np.random.default_rng(seed).permutation(len(counts))
    found = srm.mismatch(counts, list(weights))
    again = srm.mismatch([counts[i] for i in order], list(10 * weights[order]))
    assert math.isclose(found.chi2, again.chi2, rel_tol=1e-9)
    assert found.p is None or math.isclose(found.p, again.p or 0, rel_tol=1e-6)
    assert srm.mismatch([*counts, 0], [*weights, 0.0]).p == found.p  # an arm that is closed


@given(st.lists(st.tuples(st.integers(10, 200), st.integers(10, 200)), min_size=2, max_size=5))
def test_attrition_is_chi_square_of_the_table(arms: list[tuple[int, int]]) -> None:
    stay, left = zip(*arms, strict=True)
    found = attrition(stay, [sum(arm) for arm in arms])
    _, p, _, expected = chi2_contingency([stay, left], correction=False)
    if expected.min() < 5:
        assert found is None
    else:
        assert found == pytest.approx(p, abs=1e-12)


shares = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@few
@given(shares, shares)
def test_shares(first: tuple[int, int], second: tuple[int, int]) -> None:
    found = proportions.difference(first, second)
    close(proportions.difference(second, first), flipped(found))
    assert -1 <= found.low <= found.value <= found.high <= 1
    low, high = proportion_confint(*first, method="wilson")
    one = proportions.wilson(*first)
    np.testing.assert_allclose([one.low, one.high], [low, high], atol=1e-12)
    theirs = confint_proportions_2indep(*second, *first, method="newcomb", compare="diff")
    np.testing.assert_allclose([found.low, found.high], theirs, atol=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0.001, 0.2))
def test_holm_is_his_procedure(values: list[float], alpha: float) -> None:
    """Step by step from the smallest p, until the first that is not below its share of alpha."""
    names = [f"h{number}" for number in range(len(values))]
    adjusted = holm(dict(zip(names, values, strict=True)))
    assert list(adjusted) == names
    left = sorted(zip(values, names, strict=True))
    while left and left[0][0] * len(left) <= alpha:
        assert adjusted[left[0][1]] <= alpha
        left = left[1:]
    assert all(adjusted[name] > alpha for _, name in left)


def test_holm_is_that_of_statsmodels() -> None:
    values = [0.04, 0.011, 0.02, 0.011, 0.6]
    found = holm({str(number): value for number, value in enumerate(values)})
    np.testing.assert_allclose(list(found.values()), multipletests(values, method="holm")[1])


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=20))
def test_detection_turns_with_the_answers(counts: list[tuple[int, int]]) -> None:
    """Names of the answers exchanged: same sensitivity, criterion turned. Kinds exchanged: d' turned."""
    hits, alarms = np.array(counts, dtype=float).T
    eight = np.full(hits.size, 8)
    found = detection(hits, eight, alarms, eight)
    assert np.isfinite(found.sensitivity).all()
    other = detection(8 - alarms, eight, 8 - hits, eight)
    np.testing.assert_allclose(other.sensitivity, found.sensitivity, atol=1e-12)
    np.testing.assert_allclose(other.criterion, -found.criterion, atol=1e-12)
    np.testing.assert_allclose(
        detection(alarms, eight, hits, eight).sensitivity, -found.sensitivity, atol=1e-12
    )


def test_detection_of_known_rates() -> None:
    """Hautus (1995): with the correction, 8 of 9 and 1 of 9 are rates .85 and .15: z of .85 twice."""
    found = detection([8], [9], [1], [9])
    assert math.isclose(found.sensitivity[0], 2 * 1.0364333894937898)
    assert math.isclose(found.criterion[0], 0, abs_tol=1e-12)


@few
@given(st.floats(0.02, 2), st.floats(0.5, 0.99))
def test_numbers_give_the_power_they_promise(d: float, power: float) -> None:
    n = n_for_t(d, power)
    assert math.isclose(power_t(d, n), power, abs_tol=1e-4) or n == 2
    assert power_t(d, n + 1) >= power
    assert after_baseline(n, 0.5) == 0.75 * n
    assert math.isclose(power_clustered(d, 1, 0.3, max(n, 2)), power_t(d, max(n, 2)), abs_tol=1e-9)


@few
@given(st.floats(0.05, 0.9), st.floats(0.02, 0.09))
def test_numbers_for_shares(first: float, more: float) -> None:
    n = n_for_shares(first, first + more)
    assert math.isclose(power_shares(first, first + more, n), 0.8, abs_tol=1e-4)
    assert math.isclose(n_for_shares(first + more, first), n, rel_tol=1e-5)


def test_simulation_and_formula_agree() -> None:
    """Everybody sees six: the formula's power lies in the simulation's interval; those who see none are
    lost.
    """
    formula = power_clustered(0.27, 6, 0.2, 80)
    found = power_by_simulation([6], 0.27, 0.2, 80)
    assert found.power.low < formula < found.power.high
    half = power_by_simulation([0, 6], 0.27, 0.2, 80)
    assert half.power.high < formula
    assert 38 < half.exposed_per_arm < 42
    assert power_by_simulation([0, 6], 0.27, 0.2, 80) == half


@pytest.mark.parametrize("function", [welch.difference, lift.relative])
def test_alpha_is_the_width(function: Any) -> None:
    arms = Sample(50, 1.0, 1.0), Sample(50, 1.2, 1.0)
    narrow: Estimate = function(*arms, alpha=0.2)
    wide: Estimate = function(*arms, alpha=0.01)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert narrow.p == wide.p
