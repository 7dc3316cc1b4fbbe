"""From bytes to findings: cache, then one examination per image, however many ask for it at once."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from colophon.behind import WriteBehind
from colophon.config import Limits
from colophon.errors import Overloaded
from colophon.evidence import Findings
from colophon.examine import Examination, ImageCheck, Observer, SlowImageCheck, Unobserved
from colophon.images.picture import Picture
from colophon.pool import WorkerPool
from colophon.registry.memory import Registry
from colophon.second_look import Announce, Remember, SecondLook, was_busy, without_slow_look
from colophon.slow import SlowLane
from colophon.store.findings import FindingsTable
from colophon.store.hot import HotCache
from colophon.store.outage import Outage
from colophon.store.shared import Alone, Shared

log = logging.getLogger(__name__)

PIPELINE_VERSION = "4"  # grows when the same checks could give other findings, or their form changes
CLOSE_SECONDS = 5.0
SPARE_SECONDS = 0.1  # without any work before a slow look begins: between two images of a burst there is none

T = TypeVar("T")


class Pipeline:
    """Finds out about images. Its methods belong to one event loop; the checks run on ``workers`` threads.

    Decode and checks of one image are one job on one thread (design C of the serving measurements: fastest or
    equal everywhere, tightest tail, least memory). ``slow`` checks run afterwards, one at a time, and change
    the findings when they end. ``remember`` keeps what an image's own signed record says,
    ``announce`` is told of images of which more is known than was answered. ``shared`` is what processes
    find for each other; ``outage`` hears of it when the database does not answer, ``noticed`` of what was
    found of each image that was looked at.
    """

    def __init__(
        self,
        checks: Sequence[ImageCheck],
        limits: Limits,
        workers: int,
        durable: FindingsTable,
        observer: Observer | None = None,
        slow: Sequence[SlowImageCheck] = (),
        registry: Registry | None = None,
        remember: Remember | None = None,
        announce: Announce | None = None,
        shared: Shared | None = None,
        outage: Outage | None = None,
        noticed: Callable[[Findings], None] | None = None,
    ) -> None:
        self._checks = checks
        self._slow = slow
        self._registry = Registry() if registry is None else registry
        self._limits = limits
        self._hot = HotCache(limits.cache_entries)
        self._durable = durable
        self._outage = outage or Outage()
        self._behind = WriteBehind(durable.put_many, self._outage)
        self._shared = shared or Alone()
        self._noticed = noticed
        self._observer = observer or Unobserved()
        self._pool = WorkerPool(workers, limits.pending_per_worker * workers, self._observer.worker)
        lane = SlowLane(limits.slow_pending, limits.slow_bytes, self._has_capacity, self._observer.slow)
        self._second = SecondLook(lane, self._keep, self.flush, remember, announce, self._outage)
        self._flights: dict[str, asyncio.Task[Findings]] = {}
        self.renew()

    def renew(self) -> None:
        """Read the versions of the checks again: one of them is another now, so every image is new to it."""
        self.version = fingerprint((*self._checks, *self._slow), self._limits)

    async def known(self, sha256s: Iterable[str]) -> dict[str, Findings]:
        """What is cached of these images: in this process, then in the shared cache, then in the database.

        Each is asked once, and only for what the one before does not hold. Findings that the registry has
        moved on from, or of other checks, count as not known: the image has to be looked at again.
        """
        wanted = dict.fromkeys(sha256s)
        found = await self._find(wanted)
        if missed := len(wanted) - len(found):
            self._observer.cache("miss", missed)
        return found

    async def looked_before(self, sha256: str) -> bool:
        """Whether the database has findings of this image: of any checks, whether they still hold or not."""
        try:
            return await self._durable.holds(sha256)
        except SQLAlchemyError as error:
            self._outage.failed(error, "findings could not be read")
            return False

    async def findings(self, data: bytes, sha256: str) -> Findings:
        """Findings of the image ``data`` with this SHA-256, from the cache or by looking.

        Raises NotAnImage, and Overloaded when there are too many or it waited too long.
        """
        if flight := self._flights.get(sha256):
            return await asyncio.shield(flight)
        if hit := (await self._find([sha256])).get(sha256):  # a browser asked by hash first: no second miss
            return hit
        # another request may have started, or even ended, while this one asked the database
        if hit := self.held(sha256):
            return hit
        flight = self._flights.get(sha256) or self._start(data, sha256)
        return await asyncio.shield(flight)  # a caller that goes away does not take the others' answer along

    async def close(self) -> None:
        """Let running work end, within a few seconds."""
        if self._flights:
            await asyncio.wait(self._flights.values(), timeout=CLOSE_SECONDS)
        await self._second.close(CLOSE_SECONDS)
        await asyncio.to_thread(self._pool.close, CLOSE_SECONDS)
        await asyncio.gather(*self._flights.values(), return_exceptions=True)
        await self._behind.close()

    async def flush(self) -> None:
        """Return when other processes can find what was found until now, a moment sooner than by itself."""
        await self._behind.flush()

    async def run(self, work: Callable[[], T]) -> T:
        """Do other work of an image on one of the threads. Raises Overloaded when it waited too long."""
        job = self._pool.submit(work)
        try:
            async with asyncio.timeout(self._limits.deadline_seconds):
                return await asyncio.wrap_future(job.future)
        except TimeoutError:
            self._pool.write_off(job)
            raise Overloaded(f"this took longer than {self._limits.deadline_seconds:g} s") from None

    def seen(self) -> list[tuple[str, bytes]]:
        """SHA-256 and perceptual hashes (32 bytes each) of the images in the in-process cache."""
        return [(found.sha256, bytes.fromhex("".join(found.hashes))) for found in self._hot.values()]

    @property
    def slow_waiting(self) -> int:
        """How many images wait for a slow look."""
        return self._second.waiting

    @property
    def healthy(self) -> bool:
        """Whether every thread that looks at images is there and stays."""
        return self._pool.healthy

    @property
    def idle_seconds(self) -> float:
        """For how long no image has been looked at."""
        return self._pool.idle_seconds

    @property
    def waiting(self) -> int:
        """How many images wait for a thread."""
        return self._pool.waiting

    def _start(self, data: bytes, sha256: str) -> asyncio.Task[Findings]:
        picture = Picture.of(data, self._limits.pixels, sha256)
        flight = asyncio.create_task(self._look(picture), name=sha256)
        self._flights[sha256] = flight
        flight.add_done_callback(self._land)
        return flight

    def _land(self, flight: asyncio.Task[Findings]) -> None:
        del self._flights[flight.get_name()]
        if not flight.cancelled():
            flight.exception()  # seen here, in case all who waited have gone

    def held(self, sha256: str) -> Findings | None:
        """What this process knows of the image without asking anybody."""
        found = self._hot.get(sha256)
        current = self._registry.generation
        if found is None:
            return None
        if found.looked_with != self.version or self._registry.outdated(found):
            self._hot.drop(sha256)
            return None
        if found.generation != current:
            self._hot.put(replace(found, generation=current))  # found to hold up to there
        return found

    def _has_capacity(self) -> bool:
        return self.idle_seconds >= SPARE_SECONDS

    async def _look(self, picture: Picture) -> Findings:
        started = time.monotonic()
        async with self._shared.flight(picture.sha256, self.version) as waited:
            seconds = self._limits.deadline_seconds
            if waited:
                if hit := (await self._from_shared([picture.sha256])).get(picture.sha256):
                    return hit
                seconds = round(max(seconds - (time.monotonic() - started), 0.0), 1)
            return await self._examine(picture, seconds)

    async def _examine(self, picture: Picture, seconds: float) -> Findings:
        examination = Examination(
            picture,
            self._checks,
            seconds,
            self._observer,
            slow=self._slow,
            protects=self._registry.protects,
            generation=self._registry.generation,
            looked_with=self.version,
        )
        job = self._pool.submit(examination.run)
        try:
            async with asyncio.timeout(seconds):
                found = await asyncio.wrap_future(job.future)
        except TimeoutError:
            self._pool.write_off(job)
            if job.future.cancelled():
                raise Overloaded(f"the image waited longer than {seconds:g} s") from None
            log.error("an examination did not end within %g s", seconds)  # noqa: TRY400 - nothing to trace
            return examination.snapshot()
        found = self._second.look(examination, found)
        if examination.in_time:
            await self._keep(found)
        return found

    async def _keep(self, found: Findings) -> None:
        self._hot.put(found)
        if found.has_errors or found.protected:
            return  # until the next start: a fault, or not to be kept at all
        if found.pending or was_busy(found):  # not the last word
            await self._shared.put([without_slow_look(found)], brief=True)
            return
        await self._shared.put([found])
        self._behind.put(found)
        if self._noticed is not None:
            self._noticed(found)

    async def _find(self, wanted: Collection[str]) -> dict[str, Findings]:
        found = {sha256: hit for sha256 in wanted if (hit := self.held(sha256)) is not None}
        if found:
            self._observer.cache("memory", len(found))
        for tier, source in (("redis", self._from_shared), ("database", self._from_database)):
            if len(found) == len(wanted):
                break
            hits = await source([sha256 for sha256 in wanted if sha256 not in found])
            if hits:
                self._observer.cache(tier, len(hits))
            found |= hits
        return found

    async def _from_shared(self, sha256s: Sequence[str]) -> dict[str, Findings]:
        return self._take(await self._shared.get_many(sha256s, self.version))

    async def _from_database(self, sha256s: Sequence[str]) -> dict[str, Findings]:
        try:
            stored = self._take(await self._durable.get_many(sha256s, self.version))
        except SQLAlchemyError as error:
            self._outage.failed(error, "findings could not be read")
            return {}
        if stored:
            await self._shared.put(stored.values())
        return stored

    def _take(self, cached: Mapping[str, Findings]) -> dict[str, Findings]:
        """Those that still hold, put into the in-process cache unless they are not the last word."""
        fresh = {sha256: hit for sha256, hit in cached.items() if not self._registry.outdated(hit)}
        for hit in fresh.values():
            if not was_busy(hit):
                self._hot.put(hit)
        return fresh


def fingerprint(checks: Sequence[ImageCheck | SlowImageCheck], limits: Limits) -> str:
    """Names everything that findings depend on besides the bytes, in 32 hex digits."""
    parts = [PIPELINE_VERSION, f"pixels={limits.pixels}", *(f"{c.name}={c.version}" for c in checks)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
