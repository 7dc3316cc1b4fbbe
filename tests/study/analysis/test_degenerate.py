"""Data that settle nothing are told so by name; no figure is ever "not a number"."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.errors import Undetermined
from colophon.study.analysis import lift, proportions, sequence, srm, welch
from colophon.study.analysis.anova import one_way
from colophon.study.analysis.attrition import attrition
from colophon.study.analysis.detection import detection
from colophon.study.analysis.holm import holm
from colophon.study.analysis.mixed import mixed
from colophon.study.analysis.power import n_clustered, n_for_shares, n_for_t, power_shares, power_t
from colophon.study.analysis.power_simulation import power_by_simulation
from colophon.study.analysis.regression import ancova, clustered
from colophon.study.analysis.sample import Sample

NAN = float("nan")
FLAT, VARIED = Sample(10, 1.0, 0.0), Sample(10, 0.0, 1.0)
TEN = np.arange(10.0)
ARMS = np.arange(10) % 2

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "an empty arm": (lambda: Sample.of([]), "at least 2 units"),
    "one unit": (lambda: Sample.of([1.0]), "at least 2 units"),
    "one unit in sums": (lambda: Sample.of_sums(1, 1.0, 1.0), "at least 2 units"),
    "a missing value": (lambda: Sample.of([1.0, NAN], "trust"), "trust: 1 of 2 values are missing"),
    "a value beyond all measure": (lambda: Sample.of([1.0, 1e200]), "infinite"),
    "words": (lambda: Sample.of(["yes", "no"]), "not all values are numbers"),
    "a table": (lambda: Sample.of([[1.0, 2.0]]), "2 dimensions"),
    "impossible sums": (lambda: Sample.of_sums(4, 8.0, 1.0), "too small"),
    "sums that are no numbers": (lambda: Sample.of_sums(4, NAN, 1.0), "finite"),
    "more than all": (lambda: Sample.of_share(3, 2), "cannot be"),
    "Welch without spread": (lambda: welch.difference(FLAT, FLAT), "same value"),
    "lift without spread": (lambda: lift.relative(FLAT, FLAT), "same value"),
    "lift on zero": (lambda: lift.relative(VARIED, FLAT), "control arm is zero"),
    "sequence without spread": (lambda: sequence.difference(FLAT, FLAT), "same value"),
    "sequence on zero": (lambda: sequence.relative(VARIED, FLAT), "control arm is zero"),
    "sequence without tuning": (lambda: sequence.difference(VARIED, FLAT, tuning=0), "tuning"),
    "alpha": (lambda: welch.difference(VARIED, FLAT, alpha=0.0), "alpha"),
    "nobody answered": (lambda: proportions.wilson(0, 0), "nobody"),
    "a share above one": (lambda: proportions.wilson(2, 1), "cannot be"),
    "nobody assigned": (lambda: srm.mismatch([0, 0], [1, 1]), "somebody assigned"),
    "one arm": (lambda: srm.mismatch([5], [1]), "two arms"),
    "a closed arm with people": (lambda: srm.mismatch([5, 5, 1], [1, 1, 0]), "weight 0"),
    "more kept than assigned": (lambda: attrition([5, 6], [5, 5]), "more are kept"),
    "attrition of one arm": (lambda: attrition([5], [6]), "two arms"),
    "negative counts": (lambda: srm.mismatch([5, -5], [1, 1]), "negative"),
    "weights that do not fit": (lambda: srm.mismatch([5, 5], [1, 1, 1]), "do not fit"),
    "ANCOVA of one arm": (lambda: ancova(TEN, np.ones(10)), "each arm"),
    "ANCOVA with one treated": (lambda: ancova(TEN, TEN == 3), "each arm"),
    "ANCOVA of a constant": (lambda: ancova(np.ones(10), ARMS), "same value"),
    "ANCOVA with a constant baseline": (
        lambda: ancova(TEN, ARMS, {"before": np.ones(10)}),
        "before is the same",
    ),
    "ANCOVA with the arm as baseline": (lambda: ancova(TEN, ARMS, {"before": ARMS}), "say the same"),
    "ANCOVA with a baseline of one": (
        lambda: ancova(TEN, ARMS, {"before": TEN == 3}),
        "one participant alone",
    ),
    "ANCOVA with too many columns": (
        lambda: ancova(TEN[:4], ARMS[:4], {"a": TEN[:4], "b": TEN[:4] ** 2}),
        "rows",
    ),
    "three arms": (lambda: ancova(TEN, np.arange(10) % 3), "0 (control) or 1"),
    "columns of two lengths": (lambda: ancova(TEN, ARMS[:9]), "outcome 10, treated 9"),
    "one cluster per arm": (lambda: clustered(TEN, ARMS, ARMS), "two participants"),
    "clusters of a constant": (lambda: clustered(np.ones(10), ARMS, TEN), "same value"),
    "names that do not fit": (lambda: clustered(TEN, ARMS, TEN[:9]), "one name per row"),
    "one item": (lambda: clustered(TEN, ARMS, TEN, np.zeros(10)), "two items"),
    "mixed, all clusters of one row": (lambda: mixed(TEN, {}, TEN), "two rows"),
    "mixed, one participant": (lambda: mixed(TEN, {}, np.zeros(10)), "two participants"),
    "mixed, a constant": (lambda: mixed(np.ones(10), {}, TEN // 2), "perfectly"),
    "mixed, a perfect fit": (lambda: mixed(TEN, {"x": TEN}, TEN // 2), "perfectly"),
    "mixed, alike within people": (lambda: mixed(TEN // 2, {}, TEN // 2), "all alike"),
    "mixed, columns that say the same": (lambda: mixed(TEN, {"x": np.ones(10)}, TEN // 2), "say the same"),
    "mixed, an unknown slope": (lambda: mixed(TEN, {}, TEN // 2, slope="x"), "none of the covariates"),
    "ANOVA of one arm": (lambda: one_way([TEN]), "two arms"),
    "ANOVA with an empty arm": (lambda: one_way([TEN, []]), "empty"),
    "ANOVA without spread": (lambda: one_way([[1.0, 1.0], [2.0, 2.0]]), "same value"),
    "ANOVA of single units": (lambda: one_way([[1.0], [2.0]]), "same value"),
    "p beyond one": (lambda: holm({"a": 1.2}), "p of a"),
    "p that is no number": (lambda: holm({"a": NAN}), "p of a"),
    "nobody saw a signal": (lambda: detection([0], [0], [0], [3]), "both kinds"),
    "more hits than signals": (lambda: detection([2], [1], [0], [3]), "more than pictures"),
    "an effect of zero": (lambda: n_for_t(0), "effect of zero"),
    "an effect too small": (lambda: n_for_t(1e-6), "more than"),
    "power of one": (lambda: n_for_t(0.2, power=1.0), "power"),
    "power of one person": (lambda: power_t(0.2, 1), "at least 2"),
    "equal shares": (lambda: n_for_shares(0.1, 0.1), "effect of zero"),
    "equal and certain shares": (lambda: power_shares(0, 0, 50), "certain"),
    "a share beyond one": (lambda: n_for_shares(0.1, 1.1), "share"),
    "no items": (lambda: n_clustered(0.2, 0, 0.2), "at least one item"),
    "icc beyond one": (lambda: n_clustered(0.2, 6, 1.2), "icc"),
    "nobody exposed": (lambda: power_by_simulation([0, 0], 0.2, 0.2, 50), "somebody with an exposure"),
    "half an exposure": (lambda: power_by_simulation([0.5], 0.2, 0.2, 50), "whole numbers"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name: str) -> None:
    call, words = REFUSED[name]
    with pytest.raises(Undetermined) as refused:
        call()
    assert words in str(refused.value)


def test_one_arm_without_spread_is_enough() -> None:
    assert welch.difference(FLAT, VARIED).df == pytest.approx(9)
    assert lift.relative(FLAT, VARIED).value == -1


def test_all_say_the_same() -> None:
    found = proportions.difference((5, 5), (7, 7))
    assert (found.value, found.z, found.p) == (0, 0, 1)
    assert found.low < 0 < found.high


def test_a_small_stratum_is_not_tested() -> None:
    found = srm.by_stratum({"es": [9, 0], "fr": [900, 100], "empty": [0, 0]}, [1, 1])
    assert found["es"].p is None
    assert not found["es"].blocks
    assert found["fr"].blocks
    assert list(found) == ["es", "fr"]


def test_nobody_left_is_nothing_to_tell() -> None:
    assert attrition([50, 50], [50, 50]) is None
    assert attrition([0, 0], [0, 0]) is None


def test_no_comparisons() -> None:
    assert holm({}) == {}


def figures(found: object) -> Iterator[float]:
    if isinstance(found, float):
        yield found
    elif dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            if field.name != "df":  # infinite for the normal distribution
                yield from figures(getattr(found, field.name))
    elif isinstance(found, dict):
        for value in found.values():
            yield from figures(value)


# Few values, so that ties, constants and zeros are frequent, and some from the ends of what is taken.
column = st.lists(
    st.sampled_from([0.0, 1.0, 1.0, 2.0, -1e-160, 1e-9, 1e9, 1e149, NAN]), min_size=0, max_size=8
)


@given(column, column, st.lists(st.integers(0, 2), min_size=16, max_size=16))
def test_never_in_silence(first: list[float], second: list[float], names: list[int]) -> None:
    """A result is finite, or the error has a name. Warnings are errors in this suite."""
    both, arms = [*first, *second], [0] * len(first) + [1] * len(second)
    people = names[: len(both)]
    trials: list[Callable[[], Any]] = [
        lambda: welch.difference(Sample.of(first), Sample.of(second)),
        lambda: lift.relative(Sample.of(first), Sample.of(second)),
        lambda: sequence.relative(Sample.of(first), Sample.of(second)),
        lambda: ancova(both, arms, {"before": both[::-1]}),
        lambda: ancova(both, arms),
        lambda: clustered(both, arms, [f"{arm} {name}" for arm, name in zip(arms, people, strict=True)]),
        lambda: clustered(both, arms, range(len(both)), people),
        lambda: mixed(both, {"arm": arms}, people),
        lambda: one_way([first, second]),
    ]
    for trial in trials:
        try:
            found = trial()
        except Undetermined:
            continue
        assert [figure for figure in figures(found) if not math.isfinite(figure)] == []
