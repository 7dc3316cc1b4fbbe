"""Draws: the published vectors, the split of many ids, the same again, and blocks within strata."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare
from tests.study.assignment_table import ROWS, TABLE, WEIGHTS, rows
from tests.study.studies import factor, study

from colophon.errors import InputError
from colophon.study import assign

LEVEL_COUNTS = (2, 3, 7)


@pytest.fixture(scope="module")
def vectors(cases: Path) -> dict[str, Any]:
    path = cases / "stats" / "growthbook_assignment_cases.json"
    if not path.exists():
        pytest.skip(f"no assignment vectors: {path} is absent")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_hash(vectors: dict[str, Any]) -> None:
    given = [assign.bucket(seed, unit, version) for seed, unit, version, _ in vectors["hash"]]
    assert given == [expected for *_, expected in vectors["hash"]]
    assert len(given) == 15


def test_ranges(vectors: dict[str, Any]) -> None:
    for name, arguments, expected in vectors["getBucketRange"]:
        parts = assign.ranges(*arguments)
        assert len(parts) == len(expected), name
        for part, wanted in zip(parts, expected, strict=True):
            assert part == pytest.approx(wanted), name


def test_choice(vectors: dict[str, Any]) -> None:
    for name, place, parts, expected in vectors["chooseVariation"]:
        assert assign.choose(place, parts) == expected, name


def test_namespaces(vectors: dict[str, Any]) -> None:
    for name, unit, namespace, expected in vectors["inNamespace"]:
        assert assign.in_namespace(unit, *namespace) is expected, name


def test_equal_weights(vectors: dict[str, Any]) -> None:
    for number, expected in vectors["getEqualWeights"]:
        assert assign.equal_weights(number) == pytest.approx(expected)


def test_the_table_that_both_languages_read_is_this_code() -> None:
    content = json.loads(TABLE.read_text(encoding="utf-8"))
    assert tuple(content["weights"]) == WEIGHTS
    assert content["rows"] == rows()
    assert len(content["rows"]) == ROWS


@pytest.mark.parametrize("weights", [(1, 1), (1, 2, 7)])
def test_a_hundred_thousand_ids_fall_as_the_weights_say(weights: tuple[float, ...]) -> None:
    levels = factor(*weights)
    drawn = Counter(assign.level_of("split", levels, f"p{i}") for i in range(100_000))
    expected = [100_000 * share for share in assign.shares(levels)]
    observed = [drawn[level.name] for level in levels.levels]
    assert chisquare(observed, expected).pvalue > 0.001


def test_factors_of_one_study_are_drawn_apart() -> None:
    one, other = factor(1, 1, name="wording"), factor(1, 1, name="place")
    pairs = Counter(
        (assign.level_of("apart", one, f"p{i}"), assign.level_of("apart", other, f"p{i}"))
        for i in range(20_000)
    )
    assert len(pairs) == 4
    assert chisquare(list(pairs.values())).pvalue > 0.001


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=200))
def test_an_id_is_drawn_alike_every_time(unit: str) -> None:
    levels = factor(1, 3, 2)
    first = assign.level_of("again", levels, unit)
    assert first in {level.name for level in levels.levels}
    assert assign.level_of("again", levels, unit) == first


@pytest.mark.parametrize("unit", ["", "añb", "a b", "a\n", "x" * 201, "𝒳"])
def test_ids_that_languages_see_differently_are_refused(unit: str) -> None:
    with pytest.raises(InputError, match="printable ASCII"):
        assign.level_of("ascii", factor(1, 1), unit)


def test_units() -> None:
    ids = {"participant": "p1", "item": "0123456789abcdef", "session": "s1", "day": "2027-01-02"}
    assert assign.unit_of("participant", **ids) == "p1"
    assert assign.unit_of("item", **ids) == "p1|0123456789abcdef"
    assert assign.unit_of("session", **ids) == "p1|s1"
    assert assign.unit_of("day", **ids) == "p1|2027-01-02"
    with pytest.raises(InputError, match="needs the day"):
        assign.unit_of("day", "p1")


def test_levels_are_those_of_the_units_at_hand() -> None:
    two = [
        {"name": "words", "levels": [{"name": "a"}, {"name": "b"}]},
        {"name": "place", "unit": "day", "levels": [{"name": "c"}, {"name": "d"}]},
    ]
    drawn = study(factors=two)
    assert assign.levels_of(drawn, {"participant": "p1"}).keys() == {"words"}
    assert assign.levels_of(drawn, {"participant": "p1", "day": "p1|2027-01-02"}).keys() == {"words", "place"}


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_shares_are_kept_by_each_draw_of_its_own(share: float) -> None:
    outside = study(holdout={"share": share})
    held = {i for i in range(20_000) if assign.in_holdout(outside, f"p{i}")}
    shown = {i for i in range(20_000) if assign.covered("small-study", f"p{i}", share)}
    for drawn in (held, shown):
        assert (
            chisquare([len(drawn), 20_000 - len(drawn)], [20_000 * share, 20_000 * (1 - share)]).pvalue
            > 0.001
        )
    both = len(held & shown)
    assert both == pytest.approx(20_000 * share**2, rel=0.1)


def test_nobody_is_held_out_of_a_study_without_holdout() -> None:
    assert not any(assign.in_holdout(study(), f"p{i}") for i in range(1000))


@pytest.mark.parametrize("number", LEVEL_COUNTS)
def test_a_block_holds_every_level_by_its_weight(number: int) -> None:
    levels = factor(*[1] * (number - 1), 2)
    size = 2 * (number + 1)
    for block in range(20):
        counts = range(block * size, (block + 1) * size)
        drawn = Counter(assign.block_level("blocks", levels, "en", size, count) for count in counts)
        assert [drawn[level.name] for level in levels.levels] == [*[2] * (number - 1), 4]


def test_blocks_differ_between_strata_and_secrets_and_not_between_calls() -> None:
    def order(stratum: str, secret: bytes) -> list[str]:
        return [assign.block_level("blocks", factor(1, 1), stratum, 8, n, secret) for n in range(80)]

    assert order("en", b"") == order("en", b"")
    assert order("en", b"") != order("de", b"")
    assert order("en", b"") != order("en", b"salt")


def test_every_place_of_a_block_is_open_to_every_level() -> None:
    starts = Counter(assign.block_level("blocks", factor(1, 1), "en", 4, 4 * block) for block in range(2000))
    assert chisquare(list(starts.values())).pvalue > 0.001


def test_a_block_that_the_weights_do_not_divide_is_refused() -> None:
    with pytest.raises(InputError, match="a block of 4 cannot hold"):
        assign.block_level("blocks", factor(1, 2), "en", 4, 0)
