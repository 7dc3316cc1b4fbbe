"""What processes share besides the database: a cache, turns at looking, news, counts. All of it may fail."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Protocol

from colophon.config import Limits
from colophon.evidence import Findings

MAX_COUNTED = 100_000  # names in one window, 20 MB; beyond that, those counted first are forgotten


@dataclass(frozen=True, slots=True)
class Spent:
    """How much was spent in the current window, and in how many seconds (at least 1) the next begins."""

    amount: int
    seconds_left: int


class Shared(Protocol):
    """Shared between processes. No method raises when it cannot be reached, or waits for it beyond a bound.

    ``working`` is None where nothing is shared. All methods belong to one event loop.
    """

    @property
    def working(self) -> bool | None:
        """Whether it answers at present."""

    async def get_many(self, sha256s: Collection[str], version: str) -> dict[str, Findings]:
        """What any process found with checks of this ``version``, in one question."""

    async def put(self, found: Iterable[Findings], *, brief: bool = False) -> None:
        """Keep findings for every process. With ``brief`` for some minutes: they are not the last word."""

    def flight(self, sha256: str, version: str) -> AbstractAsyncContextManager[bool]:
        """Hold the turn at looking at an image, so that other processes wait for what is found.

        Where another process holds it, wait up to ``limits.flight_seconds``; gives whether that was so: its
        findings may be there now. Two may still look at once, where what is shared fails or one is slow.
        """

    async def publish(self, generation: int) -> None:
        """Tell the other processes that there is this generation now."""

    async def follow(self, told: Callable[[int], None]) -> None:
        """Pass on what others publish, until cancelled. Some may be lost."""

    async def spend(self, who: str, amount: int, seconds: int) -> Spent:
        """Count ``amount`` for ``who`` in the current window of ``seconds``: of 86,400, a day (UTC).

        ``who`` must not say more than a hash does. Where nothing is shared, this process counts by itself.
        """


class Alone:
    """One process with nothing beside it but the database."""

    working = None

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._counts = Counts(clock)

    async def get_many(self, sha256s: Collection[str], version: str) -> dict[str, Findings]:
        """Nothing is known beyond this process."""
        del sha256s, version
        return {}

    async def put(self, found: Iterable[Findings], *, brief: bool = False) -> None:
        """Nobody else to keep it for."""

    def flight(self, sha256: str, version: str) -> AbstractAsyncContextManager[bool]:
        """Nobody else to wait for."""
        del sha256, version
        return nullcontext(False)

    async def publish(self, generation: int) -> None:
        """Nobody to tell."""

    async def follow(self, told: Callable[[int], None]) -> None:
        """Nobody to hear from."""

    async def spend(self, who: str, amount: int, seconds: int) -> Spent:
        """Count within this process."""
        return self._counts.add(who, amount, seconds)


class Counts:
    """Counts of the current window in memory."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._windows: dict[int, tuple[int, dict[str, int]]] = {}  # by length: number of the window, counts

    def window(self, seconds: int) -> tuple[int, int]:
        """Number of the current window, and in how many seconds the next begins."""
        number, passed = divmod(int(self._clock()), seconds)
        return number, seconds - passed

    def add(self, who: str, amount: int, seconds: int) -> Spent:
        """Count on."""
        return self.note(who, self._current(seconds).get(who, 0) + amount, seconds)

    def note(self, who: str, amount: int, seconds: int) -> Spent:
        """Take over what was counted elsewhere."""
        counts = self._current(seconds)
        counts[who] = amount
        if len(counts) > MAX_COUNTED:
            del counts[next(iter(counts))]
        return Spent(amount, self.window(seconds)[1])

    def _current(self, seconds: int) -> dict[str, int]:
        number, _ = self.window(seconds)
        before = self._windows.get(seconds)
        if before is None or before[0] != number:
            before = self._windows[seconds] = number, {}
        return before[1]


@asynccontextmanager
async def open_shared(
    url: str | None, limits: Limits, database: int, failed: Callable[[], None] = lambda: None
) -> AsyncIterator[Shared]:
    """What is shared through the Redis at ``url``, or `Alone` without one.

    ``database`` tells one database from another, and from itself after it was restored: nothing is shared
    between them. ``failed`` hears of every question that had no answer. Raises ConfigError when the URL
    cannot be used. A Redis that does not answer is no error.
    """
    if url is None:
        yield Alone()
        return
    from colophon.store.redis.opening import open_redis  # 15 MB that others are spared

    async with open_redis(url, limits, database, failed) as shared:
        yield shared
