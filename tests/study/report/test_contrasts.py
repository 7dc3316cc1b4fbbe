"""The computation of a report: planned comparisons find what is there, and nothing is said where it must
not be.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from tests.study.report.made_up import World, planned, study, tables

from colophon.errors import InputError
from colophon.study.analysis.estimate import Estimate
from colophon.study.analysis.proportions import Difference
from colophon.study.analysis.sample import Sample
from colophon.study.analysis.welch import difference
from colophon.study.report.contrasts import Comparison, Contrasts, contrasts
from colophon.study.report.data import read
from colophon.study.spec.study import Study

LEVELS = ("control", "words", "source")
KEEP_ALL = {"failed_attention": None, "min_exposures": 0, "min_sessions": 0}


def found(plan: Study, world: World = World()) -> Contrasts:  # noqa: B008 - frozen
    return contrasts(plan, read(plan, *tables(world)))


def only(plan: Study, world: World = World()) -> Comparison:  # noqa: B008 - frozen
    (one,) = found(plan, world).comparisons
    return one


def of(one: Comparison) -> Estimate:
    assert isinstance(one.effect, Estimate), one.note
    return one.effect


def test_the_example_study() -> None:
    report = found(study())
    assert [line.blocks for line in report.balances] == [False] * 3
    assert {line.stratum for line in report.balances} == {"", "es", "fr"}
    meaning, belief = report.comparisons
    assert isinstance(meaning.effect, Difference)
    assert meaning.effect.low > 0
    assert of(belief).low < -0.8 < of(belief).high
    assert of(belief).high < 0
    assert belief.by == "ols"
    assert belief.adjusted is not None
    assert belief.adjusted >= of(belief).p
    assert "not known in these data" in report.discernment
    shares = {(row.question, row.level): row.share for row in report.understanding}
    assert shares.keys() == {("end.meaning", level) for level in ("control", "words", "source")}
    assert shares["end.meaning", "source"].value > shares["end.meaning", "words"].value  # type: ignore[union-attr]


def test_who_is_left_out() -> None:
    """One of twenty fails the attention check, five are in the holdout: too few to be told."""
    report = found(study())
    lines = {line.reason: line for line in report.exclusions}
    assert list(lines) == ["holdout", "fewer than 5 images seen", "1 or more attention checks failed", "kept"]
    assert lines["holdout"].count is None  # five: not told
    assert lines["fewer than 5 images seen"].count == 0
    # 60 of each level are in the split: with 57 who stay, three who do not would be known
    assert lines["kept"].by_level == dict.fromkeys(f"detail = {one}" for one in LEVELS)
    assert lines["kept"].count is None
    many = found(study(), World(per_arm=(240, 240, 240), holdout=12))
    assert [line.count for line in many.exclusions] == [12, 0, 36, 684]
    assert many.exclusions[-1].by_level == {f"detail = {level}": 228 for level in LEVELS}


def test_who_stays_may_hang_on_the_arm() -> None:
    """Half of one arm saw too little: the table says that leaving depends on the level."""
    plan = study()
    people, rows, answers = tables(World())
    lost = {
        name
        for name, level in zip(people["participant"], people["level_detail"], strict=True)
        if level == "words"
    }
    rows["exposed"] = [not (name in lost and int(name[1:]) % 2) for name in rows["participant"]]
    even, uneven = (
        contrasts(plan, read(plan, people, shown, answers)) for shown in (tables(World())[1], rows)
    )
    assert even.exclusions[-1].p["detail"] is None  # nine of 180 left: too few to tell
    assert uneven.exclusions[-1].p["detail"] == pytest.approx(0, abs=1e-6)


def test_a_broken_split_withholds_effects() -> None:
    report = found(study(), World(per_arm=(120, 60, 60)))
    assert any(line.blocks and line.stratum == "" for line in report.balances)
    for one in report.comparisons:
        assert one.effect is None
        assert not one.arms
        assert not one.strata
        assert "not split as planned by detail" in one.note
    assert report.understanding == []


def test_a_broken_stratum_withholds_effects() -> None:
    """Even over all, and not within the strata: everybody of one language in one arm."""
    people, rows, answers = tables(World())
    people["stratum"] = ["fr" if level == "source" else "es" for level in people["level_detail"]]
    plan = study()
    report = contrasts(plan, read(plan, people, rows, answers))
    assert [line.blocks for line in report.balances if not line.stratum] == [False]
    assert all("es" in one.note and one.effect is None for one in report.comparisons)


@pytest.mark.parametrize("method", ["welch", "ols", "cluster"])
def test_answers_by_every_method(method: str) -> None:
    one = only(
        study(tests=[planned("answer", method, covariate="baseline" if method != "welch" else "none")])
    )
    assert of(one).low < -0.8 < of(one).high
    assert one.by == method
    assert [arm.n for arm in one.arms] == [57, 57]


def test_a_baseline_makes_it_more_precise() -> None:
    """Of labelled images four come after the baseline and two before: people's levels are largely known."""
    plain, better = (
        of(only(study(tests=[planned("answer", "ols", covariate=c)]))) for c in ("none", "baseline")
    )
    assert better.se < 0.85 * plain.se


def test_welch_is_of_means_of_people_about_labelled_images_after_the_baseline() -> None:
    people, _, answers = tables(World())
    one = only(study(tests=[planned("answer")], exclude=KEEP_ALL))
    means: dict[str, list[float]] = {"control": [], "source": []}
    for who, level in zip(people["participant"], people["level_detail"], strict=True):
        if level in means:
            told = [
                answers["number"][row]
                for row, (name, item) in enumerate(zip(answers["participant"], answers["item"], strict=True))
                if name == who and item and int(item[1:]) > 4 and int(item[1:]) % 2 == 0
            ]
            means[level].append(float(np.mean(told)))
    expected = difference(Sample.of(means["control"]), Sample.of(means["source"]))
    np.testing.assert_allclose(dataclasses.astuple(of(one)), dataclasses.astuple(expected), rtol=1e-9)


def test_relative_to_the_control() -> None:
    one = only(study(tests=[planned("answer", "delta")]))
    assert of(one).low < -0.8 / 4 < of(one).high < 0


def test_spillover_is_of_unlabelled_images() -> None:
    none = of(only(study(tests=[planned("spillover")])))
    some = of(only(study(tests=[planned("spillover")]), World(unlabelled=1.0)))
    assert none.low < 0 < none.high
    assert some.low < 1.0 < some.high
    assert some.low > 0


def test_acts() -> None:
    """Opening, of images with a label in any arm: the control is 0 and still compared."""
    share = only(study(tests=[planned("opened_card", "proportions")]))
    assert isinstance(share.effect, Difference)
    assert share.effect.low > 0.4  # who opened any of four
    rate = of(only(study(tests=[planned("opened_card")])))
    assert rate.low < 0.3 < rate.high


HOSTED: dict[str, Any] = {"feed": "hosted"}


def test_discernment_where_truth_is_known() -> None:
    """AI images are told from others by a point in all arms: nothing to find between them."""
    plan = study(tests=[planned("discernment"), planned("d_prime")], **HOSTED)
    report = found(plan, World(truth=True, apart=2.0))
    assert report.discernment == ""
    told, sensitivity = report.comparisons
    assert of(told).low < 0 < of(told).high
    assert all(arm.mean is not None and 1 < arm.mean < 3 for arm in told.arms)
    assert all(arm.mean is not None and arm.mean > 0.3 for arm in sensitivity.arms)
    lean = [arm.criterion for arm in sensitivity.arms]
    assert lean[0] is not None
    assert lean[1] is not None
    assert lean[0] < lean[1]  # labelled images count as less authentic with the source named: fewer say "AI"


def test_discernment_where_it_is_not() -> None:
    one = only(study(tests=[planned("d_prime")], **HOSTED))
    assert one.effect is None
    assert "not known in these data" in one.note


def test_answers_that_follow_a_wrong_label() -> None:
    """Labels say AI of images made without: who believes them says more than the middle of the scale."""
    plan = study(tests=[planned("over_reliance", contrast=["words", "source"])], **HOSTED)
    one = only(plan, World(truth=True, labelled=1.5))
    assert of(one).low > 0
    assert all(arm.mean is not None and 0 < arm.mean <= 1 for arm in one.arms)


def test_holm_within_a_family_and_a_guard_outside() -> None:
    tests = [
        planned("answer"),
        planned("spillover"),
        planned("opened_card", family="acts"),
        planned("visible_ms", role="guard", margin=100.0),
        planned("share_click", family="acts"),
    ]
    report = found(study(tests=tests))
    answer, spill, opened, guard, shared = report.comparisons
    assert answer.adjusted == pytest.approx(2 * of(answer).p)
    assert spill.adjusted == pytest.approx(max(of(spill).p, 2 * of(answer).p))
    assert opened.adjusted == pytest.approx(2 * of(opened).p)  # with the one that has no result
    assert guard.adjusted is None
    assert shared.effect is None
    assert shared.adjusted is None
    assert "same value" in shared.note


def test_a_guard_keeps_within_its_margin_or_not() -> None:
    wide = only(study(tests=[planned("spillover", role="guard", margin=5.0)]))
    narrow = only(study(tests=[planned("spillover", role="guard", margin=0.01)]))
    assert (wide.within_margin, narrow.within_margin) == (True, False)


def test_looks_while_it_runs() -> None:
    rule = {"rule": "sequential", "n": 600, "first_look": 180, "tightest_at": 300}
    one = only(study(tests=[planned("answer")], stopping=rule))
    assert one.sequence is not None
    assert one.sequence.tuning == 300
    assert one.sequence.low < of(one).low < of(one).high < one.sequence.high
    assert one.adjusted == one.sequence.p
    early = only(study(tests=[planned("answer")], stopping=rule | {"first_look": 181}))
    assert early.effect is None
    assert early.sequence is None
    assert "first look is planned at 181 participants; there are 180" in early.note


def test_a_small_arm_is_not_told() -> None:
    one = only(study(tests=[planned("answer")]), World(per_arm=(9, 9, 9)))
    assert one.effect is None
    assert "fewer than 10 participants" in one.note


def test_strata() -> None:
    one = only(study(tests=[planned("answer")]))
    assert [row.stratum for row in one.strata] == ["es", "fr"]
    for row in one.strata:
        assert row.effect is not None
        assert row.effect.low < -0.8 < row.effect.high
    small = only(study(tests=[planned("answer")]), World(per_arm=(24, 24, 24)))
    hidden = next(row for row in small.strata if row.stratum == "fr")
    assert hidden.effect is None
    assert [(arm.n, arm.mean) for arm in hidden.arms] == [(None, None)] * 2


def test_an_item_factor_is_compared_within_people() -> None:
    """Drawn by item: rows are compared, errors alike within people and within items."""
    plain = study(tests=[planned("answer", "cluster")]).model_dump()
    plain["factors"][0]["unit"] = "item"
    plan = Study.model_validate(plain)
    people, rows, answers = tables(World(items=60, labelled=0.0))
    people.pop("level_detail")
    rows["level_detail"] = [("control", "words", "source")[int(item[1:]) // 2 % 3] for item in rows["item"]]
    answers["number"] = [
        None if n is None else n - 0.8 * (item is not None and int(item[1:]) // 2 % 3 == 2)
        for n, item in zip(answers["number"], answers["item"], strict=True)
    ]
    report = contrasts(plan, read(plan, people, rows, answers))
    (one,) = report.comparisons
    assert report.balances == []
    assert one.by == "cluster"
    assert of(one).low < -0.8 < of(one).high < 0


def test_tables_as_csv_and_duckdb_give_them() -> None:
    """Words from a CSV, masked arrays from DuckDB: the same figures."""
    plan = study()
    whole = tables(World())
    words = [
        {
            name: [
                "" if one is None else str(one).lower() if isinstance(one, bool) else str(one)
                for one in column
            ]
            for name, column in table.items()
        }
        for table in whole
    ]
    masked = [
        {
            name: np.ma.array(
                [0 if one is None else one for one in column], mask=[one is None for one in column]
            )
            for name, column in table.items()
        }
        for table in whole
    ]
    expected = contrasts(plan, read(plan, *whole))
    assert contrasts(plan, read(plan, *words)) == expected
    assert contrasts(plan, read(plan, *masked)) == expected


def test_nobody_yet() -> None:
    plan = study()
    empty: list[dict[str, list[Any]]] = [{name: [] for name in table} for table in tables(World())]
    report = contrasts(plan, read(plan, *empty))
    assert report.balances == []
    assert all(one.effect is None and one.note for one in report.comparisons)


def test_rows_of_somebody_who_left_do_not_count() -> None:
    plan = study(tests=[planned("answer")])
    people, rows, answers = tables(World())
    without = {name: column[1:] for name, column in people.items()}
    data = read(plan, without, rows, answers)
    assert len(data.rows.person) == len(rows["item"]) - 12
    assert contrasts(plan, data).comparisons[0].arms[0].n == 57  # the first had failed the attention check


def test_a_column_that_is_absent_is_named() -> None:
    people, rows, answers = tables(World())
    del rows["would_label"]
    with pytest.raises(InputError, match="no column would_label"):
        read(study(), people, rows, answers)
