"""What is put into a simulation is what planned tests are about, and nothing else is accepted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.study.report.made_up import planned, study

from colophon.errors import InputError
from colophon.study.simulate.person import Simulated
from colophon.study.simulate.pushes import Image, Moved
from colophon.study.simulate.quantities import Numeric, YesNo
from colophon.study.simulate.run import DAY_SECONDS, Span
from colophon.study.simulate.truth import true_differences
from colophon.study.simulate.world import EVERYBODY, Amount, World, amounts, means, numbers


def put(effects: dict[str, Amount], *tests: dict[str, Any], **more: Any) -> dict[str, float | None]:
    plan = study(tests=list(tests), **more)
    return true_differences(Moved(plan, World(100, effects)))


def test_words_of_the_command_line() -> None:
    planned = ["meaning", "belief"]
    assert amounts(["meaning=0.15", "belief=-0.3d"], planned) == {
        "meaning": Amount(0.15),
        "belief": Amount(-0.3, sds=True),
    }
    assert numbers(["0.02", "source=0.4"]) == {EVERYBODY: 0.02, "source": 0.4}
    assert means(["meaning=0.5"], planned) == {"meaning": 0.5}
    for wrong in ("meaning=", "meaning=much", "meaning=nan", "meaning=d"):
        with pytest.raises(InputError, match="write NAME=VALUE"):
            amounts([wrong], planned)
    with pytest.raises(InputError, match=r"such as meaning=0\.3d; planned are: meaning, belief"):
        amounts(["0.3d"], planned)
    with pytest.raises(InputError, match="no planned test 'sharing'; there are: meaning, belief"):
        means(["sharing=0.3"], planned)


@pytest.mark.parametrize("icc", [0.0, 0.3])
@pytest.mark.parametrize("quantity", [Numeric(4, 1.2, 1, 7), Numeric(1.5, 1.2, 1, 7), YesNo(0.2)])
def test_draws_have_the_mean_that_is_told(quantity: Numeric | YesNo, icc: float) -> None:
    """Rounding and cutting off included, and people differ as much as they are to."""
    random, people = np.random.default_rng(1), 1500
    traits = random.uniform(1e-6, 1, people)
    drawn = np.array(
        [[quantity.drawn(0.1, t, random.uniform(1e-9, 1), icc) for _ in range(4)] for t in traits]
    )
    error = drawn.mean(axis=1).std() / people**0.5
    assert abs(drawn.mean() - quantity.expected(0.1)) < 4 * error
    within = drawn.var(axis=1, ddof=1).mean()
    between = drawn.mean(axis=1).var(ddof=1) - within / 4
    assert between / (between + within) == pytest.approx(icc, abs=0.06)


def test_true_differences() -> None:
    answer, spill = planned("answer"), planned("spillover")
    assert put({}, answer, spill) == {"answer_welch": 0.0, "spillover_welch": 0.0}
    found = put({"answer_welch": Amount(-0.5)}, answer, spill)
    assert found["answer_welch"] == pytest.approx(-0.5, abs=0.02)  # the scale ends at 1
    assert found["spillover_welch"] == 0.0 or found["spillover_welch"] == pytest.approx(0.0)
    sds = put({"answer_welch": Amount(-0.5, sds=True)}, answer)["answer_welch"]
    assert sds == pytest.approx(-0.5 * 1.2, abs=0.02)
    relative = put({"answer_delta": Amount(-0.4)}, planned("answer", "delta"))["answer_delta"]
    assert relative == pytest.approx(-0.1, abs=0.01)
    assert put({"comprehension_proportions": Amount(0.2)}, planned("comprehension", "proportions")) == {
        "comprehension_proportions": pytest.approx(0.2)
    }
    opened = put({}, planned("opened_card"))  # nothing to open in the control
    assert opened == {"opened_card_welch": pytest.approx(0.1)}
    assert put({}, planned("opened_card", "proportions")) == {"opened_card_proportions": None}


def test_true_discernment() -> None:
    told, away = planned("discernment"), planned("share_discernment")
    effects = {"discernment_welch": Amount(0.4), "share_discernment_welch": Amount(0.02)}
    found = put(effects, told, away, planned("d_prime"), feed="hosted")
    assert found["discernment_welch"] == pytest.approx(0.4, abs=0.01)
    assert found["share_discernment_welch"] == pytest.approx(0.02)
    assert found["d_prime_welch"] is None


def test_effects_add_up_along_levels() -> None:
    """Words against control, then source against words: source is moved by both."""
    first = planned("answer") | {"name": "one", "contrast": ["control", "words"]}
    second = planned("answer") | {"name": "two", "contrast": ["words", "source"]}
    plan = study(tests=[first, second])
    moved = Moved(plan, World(100, {"one": Amount(0.3), "two": Amount(0.2)}))
    image = Image(labelled=True)
    assert moved.shift("probe.happened", {"detail": "source"}, image) == pytest.approx(0.5)
    assert moved.shift("probe.happened", {"detail": "source"}, Image(labelled=False)) == 0
    assert moved.shift("probe.happened", {"detail": "control"}, image) == 0


@pytest.mark.parametrize(
    ("effects", "baselines", "said"),
    [
        ({"nothing": Amount(1)}, {}, "no planned test 'nothing'; there are: answer_welch"),
        ({"discernment_welch": Amount(1)}, {}, "no effect can be put on discernment"),
        ({"d_prime_welch": Amount(1)}, {}, "no effect can be put on d_prime"),
        ({}, {"answer_welch": 9.0}, "baseline of 9 does not lie between 1 and 7"),
    ],
)
def test_what_cannot_be_put_in(effects: Any, baselines: Any, said: str) -> None:
    plan = study(tests=[planned(outcome) for outcome in ("answer", "discernment", "d_prime")])
    with pytest.raises(InputError, match=said):
        Moved(plan, World(100, effects, baselines))


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(InputError, match=r"0\.5 on a share of 0\.6"):
        put({"comprehension_welch": Amount(0.5)}, planned("comprehension"))


def test_the_same_seed_gives_the_same_people() -> None:
    plan = study()
    one, same, other = (Simulated(plan, World(9, seed=seed), 60) for seed in (1, 1, 2))
    assert [one.code(n) for n in range(9)] == [same.code(n) for n in range(9)]
    assert one.code(0) != other.code(0)
    assert one.pool == same.pool != other.pool


def test_everybody_is_through_by_today_where_the_dates_allow() -> None:
    plan, today = study(), 1_800_000_000 // DAY_SECONDS * DAY_SECONDS
    span = Span.of(plan, today)
    days = (plan.phases.baseline_days + plan.phases.treatment_days) * DAY_SECONDS
    assert span.ends < today
    assert span.begins <= span.enrolment(plan, 0, 100) < span.enrolment(plan, 99, 100) < span.ends - days
    later = study(dates=plan.dates.model_dump() | {"opens": plan.dates.closes.replace(day=1)})
    assert Span.of(later, today).begins == (later.dates.opens.toordinal() - 719163) * DAY_SECONDS  # type: ignore[union-attr]
