"""Counts that all processes share, by windows of time."""

from __future__ import annotations

import time
from collections.abc import Callable

from colophon.store.redis.patience import Patience
from colophon.store.shared import Counts, Spent


class Rates:
    """Counts in Redis; while it is away this process goes on from the last count that it saw."""

    def __init__(self, patience: Patience, prefix: str, clock: Callable[[], float] = time.time) -> None:
        self._patience = patience
        self._prefix = prefix
        self._own = Counts(clock)

    async def spend(self, who: str, amount: int, seconds: int) -> Spent:
        """Count on, and say how much it is now."""
        number, left = self._own.window(seconds)
        key = f"{self._prefix}:spent:{seconds}:{number}:{who}"
        commands = [("SET", key, 0, "NX", "EX", left + seconds), ("INCRBY", key, amount)]
        total = (await self._patience.ask(commands, tries=1))[1]
        if isinstance(total, int):
            return self._own.note(who, total, seconds)
        return self._own.add(who, amount, seconds)
