from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.evidence import Process
from colophon.store import changes
from colophon.store.database import Store, open_store

ENTRY = Entry(
    id="a" * 32,
    kind=Kind.STATEMENT,
    basis=Basis.STATED,
    process=Process.AI_GENERATED,
    sha256="1" * 64,
    sketch=b"sketch",
    said_by="Someone",
    words="made with AI",
    date="2026-01-02",
    permalink="https://example.org/1",
    owner="f" * 64,
    origin="tests",
)


def named(letter: str, **values: object) -> Entry:
    return replace(ENTRY, id=letter * 32, **values)  # type: ignore[arg-type]


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as store:
        yield store


async def every(store: Store, since: int) -> list[Entry]:
    return [entry async for batch in store.entries.since(since) for entry in batch]


async def test_an_entry_comes_back_as_it_was_with_a_number_and_a_generation(store: Store) -> None:
    generation = await store.entries.add([ENTRY], ["1" * 64])
    found = await store.entries.get(ENTRY.id)
    assert found is not None
    assert replace(found, number=0, created=0) == replace(ENTRY, generation=generation)
    assert generation == await store.changes.generation() == 2
    assert found.number > 0
    assert await store.entries.of_image("1" * 64) == [found]
    assert await store.entries.get("b" * 32) is None


async def test_since_gives_what_changed_later_and_from_the_start_what_counts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colophon.store.entries.BATCH", 2)
    many = [named(letter) for letter in "abcde"]
    first = await store.entries.add(many, [])
    await store.entries.set_state([many[1].id], EntryState.WITHDRAWN, [])
    assert [e.id[0] for e in await every(store, 0)] == list("acde")
    changed = await every(store, first)
    assert [(e.id[0], e.state) for e in changed] == [("b", EntryState.WITHDRAWN)]


async def test_what_is_withdrawn_is_emptied(store: Store) -> None:
    await store.entries.add([ENTRY], [])
    await store.entries.set_state([ENTRY.id], EntryState.WITHDRAWN, [])
    found = await store.entries.get(ENTRY.id)
    assert found is not None
    assert (found.sha256, found.sketch, found.words, found.said_by, found.permalink) == (None,) * 5
    assert await store.entries.of_image("1" * 64) == []


async def test_an_import_finds_what_is_there_already(store: Store) -> None:
    await store.entries.add([ENTRY, named("b", origin="others"), named("c", sha256=None)], [])
    found = [entry.id async for batch in store.entries.of_origin("tests") for entry in batch]
    assert found == [ENTRY.id, "c" * 32]


async def test_counts_and_pages(store: Store) -> None:
    await store.entries.add([named(x, state=EntryState.WAITING) for x in "abc"] + [named("d")], [])
    first = await store.entries.in_state(EntryState.WAITING, 2)
    rest = await store.entries.in_state(EntryState.WAITING, 2, first[-1].number)
    assert [e.id[0] for e in (*first, *rest)] == list("abc")
    assert (await store.entries.counts())["statement", "stated", "ai_generated", "waiting"] == 3


async def test_changes_name_images_once_and_in_order(store: Store) -> None:
    await store.entries.add([named("a")], ["1" * 64, "2" * 64, "1" * 64])
    await store.entries.add([named("b")], ["3" * 64])
    assert await store.changes.since(1) == changes.Changed(3, ("1" * 64, "2" * 64, "3" * 64))
    assert await store.changes.since(2) == changes.Changed(3, ("3" * 64,))
    assert await store.changes.since(3) == changes.Changed(3)


async def test_too_many_images_are_everything(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MAX_NAMED", 3)
    await store.entries.add([named("a")], [f"{n:064x}" for n in range(4)])
    assert await store.changes.since(1) == changes.Changed(2, everything=True)
    await store.entries.add([named("b")], [f"{n:064x}" for n in range(2)])
    await store.entries.add([named("c")], [f"{n:064x}" for n in range(2, 4)])
    assert (await store.changes.since(2)).everything, "many small changes are too many as well"
    assert not (await store.changes.since(3)).everything


async def test_who_was_away_too_long_asks_for_everything(place: str | Path) -> None:
    now = 1_000_000.0
    async with open_store(place) as store:
        entries = type(store.entries)(store.engine, lambda: now)
        table = changes.ChangeTable(store.engine, lambda: now)
        await entries.add([named("a")], ["1" * 64])
        now += changes.KEPT_SECONDS + 1
        await entries.add([named("b")], ["2" * 64])
        await table.forget_old()
        assert (await table.since(1)).everything
        assert await table.since(2) == changes.Changed(3, ("2" * 64,))
        await table.forget_old()
        assert await table.since(2) == changes.Changed(3, ("2" * 64,))


async def test_writers_at_once_get_generations_of_their_own(store: Store) -> None:
    entries = [named(letter) for letter in "0123456789abcdef"]
    generations = await asyncio.gather(*(store.entries.add([entry], []) for entry in entries))
    assert sorted(generations) == list(range(2, 18))
    assert len(await every(store, 0)) == 16


async def test_what_people_write_is_kept_on_every_database(store: Store) -> None:
    odd = 'a\0b \U0001f5bc "quoted" \u202e \\ % \ufeff' + "x" * 100_000
    await store.entries.add([named("a", words=odd, said_by="\0", permalink="https://x/\0")], [])
    found = await store.entries.get("a" * 32)
    assert found is not None
    assert found.words == odd.replace("\0", "\ufffd")
    assert (found.said_by, found.permalink) == ("\ufffd", "https://x/\ufffd")


async def test_any_number_of_entries_changes_state_at_once(store: Store) -> None:
    await store.entries.add([named("a"), named("b"), named("c")], [])
    ids = [letter * 32 for letter in "ab"] + [f"{n:032x}" for n in range(40_000)]
    await store.entries.set_state(ids, EntryState.WITHDRAWN, ["*"])
    await store.entries.set_state(ids[::-1], EntryState.WITHDRAWN, ["*"])
    counts = await store.entries.counts()
    assert {key[3]: number for key, number in counts.items()} == {"active": 1, "withdrawn": 2}


async def test_what_was_withdrawn_stays_withdrawn(store: Store) -> None:
    await store.entries.add([ENTRY], [])
    await store.entries.set_state([ENTRY.id], EntryState.WITHDRAWN, [])
    await store.entries.set_state([ENTRY.id], EntryState.ACTIVE, [])
    assert await store.entries.of_image("1" * 64) == []
    found = await store.entries.get(ENTRY.id)
    assert found is not None
    assert found.state is EntryState.WITHDRAWN
