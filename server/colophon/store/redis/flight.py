"""Turns at looking at an image: one process holds it, the others wait for a while."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from colophon.store.redis.client import Command
from colophon.store.redis.patience import Patience

FIRST_NAP, LONGEST_NAP = 0.01, 0.1  # seconds between two looks at whether the other has ended

# Delete only one's own: the turn may have run out and be another's by now.
_RELEASE = "if redis.call('GET',KEYS[1]) == ARGV[1] then return redis.call('DEL',KEYS[1]) end return 0"


class Turns:
    """Turns that last up to ``seconds``: whoever waits waits no longer, and nobody for one that crashed."""

    def __init__(self, patience: Patience, prefix: str, seconds: float) -> None:
        self._patience = patience
        self._prefix = prefix
        self._seconds = seconds

    @asynccontextmanager
    async def flight(self, sha256: str, version: str) -> AsyncIterator[bool]:
        """Take the turn, or wait for the end of another's; gives whether that was so."""
        key, token = f"{self._prefix}:turn:{version}:{sha256}", secrets.token_hex(8)
        take: Command = ("SET", key, token, "NX", "PX", max(1, int(self._seconds * 1000)))
        taken = (await self._patience.ask([take]))[0]
        if taken is None:
            await self._wait(key)
        try:
            yield taken is None
        finally:
            if taken is True:
                await self._patience.ask([("EVAL", _RELEASE, 1, key, token)])

    async def _wait(self, key: str) -> None:
        loop, nap = asyncio.get_running_loop(), FIRST_NAP
        until = loop.time() + self._seconds
        while loop.time() < until:
            await asyncio.sleep(nap)
            if (await self._patience.ask([("EXISTS", key)]))[0] != 1:
                return
            nap = min(2 * nap, LONGEST_NAP)
