"""Fills the queues behind what readers and reviewers do: disputed images, near copies of decided ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from sqlalchemy.exc import SQLAlchemyError

from colophon.evidence import Findings
from colophon.images.hamming import within, words_of
from colophon.images.hashes import HASH_BYTES, NEAR
from colophon.registry.keep import SCANNED
from colophon.review.describe import disputed, item_of, told
from colophon.review.second_pass import SecondPass, derived
from colophon.store.cases import standing
from colophon.store.database import Store
from colophon.store.outage import Outage
from colophon.store.review_words import Item

CONFLICTS, NEAR_COPIES = "conflicts", "near"
MOST_NEAR = 100  # near copies of one image that are queued
MOST_WAITING = 2000  # disputed images held in memory while the database does not answer
AGAIN_SECONDS = 5.0

Hashed = Iterable[tuple[str, bytes]]


class Filling:
    """Belongs to one event loop. What it could not keep is tried again; the process's end takes it along.

    ``version`` gives that of the checks whose findings count.
    """

    def __init__(self, store: Store, second: SecondPass, version: Callable[[], str], outage: Outage) -> None:
        self._store = store
        self._second = second
        self._version = version
        self._outage = outage
        self._disputed: dict[str, Findings] = {}
        self._decided: list[str] = []
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def found(self, findings: Findings) -> None:
        """An image was looked at."""
        if len(self._disputed) < MOST_WAITING and disputed(findings):
            self._disputed[findings.sha256] = findings
            self._wake()

    def decided(self, sha256: str) -> None:
        """An image was decided about."""
        self._decided.append(sha256)
        self._wake()

    async def settled(self) -> None:
        """Return when all of it is kept."""
        await self._idle.wait()

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self._fill()
            except SQLAlchemyError as error:
                self._outage.failed(error, "queues of review could not be filled")
                await asyncio.sleep(AGAIN_SECONDS)
                self._news.set()
                continue
            if not self._news.is_set():
                self._idle.set()

    def _wake(self) -> None:
        self._idle.clear()
        self._news.set()

    async def _fill(self) -> None:
        while self._disputed:
            batch = list(self._disputed.values())
            await self._store.review.put([self._item(found, CONFLICTS) for found in batch])
            for found in batch:
                self._disputed.pop(found.sha256, None)
        while self._decided:
            await self._store.review.put(await self._near(self._decided[0]))
            del self._decided[0]

    async def _near(self, sha256: str) -> Sequence[Item]:
        known = await self._store.findings.hashes(SCANNED)
        near = await asyncio.to_thread(near_copies, sha256, known)
        found = await self._store.findings.get_many(near[:MOST_NEAR], self._version())
        return [
            self._item(one, NEAR_COPIES, sha256)
            for one in found.values()
            if not one.protected and not standing(await self._store.cases.decisions(one.sha256))
        ]

    def _item(self, found: Findings, queue: str, first: str | None = None) -> Item:
        id = derived(queue, found.sha256)
        return item_of(id, queue, told(found), self._second.draw(id), first)


def near_copies(sha256: str, known: Hashed) -> list[str]:
    """SHA-256 of the images that look like this one, itself left out. Hashes are 32 bytes each."""
    rows = list(known)
    own = next((hashes for name, hashes in rows if name == sha256), b"")
    others = [(name, hashes) for name, hashes in rows if name != sha256]
    if not own or not others:
        return []
    names = [name for name, hashes in others for _ in range(len(hashes) // HASH_BYTES)]
    words = words_of(np.frombuffer(b"".join(h for _, h in others), np.uint8).reshape(-1, HASH_BYTES))
    wanted = words_of(np.frombuffer(own, np.uint8).reshape(-1, HASH_BYTES))
    near = {row for query in wanted for row in within(words, query, NEAR)[0].tolist()}
    return list(dict.fromkeys(names[row] for row in sorted(near)))
