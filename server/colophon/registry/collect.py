"""Take whole collections in: in batches, each kept once, and on from where an earlier run stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from colophon.entry import Entry, EntryState
from colophon.registry.keep import change, keep
from colophon.registry.lists import key_of
from colophon.store.database import Store

BATCH = 200  # entries per transaction: what an interrupted import has to do again


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a collection."""

    added: tuple[str, ...] = ()  # ids
    known: int = 0
    withdrawn: int = 0


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


async def mirror(store: Store, entries: Iterable[Entry], origin: str) -> Taken:
    """Make the collection hold exactly ``entries``: what is gone from them is withdrawn."""
    before = await known_of(store, origin)
    seen: set[str] = set()

    def noted() -> Iterator[Entry]:
        for entry in entries:
            seen.add(key_of(entry))
            yield entry

    taken = await take_in(store, noted(), dict(before))
    gone = [entry for key, entry in before.items() if key not in seen]
    if gone:
        await change(store, gone, EntryState.WITHDRAWN)
    return Taken(taken.added, taken.known, len(gone))


def _batches(items: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(islice(items, BATCH)):
        yield batch
