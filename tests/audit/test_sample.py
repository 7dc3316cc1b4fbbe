"""Samples: the same seed draws the same, everybody has the same chance, strata get their share."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

import pytest

from colophon.audit.sample import UNKNOWN, Draw, Sampling, Stratify, stratum_of
from colophon.audit.timeline import Item
from colophon.evidence import Occurrence

SITES = ("a.example", "b.example", "c.example", None)


def item(number: int, site: str | None = None, posted_at: dt.datetime | None = None) -> Item:
    return Item(f"id{number}", f"{number}.jpg", Occurrence(site=site), posted_at)


def drawn(items: Iterable[Item], sampling: Sampling) -> list[int]:
    draw = Draw(sampling)
    for one in items:
        draw.add(one)
    return list(map(int, draw.chosen()))


@pytest.mark.parametrize("stratify", [None, Stratify.SITE])
def test_the_same_seed_draws_the_same(stratify: Stratify | None) -> None:
    items = [item(n, SITES[n % 4]) for n in range(500)]
    one = drawn(items, Sampling(40, stratify, 1))
    assert one == drawn(items, Sampling(40, stratify, 1))
    assert one != drawn(items, Sampling(40, stratify, 2))
    assert len(set(one)) == 40
    assert one == sorted(one)


def test_a_larger_simple_sample_holds_the_smaller() -> None:
    items = [item(n) for n in range(500)]
    assert set(drawn(items, Sampling(40, None, 1))) < set(drawn(items, Sampling(80, None, 1)))


@pytest.mark.parametrize("stratify", [None, Stratify.SITE])
def test_all_are_taken_where_there_are_no_more(stratify: Stratify | None) -> None:
    for size in (7, 8, 900):
        assert drawn([item(n) for n in range(7)], Sampling(size, stratify, 1)) == list(range(7))
    assert drawn([], Sampling(3, stratify, 1)) == []


def test_every_stratum_gets_its_share_to_within_one() -> None:
    sizes = dict(zip(SITES, (1000, 300, 17, 3), strict=True))
    items = [item(n, site) for n, site in enumerate(s for s, size in sizes.items() for _ in range(size))]
    for seed in range(50):
        found = Counter(items[n].occurrence.site for n in drawn(items, Sampling(132, Stratify.SITE, seed)))
        assert sum(found.values()) == 132
        for site, size in sizes.items():
            assert abs(found[site] - size / 10) < 1


@pytest.mark.parametrize("stratify", [None, Stratify.SITE])
def test_everybody_has_the_same_chance(stratify: Stratify | None) -> None:
    """40 images, 10 drawn, 2,000 seeds: each is drawn 500 times, with a standard deviation of 19."""
    items = [item(n, SITES[n % 3]) for n in range(40)]
    times = Counter(n for seed in range(2000) for n in drawn(items, Sampling(10, stratify, seed)))
    assert len(times) == 40
    assert all(abs(count - 500) < 5 * 19.4 for count in times.values())


def test_what_was_drawn_is_told_by_stratum() -> None:
    draw = Draw(Sampling(10, Stratify.SITE, 3))
    for n in range(40):
        draw.add(item(n, "a.example" if n < 20 else None))
    told = draw.told(draw.chosen())
    assert told["strata"] == {"a.example": {"found": 20, "drawn": 5}, UNKNOWN: {"found": 20, "drawn": 5}}
    assert (told["size"], told["stratify"], told["seed"]) == (10, "site", 3)


def test_weeks_are_those_of_the_calendar() -> None:
    new_year = item(1, posted_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    assert stratum_of(new_year, Stratify.WEEK) == "2026-W53"
    assert stratum_of(item(1), Stratify.WEEK) == UNKNOWN
