"""Findings on their way into the database: written together, a moment after they were answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from colophon.evidence import Findings
from colophon.store.outage import Outage

LINGER_SECONDS = 0.4  # in which more may come: a transaction costs as much as writing 20 findings in one
ENOUGH = 32  # findings: a good batch, nothing more is waited for
MAX_WAITING = 2000  # findings, about 3 MB: as many as two cores find in half a minute

PutMany = Callable[[Collection[tuple[Findings, str]]], Awaitable[None]]


class WriteBehind:
    """Belongs to one event loop. What it holds is lost when the process is killed, and found out again."""

    def __init__(
        self, put_many: PutMany, outage: Outage | None = None, linger_seconds: float = LINGER_SECONDS
    ) -> None:
        self._put_many = put_many
        self._outage = outage or Outage()
        self._linger = linger_seconds
        self._waiting: dict[str, Findings] = {}
        self._writing = asyncio.Lock()
        self._enough = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def put(self, found: Findings) -> None:
        """Have it written soon. Where the database does not keep up, the oldest are given up."""
        self._waiting.pop(found.sha256, None)
        self._waiting[found.sha256] = found
        if len(self._waiting) > MAX_WAITING:
            del self._waiting[next(iter(self._waiting))]
            self._outage.lose(1)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_soon())
        if len(self._waiting) >= ENOUGH:
            self._enough.set()

    async def flush(self) -> None:
        """Return when everything that was put is committed, or could not be."""
        async with self._writing:
            batch, self._waiting = self._waiting, {}
            self._enough.clear()
            if not batch:
                return
            try:
                await self._put_many([(found, found.looked_with) for found in batch.values()])
            except SQLAlchemyError as error:
                self._outage.failed(error, "findings could not be stored", lost=len(batch))

    async def close(self) -> None:
        """Write what is left. What is being written is not interrupted: a thread may be at it."""
        self._enough.set()
        if self._task is not None:
            await asyncio.wait([self._task])
        await self.flush()

    async def _write_soon(self) -> None:
        while self._waiting:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._linger):
                    await self._enough.wait()
            await self.flush()
