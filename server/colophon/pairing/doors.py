"""What wrong codes lead to: on one's own computer, and on a server that strangers can reach."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Protocol

from colophon.config import Limits
from colophon.errors import TooManyRequests
from colophon.store.invites import InviteTable
from colophon.store.shared import Shared
from colophon.store.tokens import TokenTable

log = logging.getLogger(__name__)

READ_SECONDS = 1.0  # between two looks at which codes are open
_WRONG = "wrong codes"
_MINUTE = 60


class Door(Protocol):
    """Looks at every code before the database does."""

    async def lets_in(self, digest: str) -> bool:
        """Whether to look the code up. Raises TooManyRequests."""

    async def count_wrong(self) -> None:
        """A code was wrong. Raises TooManyRequests where that was one too many."""

    def open(self) -> None:
        """A code was right, or a new one was asked for."""


class LockOut:
    """After a few wrong codes the open ones are dropped: on one's own computer nobody else should try any."""

    def __init__(
        self, tokens: TokenTable, limits: Limits, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tokens = tokens
        self._tries = limits.pairing_attempts
        self._seconds = limits.pairing_seconds
        self._clock = clock
        self._wrong = 0
        self._window_ends = 0.0

    async def lets_in(self, digest: str) -> bool:
        """Everything, until too many were wrong."""
        del digest
        if self._clock() >= self._window_ends:
            self._wrong = 0
        if self._wrong >= self._tries:
            wait = int(self._window_ends - self._clock()) + 1
            raise TooManyRequests(f"{self._tries} wrong pairing codes; ask the server for a new one", wait)
        return True

    async def count_wrong(self) -> None:
        """Drop the open pairing codes when this was the last try."""
        if self._wrong == 0:
            self._window_ends = self._clock() + self._seconds
        self._wrong += 1
        if self._wrong >= self._tries:
            log.warning("too many wrong pairing codes: open codes are dropped")
            await self._tokens.drop_codes()

    def open(self) -> None:
        """Count from none."""
        self._wrong = 0


class OpenCodes:
    """A stranger's guesses neither lock out those who were invited nor cost a question to the database each.

    The hashes of the open codes are held in memory: a code that is among them is always looked up; others are
    counted, over all processes, and beyond ``limits.wrong_codes_per_minute`` sent away.
    """

    def __init__(
        self,
        invites: InviteTable,
        shared: Shared,
        limits: Limits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._invites = invites
        self._shared = shared
        self._limit = limits.wrong_codes_per_minute
        self._clock = clock
        self._codes: frozenset[str] = frozenset()
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def lets_in(self, digest: str) -> bool:
        """Whether the code is open. One made a moment ago in another process is waited for."""
        if digest in self._codes:
            return True
        await self._check(0)
        asked = self._clock()
        async with self._reading:
            if self._read_at < asked:  # what was read before says nothing on codes made since
                await asyncio.sleep(max(0.0, self._read_at + READ_SECONDS - self._clock()))
                self._read_at = self._clock()
                self._codes = await self._invites.open_codes()
        return digest in self._codes

    async def count_wrong(self) -> None:
        """Count it for all processes."""
        await self._check(1)

    def open(self) -> None:
        """Nothing is locked, so there is nothing to open."""

    async def _check(self, wrong: int) -> None:
        spent = await self._shared.spend(_WRONG, wrong, _MINUTE)
        if spent.amount >= self._limit + wrong:
            raise TooManyRequests(
                f"more than {self._limit} wrong codes came in within a minute; try again",
                spent.seconds_left,
            )
