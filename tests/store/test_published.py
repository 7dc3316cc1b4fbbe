"""What is told of decisions: what stands and nothing else, without gaps, and nothing of the protected."""

from __future__ import annotations

import asyncio
import importlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete
from tests.store.test_cases import CONTEST, MADE
from tests.store.test_entries import ENTRY

from colophon.entry import Basis, Kind
from colophon.errors import Conflict
from colophon.store.cases import ContestState, Decision
from colophon.store.database import Store, open_store
from colophon.store.published import Published, published, seal
from colophon.store.rulings import Ruling, Withdrawal, keep_ruling, keep_withdrawal

IMAGE = "1" * 64
migration = importlib.import_module("colophon.store.migrations.versions.0008_published")
REVIEWED = replace(ENTRY, basis=Basis.REVIEWED)


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as store:
        yield store


def made(letter: str, verdict: str = "captured", **more: object) -> Decision:
    return replace(MADE, id=letter * 32, verdict=verdict, reason=f"because {letter}", **more)  # type: ignore[arg-type]


async def rule(store: Store, decision: Decision, now: float = 7) -> Decision:
    entry = replace(REVIEWED, id=decision.id, sha256=decision.sha256)
    return await keep_ruling(store.engine, Ruling(decision, entry), [], now)


async def take_back(store: Store, decision: Decision, now: float = 8, **more: object) -> None:
    back = replace(MADE, id="0" * 32, verdict="withdrawn", reason="taken back", withdraws=decision.id)
    taken = Withdrawal(replace(back, sha256=decision.sha256), **{"retracts": True} | more)  # type: ignore[arg-type]
    await keep_withdrawal(store.engine, taken, [], now)


def short(rows: list[Published]) -> list[tuple[int, str, str, bool]]:
    return [(row.seq, row.decision[0], row.process, row.negated) for row in rows]


async def test_a_decision_is_told_with_what_it_says(store: Store) -> None:
    await rule(store, made("a", near=True, expires=2**40))
    assert await store.published.since(0, 9) == [
        Published(1, "a" * 32, IMAGE, "captured", False, "because a", "Reviewers", True, 2**40, 7,
                  b"sketch", seal("because a", b"sketch")),
    ]  # fmt: skip
    await rule(store, made("b", sha256="2" * 64))
    [row] = await store.published.since(1, 9)
    assert (row.seq, row.sketch, row.sealed) == (2, None, seal("because b", None))
    assert await store.published.latest() == 2
    assert short(await store.published.since(0, 1)) == [(1, "a", "captured", False)]


async def test_a_later_decision_takes_the_earlier_back_first(store: Store) -> None:
    await rule(store, made("a", near=True))
    await rule(store, made("b", "no_finding"))
    rows = await store.published.of_image(IMAGE)
    assert short(rows) == [
        (1, "a", "captured", False), (2, "a", "captured", True), (3, "b", "no_finding", False)
    ]  # fmt: skip
    assert (rows[1].reason, rows[1].sketch, rows[1].near) == ("because b", None, True)
    assert [row.seq for row in await store.published.of_decision("a" * 32)] == [1, 2]


async def test_what_a_withdrawal_lets_stand_again_is_told_anew(store: Store) -> None:
    first, second = made("a"), made("b", "ai_generated")
    await rule(store, first)
    await rule(store, second)
    await take_back(store, second, entry=replace(REVIEWED, id="e" * 32))
    rows = await store.published.since(3, 9)
    assert short(rows) == [(4, "b", "ai_generated", True), (5, "a", "captured", False)]
    assert [row.reason for row in rows] == ["taken back", "because a"]
    assert [row.seq for row in await store.published.last_of_images(0, 9)] == [5]


async def test_a_label_that_is_kept_and_a_ruling_that_fails_tell_nothing(store: Store) -> None:
    await store.cases.open(CONTEST)
    kept = Ruling(replace(made("a", "keep"), contest=CONTEST.id), closed=ContestState.KEPT)
    await keep_ruling(store.engine, kept, [], 7)
    with pytest.raises(Conflict):
        await keep_ruling(store.engine, replace(kept, decision=made("b"), entry=REVIEWED), [], 7)
    assert await store.published.latest() == 0


async def test_what_has_run_out_is_neither_taken_back_nor_told_again(store: Store) -> None:
    first, second = made("a", expires=10), made("b", "ai_edited")
    await rule(store, first)
    await rule(store, second, now=20)
    assert short(await store.published.since(1, 9)) == [(2, "b", "ai_edited", False)]
    await take_back(store, second, now=21)
    assert short(await store.published.since(2, 9)) == [(3, "b", "ai_edited", True)]


async def test_of_an_image_that_becomes_protected_nothing_is_left(store: Store) -> None:
    await rule(store, made("a", near=True))
    listed = replace(ENTRY, id="f" * 32, kind=Kind.PROTECTED)
    decision = made("b", "protected")
    await keep_ruling(store.engine, Ruling(decision, listed), [], 7)
    rows = await store.published.since(0, 9)
    assert short(rows) == [(1, "a", "captured", False), (2, "a", "captured", True)]
    assert [(row.reason, row.sketch) for row in rows] == [("", None)] * 2
    assert rows[0].sealed == seal("because a", b"sketch"), "what was signed stays what it was"
    await rule(store, made("c"))
    assert await store.published.latest() == 2, "nor is anything told later"
    await take_back(store, decision, retracts=False, unlisted=listed.id)
    assert short(await store.published.since(2, 9)) == [(3, "c", "captured", False)]


async def test_a_list_protects_too(store: Store) -> None:
    await rule(store, made("a", near=True))
    await rule(store, made("b", sha256="2" * 64))
    lists = [replace(ENTRY, id=f"{n:032x}", kind=Kind.PROTECTED, sha256=f"{n:064x}") for n in range(2500)]
    await store.entries.add([*lists, replace(lists[0], id="f" * 32, sha256=IMAGE)], [])
    rows = await store.published.since(0, 9)
    assert short(rows) == [
        (1, "a", "captured", False), (2, "b", "captured", False), (3, "a", "captured", True)
    ]  # fmt: skip
    assert [(row.reason, row.sketch) for row in rows] == [("", None), ("because b", None), ("", None)]


async def test_many_at_once_are_numbered_without_gaps_in_their_order(store: Store) -> None:
    images = [f"{n % 4:064x}" for n in range(24)]
    each = [replace(made("a", sha256=image), id=f"{n:032x}") for n, image in enumerate(images)]
    rulings = [rule(store, one) for one in each]
    decided = await asyncio.gather(*rulings)
    rows = await store.published.since(0, 99)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    told = [row.decision for row in rows if not row.negated]
    assert told == [one.id for one in sorted(decided, key=lambda one: one.generation)]
    for image in set(images):
        about = await store.published.of_image(image)
        assert len(about) == 2 * 6 - 1
        for before, after in itertools.pairwise(about):
            assert after.negated == (after.decision == before.decision) == (not before.negated)


async def test_the_migration_tells_what_stands(store: Store) -> None:
    await rule(store, made("a", near=True))
    await rule(store, made("b", sha256="2" * 64))
    await rule(store, made("c", "ai_generated", sha256="2" * 64))
    gone = made("d", sha256="3" * 64)
    await rule(store, gone)
    await take_back(store, gone)
    await rule(store, made("e", sha256="4" * 64))
    protected = made("f", "protected", sha256="4" * 64)
    listed = replace(ENTRY, id="f" * 31 + "0", kind=Kind.PROTECTED, sha256="4" * 64)
    await keep_ruling(store.engine, Ruling(protected, listed), [], 7)
    before = await store.published.last_of_images(0, 9)

    def again(connection: Connection) -> None:
        connection.execute(delete(published))
        connection.execute(published.insert(), migration._standing(connection))

    async with store.engine.begin() as connection:
        await connection.run_sync(again)
    after = await store.published.since(0, 9)
    assert short(after) == [(1, "a", "captured", False), (2, "c", "ai_generated", False)]
    stood = [replace(row, seq=0, created=0) for row in before if not row.negated]
    assert [replace(row, seq=0, created=0) for row in after] == stood
