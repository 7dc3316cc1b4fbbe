"""From bytes to findings: cache, then one examination per image, however many ask for it at once."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from colophon.config import Limits
from colophon.errors import Overloaded
from colophon.evidence import Findings
from colophon.examine import Examination, ImageCheck, Observer, Unobserved
from colophon.images.picture import Picture
from colophon.pool import WorkerPool
from colophon.store.findings import FindingsTable
from colophon.store.hot import HotCache

log = logging.getLogger(__name__)

PIPELINE_VERSION = "2"  # grows when the same checks could give other findings, or their form changes
CLOSE_SECONDS = 5.0


class Pipeline:
    """Finds out about images. Its methods belong to one event loop; the checks run on ``workers`` threads.

    Decode and checks of one image are one job on one thread (design C of the serving measurements: fastest or
    equal everywhere, tightest tail, least memory).
    """

    def __init__(
        self,
        checks: Sequence[ImageCheck],
        limits: Limits,
        workers: int,
        durable: FindingsTable,
        observer: Observer | None = None,
    ) -> None:
        self._checks = checks
        self._limits = limits
        self._hot = HotCache(limits.cache_entries)
        self._durable = durable
        self._observer = observer or Unobserved()
        self._pool = WorkerPool(workers, limits.pending)
        self._flights: dict[str, asyncio.Task[Findings]] = {}
        self.version = fingerprint(checks, limits)

    async def known(self, sha256s: Iterable[str]) -> dict[str, Findings]:
        """What is cached of these images; one query for all that the in-process cache does not hold."""
        wanted = dict.fromkeys(sha256s)
        found = {sha256: hit for sha256 in wanted if (hit := self._hot.get(sha256)) is not None}
        rest = [sha256 for sha256 in wanted if sha256 not in found]
        stored = await self._stored(rest)
        for hit in stored.values():
            self._hot.put(hit)
        for tier, hits in (("memory", found), ("database", stored)):
            for _ in hits:
                self._observer.cache(tier)
        for _ in range(len(wanted) - len(found) - len(stored)):
            self._observer.cache("miss")
        return found | stored

    async def findings(self, data: bytes, sha256: str) -> Findings:
        """Findings of the image ``data`` with this SHA-256, from the cache or by looking.

        Raises NotAnImage, and Overloaded when there are too many or it waited too long.
        """
        if flight := self._flights.get(sha256):
            return await asyncio.shield(flight)
        if hit := (await self.known([sha256])).get(sha256):
            return hit
        # another request may have started, or even ended, while this one asked the database
        if hit := self._hot.get(sha256):
            return hit
        flight = self._flights.get(sha256) or self._start(data, sha256)
        return await asyncio.shield(flight)  # a caller that goes away does not take the others' answer along

    async def close(self) -> None:
        """Let running work end, within a few seconds."""
        if self._flights:
            await asyncio.wait(self._flights.values(), timeout=CLOSE_SECONDS)
        await asyncio.to_thread(self._pool.close, CLOSE_SECONDS)
        await asyncio.gather(*self._flights.values(), return_exceptions=True)

    @property
    def written_off(self) -> int:
        """How many examinations never came back."""
        return self._pool.written_off

    @property
    def waiting(self) -> int:
        """How many images wait for a thread."""
        return self._pool.waiting

    def _start(self, data: bytes, sha256: str) -> asyncio.Task[Findings]:
        picture = Picture.of(data, self._limits.pixels, sha256)
        flight = asyncio.create_task(self._examine(picture), name=sha256)
        self._flights[sha256] = flight
        flight.add_done_callback(self._land)
        return flight

    def _land(self, flight: asyncio.Task[Findings]) -> None:
        del self._flights[flight.get_name()]
        if not flight.cancelled():
            flight.exception()  # seen here, in case all who waited have gone

    async def _examine(self, picture: Picture) -> Findings:
        seconds = self._limits.deadline_seconds
        examination = Examination(picture, self._checks, seconds, self._observer)
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
        if examination.in_time:
            await self._keep(found)
        return found

    async def _keep(self, found: Findings) -> None:
        self._hot.put(found)
        if found.has_errors:
            return  # until the next start: it may be the fault of the moment
        try:
            await self._durable.put(found, self.version)
        except SQLAlchemyError:
            log.exception("findings could not be stored")

    async def _stored(self, sha256s: Sequence[str]) -> dict[str, Findings]:
        try:
            return await self._durable.get_many(sha256s, self.version)
        except SQLAlchemyError:
            log.exception("findings could not be read")
            return {}


def fingerprint(checks: Sequence[ImageCheck], limits: Limits) -> str:
    """Names everything that findings depend on besides the bytes, in 32 hex digits."""
    parts = [PIPELINE_VERSION, f"pixels={limits.pixels}", *(f"{c.name}={c.version}" for c in checks)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
