"""A reader that asks again and again misses no change, however many write at once."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from colophon.store.changes import advance
from colophon.store.database import Store, open_store

WRITERS, EACH = 6, 12


async def write(store: Store, writer: int) -> None:
    for n in range(EACH):
        async with store.engine.begin() as connection:
            await advance(connection, [f"{writer}.{n}"], 0)
            await asyncio.sleep(random.random() / 200)  # others would overtake here, if they could


async def test_no_change_becomes_visible_before_an_earlier_one(place: str | Path) -> None:
    seen: set[str] = set()
    async with open_store(place) as one, open_store(place) as other:
        writing = asyncio.gather(*(write((one, other)[n % 2], n) for n in range(WRITERS)))
        generation = 1
        while generation < 1 + WRITERS * EACH:  # each change has a generation of its own
            changed = await other.changes.since(generation)
            seen |= set(changed.sha256s)
            assert changed.generation >= generation
            generation = changed.generation
        await writing
    wanted = {f"{writer}.{n}" for writer in range(WRITERS) for n in range(EACH)}
    assert seen == wanted


async def test_a_database_has_one_identity_and_no_other_has_it(place: str | Path, tmp_path: Path) -> None:
    async with open_store(place) as one, open_store(place) as other, open_store(tmp_path / "else") as third:
        named = set(await asyncio.gather(*(store.changes.identity() for store in (one, other) * 3)))
        assert len(named) == 1
        assert await third.changes.identity() not in named
    async with open_store(place) as again:
        assert {await again.changes.identity()} == named
