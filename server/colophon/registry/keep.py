"""Put entries into the durable registry and name the images that they affect."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from colophon.entry import Entry, EntryState, Kind
from colophon.images.sketch import Sketch
from colophon.registry.affected import affected
from colophon.store.cases import Decision
from colophon.store.changes import EVERYTHING
from colophon.store.database import Store
from colophon.store.rulings import Ruling, Withdrawal, keep_ruling, keep_withdrawal

SCANNED = 200_000  # images looked at last that are compared with what is new: 0.3 s for one entry

Known = Iterable[tuple[str, bytes]]  # SHA-256 of an image and its perceptual hashes, 32 bytes each


async def keep(store: Store, new: Sequence[Entry], seen: Known = (), *, scan: bool = True) -> None:
    """Add entries. ``seen`` are images held in memory; ``scan`` looks through those of the database too."""
    named = await affected_by(store, new, seen, scan)
    await store.entries.add(new, named, await _hidden(store, new, seen))


async def change(store: Store, entries: Sequence[Entry], state: EntryState, seen: Known = ()) -> None:
    """Give entries, as the store has them, another state."""
    named = await affected_by(store, entries, seen, scan=True)
    await store.entries.set_state([entry.id for entry in entries], state, named)


async def rule(store: Store, ruling: Ruling, touched: Sequence[Entry], seen: Known = ()) -> Decision:
    """Carry out a decision as one change. ``touched`` are the entries that begin or cease to count.

    Raises Conflict when somebody else decided first.
    """
    named = [*await affected_by(store, touched, seen, scan=True), *filter(None, [ruling.decision.sha256])]
    if ruling.entry is not None:
        ruling = replace(ruling, hidden=tuple(await _hidden(store, [ruling.entry], seen)))
    return await keep_ruling(store.engine, ruling, named, time.time())


async def take_back(store: Store, taken: Withdrawal, touched: Sequence[Entry], seen: Known = ()) -> Decision:
    """Take a decision back as one change. ``touched`` are the entries that begin or cease to count.

    Raises Conflict when something was decided since.
    """
    named = [*await affected_by(store, touched, seen, scan=True), *filter(None, [taken.decision.sha256])]
    return await keep_withdrawal(store.engine, taken, named, time.time())


async def affected_by(store: Store, changed: Sequence[Entry], seen: Known, scan: bool = True) -> list[str]:
    """The images that readers may have open and that these entries concern; `EVERYTHING` where too many."""
    known = [*seen, *(await store.findings.hashes(SCANNED) if scan else ())]
    named = await asyncio.to_thread(affected, changed, known)
    return [EVERYTHING] if named is None else named


async def _hidden(store: Store, new: Sequence[Entry], seen: Known) -> list[str]:
    """Images that protected entries are about, as far as a picture of them is kept or others were told.

    A list too long to compare in detail names exact copies only; near ones are found when they are looked at.
    """
    listed = [entry for entry in new if entry.kind is Kind.PROTECTED]
    if not listed:
        return []
    kept, told = await store.pictures.hashes(), await store.published.images()
    known = [*seen, *await store.findings.hashes(SCANNED)] if told else []
    of_told = [(sha256, hashes) for sha256, hashes in known if sha256 in told]
    of_told += [(s, Sketch.load(sketch).hashes.tobytes()) for s, sketch in await store.published.sketches()]
    if not kept and not told:
        return []
    named = await asyncio.to_thread(affected, listed, [*kept, *of_told])
    if named is None:
        named = [entry.sha256 for entry in listed if entry.sha256]
    return [sha256 for sha256 in dict.fromkeys(named) if sha256 in told or sha256 in dict(kept)]
