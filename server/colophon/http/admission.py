"""How many images are taken in at once. Decided before a body is read, so that refusing is cheap."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from weakref import WeakKeyDictionary

from colophon.errors import Overloaded
from colophon.http.metrics import Metrics

FIRST_GUESS = 0.1  # seconds between two places becoming free, until it has been measured
WEIGHT = 0.05  # of the latest image in the mean
MAX_WAIT = 60.0  # seconds: nobody is sent away for longer
REFUSALS = 100  # a second, each of 0.4 ms: more of them, and they take the time of those who were admitted
RETRY_SECONDS = 5  # for what a browser sends by itself, and keeps until then
HOLD_SECONDS = 1.0  # for which a refusal is held back to keep to that


class Admission:
    """Counts images between admission and answer, at most ``limit``; ``workers`` look at them at once.

    Whoever is refused is told to come back later than all who were refused before: at the moment on a virtual
    clock at which a place becomes free for it, by the mean time that places have been taken.
    """

    def __init__(
        self,
        limit: int,
        metrics: Metrics,
        workers: int = 1,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._limit = limit
        self._workers = workers
        self._metrics = metrics
        self._clock = clock
        self._sleep = sleep
        self._pending = 0
        self._interval = FIRST_GUESS
        self._promised = 0.0  # the latest moment that somebody was told
        self._paced = 0.0  # when the next refusal may be said
        self._told: WeakKeyDictionary[object, float] = WeakKeyDictionary()

    @property
    def full(self) -> bool:
        """Whether the next image is refused."""
        return self._pending >= self._limit

    async def place(self, connection: object) -> Place:
        """A place for one image, taken while the block that it opens runs. Raises Overloaded without one.

        ``connection`` is what the image comes by: one that comes back before its moment gets no other moment.
        Where very many are refused, as where clients do not wait, they are made to.
        """
        if not self.full:
            return Place(self)
        self._metrics.shed("pending")
        await self._pace()
        said = f"{self._limit} images are being looked at already"
        raise Overloaded(said, self._retry_after(connection))

    def enter(self) -> int:
        """Count one image and return how many there are now."""
        self._pending += 1
        self._metrics.images_pending(self._pending)
        return self._pending

    def leave(self, seconds: float, among: int) -> None:
        """An image that was one of ``among`` took its place for so many seconds."""
        self._pending -= 1
        self._metrics.images_pending(self._pending)
        self._interval += WEIGHT * (seconds / max(among, self._workers) - self._interval)

    def now(self) -> float:
        """By the clock of this admission."""
        return self._clock()

    async def _pace(self) -> None:
        now = self._clock()
        held = self._paced - now
        self._paced = min(max(self._paced, now) + 1 / REFUSALS, now + HOLD_SECONDS)
        if held > 0:
            await self._sleep(held)

    def _retry_after(self, connection: object) -> int:
        """Whole seconds, at least one. A promise that is still open is not replaced by a later one."""
        now = self._clock()
        moment = self._told.get(connection, 0.0)
        if moment <= now:
            moment = self._promised = min(max(self._promised, now) + self._interval, now + MAX_WAIT)
            self._told[connection] = moment
        return max(1, math.ceil(round(moment - now, 3)))


class Place:
    """One image's place, from `Admission.place`."""

    __slots__ = ("_admission", "_among", "_since")

    def __init__(self, admission: Admission) -> None:
        self._admission = admission

    def __enter__(self) -> None:
        self._since = self._admission.now()
        self._among = self._admission.enter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._admission.leave(self._admission.now() - self._since, self._among)


class Places:
    """At most ``limit`` requests of one kind at a time, so that others are answered meanwhile."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken = 0

    @property
    def full(self) -> bool:
        """Whether the next one is refused."""
        return self._taken >= self._limit

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place while the block runs. Raises Overloaded without one: before a body was read."""
        if self.full:
            raise Overloaded(
                f"{self._limit} requests like this one are being answered already", RETRY_SECONDS
            )
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1
