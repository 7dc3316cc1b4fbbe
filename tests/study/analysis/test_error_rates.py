"""Two thousand made-up studies each: what is promised of errors and power is what comes out.

Without an effect the share of findings must lie in the 99 % binomial interval around 5 %: 76 to 126 of 2,000.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import binom

from colophon.study.analysis import sequence, srm, welch
from colophon.study.analysis.holm import holm
from colophon.study.analysis.mixed import mixed
from colophon.study.analysis.numbers import Floats
from colophon.study.analysis.power import power_t
from colophon.study.analysis.regression import ancova, clustered
from colophon.study.analysis.sample import Sample

pytestmark = pytest.mark.slow

STUDIES, ALPHA = 2000, 0.05
LEAST, MOST = (int(binom.ppf(tail, STUDIES, ALPHA)) for tail in (0.005, 0.995))
Study = Callable[[np.random.Generator], bool]


def findings(study: Study, seed: int) -> int:
    random = np.random.default_rng(seed)
    return sum(study(random) for _ in range(STUDIES))


def told(name: str, found: int) -> None:
    print(f"{name}: {found} of {STUDIES} ({found / STUDIES:.2%})")


def unequal(random: np.random.Generator) -> bool:
    """Twice as many in the arm that varies half as much: what Student's t gets wrong."""
    control, treated = random.normal(0, 2, 50), random.normal(0, 1, 100)
    return welch.difference(Sample.of(control), Sample.of(treated)).p < ALPHA


def with_baseline(random: np.random.Generator) -> bool:
    """A baseline that explains a third, and a treated arm that varies more without a higher mean."""
    before, treated = random.normal(size=120), random.permutation(np.arange(120) % 3 == 0)
    outcome = 0.7 * before + random.normal(size=120) * np.where(treated, 1.5, 1.0)
    return ancova(outcome, treated, {"before": before}).p < ALPHA


def own_slopes(random: np.random.Generator) -> bool:
    before, treated = random.normal(size=120), random.permutation(np.arange(120) % 3 == 0)
    outcome = np.where(treated, 1.2, 0.4) * (before - before.mean()) + random.normal(size=120)
    return ancova(outcome, treated, {"before": before}, interacted=True).p < ALPHA


def nested(persons: int) -> Study:
    """Everybody sees another number of pictures, and answers of one person are alike (ICC .3)."""

    def study(random: np.random.Generator) -> bool:
        person = np.repeat(np.arange(persons), random.integers(2, 20, persons))
        outcome = random.normal(0, np.sqrt(0.3), persons)[person] + random.normal(
            0, np.sqrt(0.7), person.size
        )
        return clustered(outcome, person % 2, person).p < ALPHA

    return study


def by_item(random: np.random.Generator) -> bool:
    """The label hangs on the picture, all people see all pictures: alike within people and within
    pictures.
    """
    person, item = (grid.ravel() for grid in np.meshgrid(np.arange(80), np.arange(80)))
    people, items, rest = random.normal(size=80), random.normal(size=80), random.normal(size=person.size)
    return clustered(people[person] + items[item] + rest, item % 2, person, item).p < ALPHA


def random_intercepts(random: np.random.Generator) -> bool:
    person = np.repeat(np.arange(200), random.integers(1, 6, 200))
    outcome = random.normal(0, np.sqrt(0.3), 200)[person] + random.normal(0, np.sqrt(0.7), person.size)
    return mixed(outcome, {"treated": person % 2}, person).fixed["treated"].p < ALPHA


def three_outcomes(random: np.random.Generator) -> bool:
    """Any finding among three that are all without effect."""
    p_values = {
        str(outcome): welch.difference(Sample.of(random.normal(size=60)), Sample.of(random.normal(size=60))).p
        for outcome in range(3)
    }
    return min(holm(p_values).values()) < ALPHA


@pytest.mark.parametrize(
    "study",
    [
        unequal,
        with_baseline,
        own_slopes,
        pytest.param(nested(20), id="nested, 20 people"),
        pytest.param(nested(100), id="nested, 100 people"),
        by_item,
        random_intercepts,
        three_outcomes,
    ],
)
def test_five_of_a_hundred_without_an_effect(study: Study, request: pytest.FixtureRequest) -> None:
    found = findings(study, seed=1)
    told(request.node.name, found)
    assert LEAST <= found <= MOST


def test_rows_taken_for_people_would_be_wrong() -> None:
    """The same nested studies without clusters: the test above can fail."""

    def study(random: np.random.Generator) -> bool:
        person = np.repeat(np.arange(100), 10)
        outcome = random.normal(0, np.sqrt(0.3), 100)[person] + random.normal(0, np.sqrt(0.7), 1000)
        arms = [Sample.of(outcome[person % 2 == arm]) for arm in (0, 1)]
        return welch.difference(arms[0], arms[1]).p < ALPHA

    found = findings(study, seed=2)
    told("rows as people", found)
    assert found > 4 * MOST


def test_holm_beside_a_true_effect() -> None:
    """Two of three arms differ in nothing from the control they share: with one that does, still at most
    5 %.
    """

    def study(random: np.random.Generator) -> bool:
        control = Sample.of(random.normal(size=60))
        arms = {
            name: Sample.of(random.normal(shift, 1, 60)) for name, shift in (("a", 1), ("b", 0), ("c", 0))
        }
        adjusted = holm({name: welch.difference(control, arm).p for name, arm in arms.items()})
        return min(adjusted["b"], adjusted["c"]) < ALPHA

    found = findings(study, seed=3)
    told("Holm beside an effect", found)
    assert 0 < found <= MOST


def test_an_effect_is_found_as_often_as_planned() -> None:
    def study(random: np.random.Generator) -> bool:
        arms = [Sample.of(random.normal(shift, 1, 216)) for shift in (0, 0.27)]
        return welch.difference(arms[0], arms[1]).p < ALPHA

    found = findings(study, seed=4)
    told("d = .27, 216 per arm", found)
    assert abs(found / STUDIES - 0.80) < 0.03
    assert abs(power_t(0.27, 216) - 0.80) < 0.001


DAYS, A_DAY = 60, 25  # people per arm and day; the first look after two days, at 100 people


def looks(values: Floats) -> list[Sample]:
    ends = np.arange(2, DAYS + 1) * A_DAY
    sums, squares = np.cumsum(values), np.cumsum(values**2)
    return [Sample.of_sums(int(n), float(sums[n - 1]), float(squares[n - 1])) for n in ends]


@pytest.mark.parametrize("kind", ["normal", "rare yes"])
def test_daily_looks(kind: str) -> None:
    """A confidence sequence may be looked at every day; a test made for one look may not."""
    random = np.random.default_rng(5)
    watched = once = 0
    for _ in range(STUDIES):
        shape = (2, DAYS * A_DAY)
        values = random.normal(size=shape) if kind == "normal" else 1.0 * (random.random(shape) < 0.15)
        pairs = list(zip(looks(values[0]), looks(values[1]), strict=True))
        watched += any(sequence.difference(*pair, tuning=1000).p < ALPHA for pair in pairs)
        once += any(welch.difference(*pair).p < ALPHA for pair in pairs)
    told(f"daily looks, {kind}, sequence", watched)
    told(f"daily looks, {kind}, one-look test", once)
    assert 0 < watched <= MOST
    assert once > 3 * MOST


def test_a_wrong_split_is_seen() -> None:
    """52 to 48 of 10,000: the counts themselves block, and so do three of four studies drawn that way."""
    assert srm.mismatch([5200, 4800], [1, 1]).blocks

    def blocked(share: float) -> int:
        drawn = np.random.default_rng(6).binomial(10_000, share, STUDIES)
        return sum(srm.mismatch([int(n), 10_000 - int(n)], [1, 1]).blocks for n in drawn)

    seen, alarms = blocked(0.52), blocked(0.5)
    told("52 to 48", seen)
    told("even split", alarms)
    assert abs(seen / STUDIES - 0.761) < 0.03  # normal, shift 4, edge 3.29
    assert alarms <= int(binom.ppf(0.995, STUDIES, srm.BLOCKING))
