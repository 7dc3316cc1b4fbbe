"""Take whole collections in: in batches, each kept once, and on from where an earlier run stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from colophon.entry import Entry, EntryState
from colophon.registry.keep import change, keep
from colophon.registry.lists import key_of
from colophon.store.database import Store

BATCH = 2000  # entries per transaction
SECONDS = 1.0  # between two: what an interrupted import has to do again


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a collection."""

    added: tuple[str, ...] = ()  # ids
    known: int = 0
    withdrawn: int = 0
    missing: int = 0  # gone from a list that was not believed in this


async def known_of(store: Store, origin: str) -> dict[str, Entry]:
    """The collection's entries that count, by `key_of`."""
    return {key_of(e): e async for batch in store.entries.of_origin(origin) for e in batch}


async def take_in(store: Store, entries: Iterable[Entry], known: dict[str, Entry]) -> Taken:
    """Keep those of ``entries`` that are not ``known``; each key once. ``known`` grows with them."""
    added: list[str] = []
    passed_over = 0
    for batch in _batches(iter(entries)):
        new: dict[str, Entry] = {}
        for entry in batch:
            if (key := key_of(entry)) in known or key in new:
                passed_over += 1
            else:
                new[key] = entry
        if new:
            await keep(store, [*new.values()])
            known.update(new)
            added += [entry.id for entry in new.values()]
    return Taken(tuple(added), passed_over)


async def mirror(
    store: Store, entries: Iterable[Entry], origin: str, may_withdraw: Callable[[int, int], bool]
) -> Taken:
    """Make the collection hold exactly ``entries``: what is gone from them is withdrawn.

    ``may_withdraw`` is asked with the numbers of entries that are gone and that were there. Where it says no
    they stay, and are counted as ``missing``.
    """
    before = await known_of(store, origin)
    seen: set[str] = set()

    def noted() -> Iterator[Entry]:
        for entry in entries:
            seen.add(key_of(entry))
            yield entry

    taken = await take_in(store, noted(), dict(before))
    gone = [entry for key, entry in before.items() if key not in seen]
    if not gone:
        return taken
    if not may_withdraw(len(gone), len(before)):
        return replace(taken, missing=len(gone))
    await change(store, gone, EntryState.WITHDRAWN)
    return replace(taken, withdrawn=len(gone))


def _batches(items: Iterator[Entry], clock: Callable[[], float] = time.monotonic) -> Iterator[list[Entry]]:
    """Up to `BATCH` entries, or what came within `SECONDS`: pictures come slowly, rows of lists fast."""
    batch: list[Entry] = []
    begun = clock()
    for item in items:
        batch.append(item)
        if len(batch) == BATCH or clock() - begun >= SECONDS:
            yield batch
            batch, begun = [], clock()
    if batch:
        yield batch
