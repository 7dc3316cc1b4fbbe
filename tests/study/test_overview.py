"""The figures of a study's page: right, and of nobody in particular."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import chi2, norm
from statsmodels.stats.power import TTestIndPower
from tests.services.places import place
from tests.study.studies import study
from tests.study.taking_part import frozen_file

from colophon.store.database import Store, open_store
from colophon.store.participants import Newcomer
from colophon.store.study_tallies import Arm, Group, Tally
from colophon.study.overview import K, overview, quantile, smallest
from colophon.study.split import chi_square

__all__ = ["place"]

STUDY = study(strata={"by": ["platform"], "block": 4})


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as store:
        yield store


def group(level: str, people: int, stratum: str | None = "a", day: int = 20_000) -> Group:
    return Group({"detail": level}, stratum, False, day, people)


def test_the_fit_is_that_of_published_numbers() -> None:
    assert chi_square([600, 400], [0.5, 0.5])[1] == pytest.approx(2.54e-10, rel=2e-3)
    assert chi_square([44_000, 45_000], [0.5, 0.5])[1] == pytest.approx(0.0008, abs=5e-5)
    for observed in ([5, 9, 12], [100, 90, 110, 100], [1000, 1100, 950, 990, 1010]):
        statistic, p = chi_square(observed, [1 / len(observed)] * len(observed))
        assert p == pytest.approx(chi2.sf(statistic, len(observed) - 1), rel=1e-12)


def test_the_smallest_difference_is_that_of_the_power_analysis() -> None:
    exact = TTestIndPower().solve_power(nobs1=393, alpha=0.05, power=0.8)
    found = smallest(393, 0.05)
    assert found == pytest.approx(exact, rel=0.01)
    assert found == pytest.approx(0.2, abs=0.002), "393 people per arm find 0.2"
    assert norm.ppf(0.975) > 1.95
    assert smallest(1, 0.05) is None


def test_a_draw_that_went_wrong_is_seen_and_named() -> None:
    made = overview(STUDY, Tally((group("plain", 600), group("source", 400)), {}), 0)
    assert [(s.stratum, s.mismatch) for s in made.splits] == [(None, True), ("a", True)]
    fine = overview(STUDY, Tally((group("plain", 501), group("source", 499)), {}), 0)
    assert not any(split.mismatch for split in fine.splits)
    assert fine.splits[0].levels == (("plain", 500.0, 501), ("source", 500.0, 499))


def test_nothing_is_told_of_fewer_than_ten_nor_can_be_worked_out() -> None:
    made = overview(STUDY, Tally((group("plain", 30), group("source", K - 1)), {}), K - 1)
    [all_of_them, stratum] = made.splits
    assert all_of_them.p is None
    assert [level[1:] for level in all_of_them.levels] == [(0.0, None), (0.0, None)], "not the others either"
    assert stratum == replace(all_of_them, stratum="a")
    assert {(arm.people, arm.seen, arm.latency) for arm in made.arms} == {(None, None, None)}
    assert made.withdrew is None
    few = overview(STUDY, Tally((group("plain", 5), group("source", 4)), {}), 0)
    assert (few.people, few.days, few.smallest_now) == (None, (), None)
    assert {missing.share for missing in few.missing} == {None}


def test_people_are_added_up_by_day() -> None:
    groups = (group("plain", 6, day=10), group("source", 7, day=11), group("plain", 30, day=14))
    assert overview(STUDY, Tally(groups, {}), 0).days == ((11, 13), (12, 13), (13, 13), (14, 43))


def test_latencies_and_what_is_missing() -> None:
    people = {"": 20, "painted": 20, "exposed": 18, "eligible": 20, "survey_shown": 20}
    events = {"": 1000, "painted": 90, "eligible": 100, "exposed": 80, "error": 10, "survey_shown": 40}
    events |= {"survey_dismissed": 10}
    arm = Arm(Counter(events), Counter(people), Counter({1: 50, 4: 45, 9: 5}), Counter(gone=9, control=30))
    tally = Tally((group("plain", 25), group("source", 25)), {'{"detail":"plain"}': arm})
    made = overview(STUDY, tally, 12)
    plain, source = made.arms
    assert (plain.name, plain.people, plain.seen_people, plain.seen) == ("detail = plain", 25, 18, 80)
    assert (plain.latency, plain.not_applied) == ((40, 100), 0.1)
    assert (source.people, source.seen_people, source.latency) == (25, None, None)
    assert [round(m.share, 3) for m in made.missing if m.share is not None] == [0.6, 0.1, 0.25, 0.01]
    assert made.withdrew == 12
    assert quantile({}, 0.5) is None


def event(seq: int, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"seq": seq, "kind": kind, "t": 1, "item": "0" * 16, "place": 1, "data": data}


def by_turns(holdout: bool, place: int) -> dict[str, str]:
    return {} if holdout else {"detail": ("plain", "source")[place % 2]}


async def test_what_the_store_counts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("colophon.store.study_tallies.PEOPLE", 2)
    await store.studies.open(STUDY.id, 1, "f" * 64, frozen_file(STUDY), None)
    await store.studies.add_code("code", STUDY.id, 100, 999)
    await store.studies.add_code("try", STUDY.id, 100, 999, preview=True)
    for n in range(7):
        code = "try" if n == 6 else "code"
        new = Newcomer(
            STUDY.id, f"{n:016x}", f"{n:064x}", code, "c" * 64, "en", "x", "1", n == 5, "a" if n < 5 else None
        )
        await store.participants.enrol(new, partial(by_turns, n == 5))
        painted = [
            event(1, "painted", {"applied": True, "latency_ms": 10 * n}),
            event(2, "painted", {"applied": False, "not_applied_reason": "gone"}),
            event(3, "error", {"fault": "paint"}),
            event(4, "exposed", {"visible_ms": 1, "longest_ms": 1}),
            event(5, "exposed", {"visible_ms": 1, "longest_ms": 1}),
        ]
        if n != 4:
            await store.events.add(f"{n:064x}", "s", "1 1 1", painted)
    tally = await store.tallies.count(STUDY.id)
    assert sorted((g.levels.get("detail", ""), g.stratum, g.holdout, g.people) for g in tally.groups) == [
        ("", None, True, 1), ("plain", "a", False, 3), ("source", "a", False, 2),
    ]  # fmt: skip
    plain = tally.arms['{"detail":"plain"}']
    assert plain.events == {"": 10, "painted": 4, "error": 2, "exposed": 4}
    assert plain.people == {"": 2, "painted": 2, "error": 2, "exposed": 2}
    assert plain.latency == {0: 1, 1: 1}
    assert (plain.reasons, plain.faults) == ({"gone": 2}, {"paint": 2})
    assert set(tally.arms) == {"{}", '{"detail":"plain"}', '{"detail":"source"}'}
