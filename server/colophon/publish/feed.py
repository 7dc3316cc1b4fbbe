"""What is published, for many who wait for it: one question to the database however many there are."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from colophon.store.database import Store
from colophon.store.published import Published

RECENT = 200  # rows held ready for whoever is up to date
PAGE = 200  # rows read at once for whoever is behind


class Feed:
    """Its methods belong to one event loop. `run` looks when `look` is called, until it is cancelled."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._recent: deque[Published] = deque(maxlen=RECENT)
        self._latest = -1  # not known yet
        self._look = asyncio.Event()
        self._grown = asyncio.Condition()
        self._over = False

    def look(self) -> None:
        """Something changed: perhaps something was published."""
        self._look.set()

    async def run(self) -> None:
        """Hear of what is published, here and by other processes."""
        while True:
            try:
                await self._read()
                self._store.outage.answered()
            except SQLAlchemyError as error:
                self._store.outage.failed(error, "what is published could not be read")
                await asyncio.sleep(1)
                continue
            await self._look.wait()

    async def _read(self) -> None:
        self._look.clear()
        if self._latest < 0 or await self._store.published.latest() < self._latest:  # first, or restored
            self._recent.clear()
            self._latest = await self._store.published.latest()
            await self._tell()
        while rows := await self._store.published.since(self._latest, PAGE):
            if any(row.emptied for row in rows):
                self._recent.clear()  # what is held ready says more than is told by now
            self._recent.extend(rows)
            self._latest = rows[-1].seq
            await self._tell()

    async def _tell(self) -> None:
        async with self._grown:
            self._grown.notify_all()

    async def latest(self) -> int:
        """The number of the last row, also of one that was not heard of yet."""
        return await self._store.published.latest()

    async def since(self, seq: int) -> list[Published]:
        """Up to `PAGE` rows after ``seq``, in order."""
        if self._recent and seq >= self._recent[0].seq - 1:
            return [row for row in self._recent if row.seq > seq]
        return await self._store.published.since(seq, PAGE) if seq != self._latest else []

    async def wait(self, seq: int, seconds: float) -> None:
        """Wait up to ``seconds`` until there is a row after ``seq``, or the server is about to end."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._grown:
                await self._grown.wait_for(lambda: self.over or self._latest > seq)

    @property
    def over(self) -> bool:
        """Whether nobody should wait any more."""
        return self._over

    async def stop(self) -> None:
        """Let everybody go who waits."""
        self._over = True
        await self._tell()
