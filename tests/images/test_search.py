from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from numpy.typing import NDArray

from colophon.images.hashes import NEAR
from colophon.images.search import HashIndex, Hits
from colophon.images.segment import Rows, Segment

Row = tuple[int, int, int]  # entry, variant, hash as a number


def array(numbers: list[int]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(n.to_bytes(32, "little") for n in numbers), np.uint8).reshape(-1, 32)


def columns(rows: list[Row]) -> tuple[list[int], list[int], NDArray[np.uint8]]:
    return [row[0] for row in rows], [row[1] for row in rows], array([row[2] for row in rows])


def listed(hits: Hits) -> list[tuple[int, int, int]]:
    """(distance, entry, variant) in the order given."""
    return list(zip(hits.distances.tolist(), hits.entries.tolist(), hits.variants.tolist(), strict=True))


def expected(rows: list[Row], query: int, radius: int = NEAR) -> list[tuple[int, int, int]]:
    near = [((row[2] ^ query).bit_count(), row[0], row[1]) for row in rows]
    return sorted(hit for hit in near if hit[0] <= radius)


# Hashes near one of a few centres, so that neighbours at all distances from 0 to 33 and repeats are common.
CENTRES = [0, 2**256 - 1, int.from_bytes(bytes(range(32)), "little"), 0xF0F0 << 100]
HASHES = st.builds(
    lambda centre, bits: centre ^ sum(1 << bit for bit in bits),
    st.sampled_from(CENTRES),
    st.sets(st.integers(0, 255), max_size=33),
)
ENTRIES = st.integers(0, 12) | st.sampled_from([-(2**63), 2**63 - 1])
ROWS = st.tuples(ENTRIES, st.integers(0, 255), HASHES)


class Life(RuleBasedStateMachine):
    """Any order of additions and removals; folds come often."""

    def __init__(self) -> None:
        super().__init__()
        self.index = HashIndex(delta_rows=7)
        self.rows: list[Row] = []

    @rule(rows=st.lists(ROWS, max_size=12))
    def add(self, rows: list[Row]) -> None:
        self.index.add(*columns(rows))
        self.rows += rows

    @rule(entries=st.lists(ENTRIES, max_size=4))
    def remove(self, entries: list[int]) -> None:
        kept = [row for row in self.rows if row[0] not in entries]
        assert self.index.remove(entries) == len(self.rows) - len(kept)
        self.rows = kept

    @rule()
    def settle(self) -> None:
        self.index.settle()

    @rule(query=HASHES, radius=st.integers(0, NEAR), limit=st.integers(1, 30))
    def search(self, query: int, radius: int, limit: int) -> None:
        hits = self.index.search(query.to_bytes(32, "little"), radius, limit)
        everything = expected(self.rows, query, radius)
        assert listed(hits) == everything[:limit]
        assert (len(hits), hits.total) == (min(limit, len(everything)), len(everything))

    @invariant()
    def counts_its_rows(self) -> None:
        assert len(self.index) == len(self.rows)


TestLife = Life.TestCase
TestLife.settings = settings(stateful_step_count=25, deadline=None)


@settings(deadline=None)
@given(st.lists(st.lists(ROWS, max_size=8), max_size=4), HASHES)
def test_built_at_once_is_the_same_as_added_one_by_one(batches: list[list[Row]], query: int) -> None:
    rows = [row for batch in batches for row in batch]
    whole = HashIndex.of((columns(batch) for batch in batches), delta_rows=5)
    assert len(whole) == len(rows)
    assert listed(whole.search(query.to_bytes(32, "little"))) == expected(rows, query)


@pytest.fixture(scope="module")
def crowd() -> tuple[HashIndex, list[Row]]:
    """30,000 rows in a segment, each entry with 40 of them, and 1,000 rows that came later."""
    bits = np.random.default_rng(7).integers(0, 256, (31_000, 32), np.uint8)
    rows = [(i // 40, i % 40, int.from_bytes(bits[i].tobytes(), "little")) for i in range(len(bits))]
    index = HashIndex(delta_rows=2000)
    index.add(*columns(rows[:30_000]))
    index.settle()
    index.add(*columns(rows[30_000:]))
    return index, rows


@settings(deadline=None)
@given(st.integers(0, 30_999), st.sets(st.integers(0, 255), max_size=33))
def test_planted_neighbours(crowd: tuple[HashIndex, list[Row]], row: int, bits: set[int]) -> None:
    index, rows = crowd
    entry, variant, value = rows[row]
    hits = index.search((value ^ sum(1 << bit for bit in bits)).to_bytes(32, "little"))
    assert listed(hits) == [(len(bits), entry, variant)] * (len(bits) <= NEAR)


def test_an_empty_index() -> None:
    index = HashIndex()
    assert len(index) == len(index.search(bytes(32))) == index.remove([1]) == 0
    index.add(*columns([]))
    assert len(index) == 0


def test_an_entry_may_come_back_with_other_hashes() -> None:
    index = HashIndex(delta_rows=1)
    index.add(*columns([(5, 0, 0), (5, 1, 0), (6, 0, 0)]))
    index.settle()
    assert index.remove([5, 5, 99]) == 2
    index.add(*columns([(5, 3, 1)]))
    assert listed(index.search(bytes(32))) == [(0, 6, 0), (1, 5, 3)]


@pytest.mark.parametrize("distinct", [1, 3])
def test_a_hash_repeated_very_often(distinct: int) -> None:
    """A flat picture's hash: indexed once, answered with the nearest rows and their number."""
    entries = np.arange(100_000)
    hashes = array([1 << n for n in range(distinct)])[entries % distinct]
    index = HashIndex.of([(entries, np.zeros(len(entries)), hashes)])
    hits = index.search(hashes[0].tobytes(), limit=10)
    assert hits.total == 100_000
    assert hits.entries.tolist() == [distinct * n for n in range(10)]
    assert index.nbytes < 30 * len(entries)


def test_the_arrays_given_may_change_afterwards() -> None:
    hashes = np.zeros((1, 32), np.uint8)
    entries = np.array([4])
    index = HashIndex()
    index.add(entries, [0], hashes)
    hashes[:], entries[:] = 255, 9
    assert listed(index.search(bytes(32))) == [(0, 4, 0)]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda index: index.search(bytes(31)),
        lambda index: index.search(bytes(64)),
        lambda index: index.search(bytes(32), NEAR + 1),
        lambda index: index.search(bytes(32), -1),
        lambda index: index.add([1], [0], np.zeros((1, 16), np.uint8)),
        lambda index: index.add([1, 2], [0, 0], np.zeros((1, 32), np.uint8)),
        lambda index: index.add([1], [0, 0], np.zeros((1, 32), np.uint8)),
        lambda index: index.add([[1]], [[0]], np.zeros((1, 32), np.uint8)),
    ],
)
def test_wrong_input_is_refused_and_changes_nothing(wrong: Callable[[HashIndex], object]) -> None:
    index = HashIndex()
    index.add([1], [0], np.zeros((1, 32), np.uint8))
    with pytest.raises(ValueError, match=r"hashes|radius"):
        wrong(index)
    assert listed(index.search(bytes(32))) == [(0, 1, 0)]


def test_what_changes_during_a_fold_counts_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    started, go_on = threading.Event(), threading.Event()
    rows_of = Segment.rows

    def slowly(segment: Segment) -> Rows:
        started.set()
        assert go_on.wait(30)
        return rows_of(segment)

    monkeypatch.setattr(Segment, "rows", slowly)
    index = HashIndex(delta_rows=2)
    index.add(*columns([(1, 0, 0), (2, 0, 0), (3, 0, 0)]))
    assert started.wait(30)
    index.add(*columns([(4, 0, 0), (5, 0, 0)]))
    assert index.remove([1, 4]) == 2
    index.add(*columns([(1, 9, 0)]))
    wanted = [(0, 1, 9), (0, 2, 0), (0, 3, 0), (0, 5, 0)]
    assert listed(index.search(bytes(32))) == wanted
    go_on.set()
    index.settle()
    assert listed(index.search(bytes(32))) == wanted
    assert len(index) == 4


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fold_without_memory_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    index = HashIndex(delta_rows=2)
    with monkeypatch.context() as patch:
        patch.setattr(Segment, "of", raising(MemoryError))
        index.add(*columns([(n, 0, 0) for n in range(3)]))
        index.settle()
    assert index.search(bytes(32)).entries.tolist() == [0, 1, 2]
    assert len(index._state.segment) == 0
    index.add(*columns([(3, 0, 0)]))
    index.settle()
    assert index.search(bytes(32)).entries.tolist() == [0, 1, 2, 3]
    assert len(index._state.segment) == 4


def raising(error: type[Exception]) -> Callable[..., object]:
    def fail(*_: object) -> object:
        raise error

    return fail


def test_searches_see_one_moment_while_rows_come_and_go() -> None:
    """Entry 0 is always there; of each later entry a search sees all rows or none, through many folds."""
    rows_per_entry, entries = 8, 150
    index = HashIndex(delta_rows=50)
    index.add([0] * rows_per_entry, range(rows_per_entry), np.zeros((rows_per_entry, 32), np.uint8))
    ready, done, wrong = threading.Barrier(4), threading.Event(), list[str]()

    def watch() -> None:
        ready.wait(30)
        while not done.is_set():
            found, counts = np.unique(index.search(bytes(32), limit=10**6).entries, return_counts=True)
            if 0 not in found or set(counts.tolist()) != {rows_per_entry}:
                wrong.append(f"{found} {counts}")

    readers = [threading.Thread(target=watch) for _ in range(3)]
    for reader in readers:
        reader.start()
    ready.wait(30)
    for entry in range(1, entries):
        index.add([entry] * rows_per_entry, range(rows_per_entry), np.zeros((rows_per_entry, 32), np.uint8))
        if entry % 3 == 0:
            index.remove([entry - 1])
    done.set()
    for reader in readers:
        reader.join()
    index.settle()
    assert not wrong
    assert len(index) == rows_per_entry * (entries - (entries - 1) // 3)
