"""Registry entries, durable. Every change counts the generation on, so that each process learns of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.evidence import Process
from colophon.store.case_media import forget_pictures
from colophon.store.changes import advance
from colophon.store.published import tell_protected
from colophon.store.tables import entries

BATCH = 2000  # rows per query when many are read: about 4 MB of sketches

# What a withdrawn entry no longer needs: who said what, where, and of which picture.
_ERASED = dict.fromkeys(("sha256", "said_by", "words", "permalink", "date", "sketch", "pattern", "language"))


class EntryTable:
    """Entries by number and id. Every method raises SQLAlchemyError when the database does not answer."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], float]) -> None:
        self._engine = engine
        self._now = now

    async def add(self, new: Sequence[Entry], affected: Iterable[str], hidden: Collection[str] = ()) -> int:
        """Keep ``new`` entries as one change that affects these images; gives its generation.

        Of those ``hidden`` no picture is kept any more, and nothing told. Committed when this returns.
        """
        now = self._now()
        async with self._engine.begin() as connection:
            generation = await advance(connection, affected, now)
            rows = [row_of(entry, generation, now) for entry in new]
            await connection.execute(insert(entries), rows)
            protected = [entry.sha256 for entry in new if entry.kind is Kind.PROTECTED]
            await tell_protected(connection, [*protected, *hidden], now)
            await forget_pictures(connection, hidden)
        return generation

    async def set_state(self, ids: Sequence[str], state: EntryState, affected: Iterable[str]) -> int:
        """Give entries another state; those withdrawn meanwhile stay so."""
        kept = entries.c.state != EntryState.WITHDRAWN
        async with self._engine.begin() as connection:
            generation = await advance(connection, affected, self._now())
            values = now_in_state(state, generation)
            for start in range(0, len(ids), BATCH):  # databases bound the number of values in one statement
                some = entries.c.id.in_(ids[start : start + BATCH])
                await connection.execute(update(entries).where(some, kept).values(**values))
        return generation

    async def get(self, id: str) -> Entry | None:
        """One entry, whatever its state."""
        found = await self._some(entries.c.id == id)
        return found[0] if found else None

    async def of_image(self, sha256: str) -> list[Entry]:
        """Entries of exactly this image that are not withdrawn, oldest first."""
        return await self._some(entries.c.sha256 == sha256, entries.c.state != EntryState.WITHDRAWN)

    async def in_state(self, state: EntryState, limit: int, after: int = 0) -> list[Entry]:
        """Up to ``limit`` entries in this state with a number beyond ``after``, oldest first."""
        return await self._some(entries.c.state == state, entries.c.number > after, limit=limit)

    async def since(self, generation: int) -> AsyncIterator[list[Entry]]:
        """Batches of all entries changed after ``generation``; from 0 on, all that are not withdrawn."""
        changed = entries.c.generation > generation
        kept = entries.c.state != EntryState.WITHDRAWN if generation == 0 else changed
        last = 0
        while batch := await self._some(changed, kept, entries.c.number > last, limit=BATCH):
            yield batch
            last = batch[-1].number

    async def of_origin(self, origin: str) -> AsyncIterator[list[Entry]]:
        """Batches of what came with a collection and is not withdrawn."""
        last = 0
        counts = entries.c.origin == origin, entries.c.state != EntryState.WITHDRAWN
        while batch := await self._some(*counts, entries.c.number > last, limit=BATCH):
            yield batch
            last = batch[-1].number

    async def counts(self) -> dict[tuple[str, str, str, str], int]:
        """How many entries there are by kind, basis, process and state."""
        group = (entries.c.kind, entries.c.basis, entries.c.process, entries.c.state)
        query = select(*group, func.count()).group_by(*group)
        async with self._engine.connect() as connection:
            return {(r[0], r[1], r[2], r[3]): r[4] for r in await connection.execute(query)}

    async def _some(self, *conditions: Any, limit: int | None = None) -> list[Entry]:
        query = select(entries).where(*conditions).order_by(entries.c.number).limit(limit)
        async with self._engine.connect() as connection:
            return [_entry(row) for row in await connection.execute(query)]


def row_of(entry: Entry, generation: int, now: float) -> dict[str, Any]:
    """The row of a new entry, as of ``generation``; the database numbers it."""
    row = asdict(replace(entry, created=int(now), generation=generation))
    del row["number"]
    return row


def now_in_state(state: EntryState, generation: int) -> dict[str, Any]:
    """What changes in an entry that gets another state. A withdrawn one is emptied: its number is left."""
    erased = _ERASED if state is EntryState.WITHDRAWN else {}
    return {"state": state, "generation": generation, **erased}


def _entry(row: Row[Any]) -> Entry:
    values = dict(row._mapping)
    words = {
        "kind": Kind(values["kind"]),
        "basis": Basis(values["basis"]),
        "process": Process(values["process"]),
        "state": EntryState(values["state"]),
    }
    return Entry(**values | words)
