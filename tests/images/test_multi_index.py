from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colophon.images.hamming import BLOCK, Words, within, words_of
from colophon.images.hashes import NEAR
from colophon.images.multi_index import THRESHOLDS, MultiIndex, ranges

ROWS = 20_000  # enough that a query is looked up and not compared with every row
WIDTH = 14  # bits of a slot at that size


def words(*numbers: int) -> Words:
    return words_of(
        np.frombuffer(b"".join(n.to_bytes(32, "little") for n in numbers), np.uint8).reshape(-1, 32)
    )


def number(row: Words) -> int:
    return int.from_bytes(row.tobytes(), "little")


def counted(rows: list[int], query: int, radius: int) -> list[tuple[int, int]]:
    """The definition, in plain Python."""
    return [
        (i, (row ^ query).bit_count()) for i, row in enumerate(rows) if (row ^ query).bit_count() <= radius
    ]


@pytest.fixture(scope="module")
def rows() -> Words:
    return words_of(np.random.default_rng(1).integers(0, 256, (ROWS, 32), np.uint8))


@pytest.fixture(scope="module")
def index(rows: Words) -> MultiIndex:
    return MultiIndex.of(rows)


HASHES = st.integers(0, 2**256 - 1)


@settings(deadline=None)
@given(st.lists(HASHES, max_size=20), HASHES, st.integers(0, 256))
def test_comparing_every_row_is_the_definition(rows: list[int], query: int, radius: int) -> None:
    found, distances = within(words(*rows), words(query)[0], radius)
    assert list(zip(found.tolist(), distances.tolist(), strict=True)) == counted(rows, query, radius)


def test_the_largest_distance_is_counted() -> None:
    found, distances = within(words(0), words(2**256 - 1)[0], 256)
    assert (found.tolist(), distances.tolist()) == ([0], [256])


def test_rows_of_every_block_are_found() -> None:
    rows = np.zeros((2 * BLOCK + 1, 4), np.uint64)
    found, distances = within(rows, words(7)[0], 3)
    assert found.tolist() == list(range(len(rows)))
    assert set(distances.tolist()) == {3}


@pytest.mark.parametrize("shape", [(2, 31), (2, 33), (32,), (1, 2, 16)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="shape"):
        words_of(np.zeros(shape, np.uint8))


def test_other_types_are_refused() -> None:
    with pytest.raises(ValueError, match="int64"):
        words_of(np.zeros((2, 32), np.int64))


@settings(deadline=None)
@given(st.integers(0, ROWS - 1), st.sets(st.integers(0, 255), max_size=33), st.integers(0, NEAR))
def test_the_index_finds_what_comparing_every_row_finds(
    rows: Words, index: MultiIndex, row: int, flipped: set[int], radius: int
) -> None:
    query = words(number(rows[row]) ^ sum(1 << bit for bit in flipped))[0]
    found, distances = index.within(query, radius)
    expected, expected_distances = within(rows, query, radius)
    assert found.tolist() == expected.tolist()
    assert distances.tolist() == expected_distances.tolist()


@pytest.mark.parametrize("slot", range(len(THRESHOLDS)))
def test_one_slot_within_its_threshold_is_enough(rows: Words, index: MultiIndex, slot: int) -> None:
    """The hardest placing of bits: all other slots differ in one bit more than is looked up."""
    random = np.random.default_rng(slot)
    for row in range(50):
        flipped = [
            int(other * WIDTH + bit)
            for other, threshold in enumerate(THRESHOLDS)
            for bit in random.choice(WIDTH, threshold + (other != slot), replace=False)
        ]
        distance = sum(THRESHOLDS) + len(THRESHOLDS) - 1
        assert len(flipped) == distance == NEAR
        found, distances = index.within(words(number(rows[row]) ^ sum(1 << b for b in flipped))[0], NEAR)
        assert (found.tolist(), distances.tolist()) == ([row], [distance])


def test_a_query_is_looked_up_and_not_compared_with_every_row(rows: Words, index: MultiIndex) -> None:
    """Otherwise the tests above show nothing: rows that are not listed in ``order`` are not found."""
    unlisted = MultiIndex(rows, index.width, np.zeros_like(index.starts), index.order, index.probes)
    assert index.width == WIDTH
    assert not len(unlisted.within(rows[0], NEAR)[0])
    assert index.within(rows[0], NEAR)[0].tolist() == [0]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 100])
def test_small_indexes(rows: Words, count: int) -> None:
    few = MultiIndex.of(rows[:count])
    found, _ = few.within(rows[0], 0)
    assert found.tolist() == [0][:count]
    assert few.nbytes > 0


def test_crowded_values_are_compared_in_sequence() -> None:
    """Rows that share most slots would be fetched eleven times each."""
    crowd = words(*(1 << bit | 1 << other for bit in range(256) for other in range(bit)))
    found, distances = MultiIndex.of(crowd).within(words(0)[0], NEAR)
    assert len(found) == len(crowd)
    assert set(distances.tolist()) == {2}


def test_ranges() -> None:
    starts, counts = np.array([5, 0, 9]), np.array([2, 0, 3])
    assert ranges(starts, counts).tolist() == [5, 6, 9, 10, 11]
    assert ranges(np.empty(0, np.int64), np.empty(0, np.int64)).tolist() == []


@pytest.mark.parametrize("near", [0, 400])
def test_all_pairs_are_those_of_one_search_after_the_other(rows: Words, near: int) -> None:
    """Also where many are alike: there one search compares every row, and all pairs do the same."""
    draw = np.random.default_rng(2)
    some = rows[:4000]
    alike = [
        number(some[n % 7]) ^ sum(1 << int(bit) for bit in draw.choice(256, n % 40, replace=False))
        for n in range(near)
    ]
    index = MultiIndex.of(np.unique(np.concatenate([some, words(*alike)]) if near else some, axis=0))
    found = {pair for a, b in index.pairs(NEAR) for pair in zip(a.tolist(), b.tolist(), strict=True)}
    expected = {
        (int(other), row)
        for row in range(len(index.words))
        for other in index.within(index.words[row], NEAR)[0]
        if other < row
    }
    assert found == expected
    assert bool(found) == bool(near)
