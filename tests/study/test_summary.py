"""A study in words."""

from __future__ import annotations

from typing import Any

import pytest
from scipy.stats import chi2, chisquare
from tests.study.bad_files import GOOD
from tests.study.studies import study

from colophon.study.spec.read import load
from colophon.study.spec.summary import arms, seen, summary
from colophon.study.spec.treatment import Treatment
from colophon.study.split import chi_square

SEEN: list[tuple[dict[str, Any], str]] = [
    ({}, "labels on every image that has one: icon and words, the shipped words, in the image's corner"),
    ({"show": "nothing", "detail": "icon"}, "nothing is shown; labels are computed and recorded"),
    ({"show": "placebo", "delay_ms": 400}, 'a neutral chip "Image details" in the image\'s corner'),
    ({"coverage": 0.5}, "labels on 50% of the images that have one"),
    ({"unlabelled": "no_origin_information"}, '"No origin information" on the other checked images'),
    (
        {"colour": "warn", "label_set": "blunt"},
        "the words of blunt, in the image's corner, in a warning colour",
    ),
    ({"delay_ms": 400}, "each appears after 400 ms at the earliest"),
    ({"placement": "below"}, "below the image"),
]


@pytest.mark.parametrize(("treatment", "words"), SEEN)
def test_what_a_participant_sees(treatment: dict[str, Any], words: str) -> None:
    assert words in seen(Treatment.model_validate(treatment))


def test_the_example_in_words() -> None:
    told = summary(load(GOOD.encode()))
    for words in (
        "example-study, version 1: Does it help to name who says so?",
        "3 days of baseline (nothing is shown), then 7 days of treatment",
        "detail = control   33.3%        200",
        "probe, 20% of the images seen, at most 4 a session: happened",
        "main / belief (secondary): answer of probe.happened, source against control, ols, with the baseline",
        "never: words of posts, captions, accounts, addresses, images",
    ):
        assert words in told


def test_shares_of_arms_are_products_without_the_holdout() -> None:
    weighted = [
        {"name": "a", "levels": [{"name": "x", "weight": 1}, {"name": "y", "weight": 3}]},
        {"name": "b", "levels": [{"name": "u"}, {"name": "v"}]},
        {"name": "c", "unit": "day", "levels": [{"name": "s"}, {"name": "t"}]},
    ]
    shares = {
        tuple(levels.values()): share
        for levels, share in arms(study(factors=weighted, holdout={"share": 0.2}))
    }
    assert shares == pytest.approx({("x", "u"): 0.1, ("x", "v"): 0.1, ("y", "u"): 0.3, ("y", "v"): 0.3})


def test_levels_by_day_are_told_apart_from_arms() -> None:
    by_day = [
        {
            "name": "c",
            "unit": "day",
            "levels": [{"name": "s", "treatment": {"show": "nothing"}}, {"name": "t"}],
        }
    ]
    told = summary(study(factors=by_day, holdout={"share": 0.1}))
    assert "c, drawn by participant's day (UTC): s 50.0%, t 50.0%" in told
    assert "  all       90.0%        360" in told
    assert "  holdout   10.0%         40" in told


@pytest.mark.parametrize(
    "counts", [[5, 5], [600, 400], [1, 2, 3], [44_000, 45_000], [10, 20, 30, 41], [7] * 12]
)
def test_the_split_is_tested_as_scipy_tests_it(counts: list[int]) -> None:
    statistic, p = chi_square(counts, [1 / len(counts)] * len(counts))
    expected = chisquare(counts)
    assert statistic == pytest.approx(expected.statistic)
    assert p == pytest.approx(expected.pvalue, rel=1e-9)
    assert p == pytest.approx(chi2.sf(statistic, len(counts) - 1), rel=1e-9)


def test_what_a_researcher_should_know_is_noted() -> None:
    def noted(unit: str, delay: int) -> str:
        slow, icon = {"delay_ms": delay}, {"detail": "icon"}
        levels = [{"name": "s", "treatment": slow}, {"name": "t", "treatment": icon}]
        return summary(study(factors=[{"name": "c", "unit": unit, "levels": levels}]))

    assert "Chips appear after 0 or 300 ms, by arm" in noted("participant", 300)
    assert "Chips appear" not in noted("participant", 0)


def test_a_split_over_unequal_shares() -> None:
    assert chi_square([10, 30], [0.25, 0.75]) == (0, 1.0)
