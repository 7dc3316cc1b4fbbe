"""Whole made-up studies, from tables to figures: intervals hold what is true as often as they promise."""

from __future__ import annotations

import pytest
from scipy.stats import binom
from tests.study.report.made_up import World, planned, study, tables

from colophon.study.report.contrasts import Comparison, contrasts
from colophon.study.report.data import read

pytestmark = pytest.mark.slow

STUDIES, ALPHA = 400, 0.05
LEAST, MOST = (int(binom.ppf(tail, STUDIES, ALPHA)) for tail in (0.005, 0.995))
PLAN = study(
    tests=[
        planned("answer", "ols", covariate="baseline"),
        planned("answer", "cluster", family="rows"),
        planned("spillover"),
        planned("comprehension", "proportions"),
    ]
)


def results(**true: object) -> list[list[Comparison]]:
    worlds = [World(seed=seed, per_arm=(50, 50, 50), **true) for seed in range(STUDIES)]  # type: ignore[arg-type]
    return [contrasts(PLAN, read(PLAN, *tables(world))).comparisons for world in worlds]


def test_no_effect_is_found_where_there_is_none() -> None:
    studies = results(labelled=0.0, understood=(0.5, 0.5, 0.5))
    family = sum(
        any((one.adjusted or 0) < ALPHA for one in found if one.test.family == "all") for found in studies
    )
    rows = sum((found[1].adjusted or 0) < ALPHA for found in studies)
    print(f"family of three by Holm: {family} of {STUDIES}; rows clustered: {rows} of {STUDIES}")
    assert all(one.effect is not None for found in studies for one in found)
    assert LEAST <= family <= MOST
    assert LEAST <= rows <= MOST


def test_what_is_true_is_in_the_interval() -> None:
    studies = results(labelled=-0.5, unlabelled=0.1, understood=(0.4, 0.4, 0.6))
    for place, true in enumerate((-0.5, -0.5, 0.1, 0.2)):
        effects = [found[place].effect for found in studies]
        missed = sum(not one.low <= true <= one.high for one in effects if one is not None)
        print(f"{PLAN.analysis.tests[place].name}: {missed} of {STUDIES} intervals miss")
        assert None not in effects
        assert LEAST <= missed <= MOST
