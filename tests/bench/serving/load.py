"""Load on a server: closed loops of clients that wait for their answers, honouring Retry-After or not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from tests.bench.serving.feed import Feed
from tests.bench.serving.tally import ACCEPTED, SHED, Tally
from tests.bench.serving.wire import Address, Answer, Connection, render

Bodies = Literal["fresh", "known"]


@dataclass(frozen=True)
class Asked:
    """What is asked: files (``{sha256}`` in the path is theirs) or always the same ``body``."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | Bodies

    def requests(self, feed: Feed) -> Iterator[bytes]:
        """Requests without end."""
        if isinstance(self.body, bytes):
            same = render(self.method, self.path, self.headers, self.body)
            while True:
                yield same
        if self.body == "fresh":
            for file in feed.fresh():
                yield self.request(file.sha256, file.data)
        ready = [self.request(file.sha256, file.data) for file in feed.known]
        while True:
            yield from ready

    def request(self, sha256: str, data: bytes) -> bytes:
        """The request with one file."""
        return render(self.method, self.path.format(sha256=sha256), self.headers, data)


@dataclass(frozen=True)
class Load:
    """``clients`` that ask for ``seconds``, or ``most`` times in all; then what is in flight is waited for.

    A client that honours ``Retry-After`` sends the same request again after as long as it was told; one that
    does not sends it again at once.
    """

    address: Address
    asked: Asked
    clients: int
    seconds: float
    honour: bool = True
    timeout: float = 60.0
    most: int | None = None


async def drive(load: Load, feed: Feed) -> Tally:
    """Put the load on the server."""
    tally, requests = Tally(), islice(load.asked.requests(feed), load.most)
    connections = [await Connection.to(load.address) for _ in range(load.clients)]
    start = time.perf_counter()
    await asyncio.gather(*(_Client(load, tally, requests, start).run(one) for one in connections))
    return tally


class _Client:
    def __init__(self, load: Load, tally: Tally, requests: Iterator[bytes], start: float) -> None:
        self._load = load
        self._tally = tally
        self._requests = requests
        self._start = start
        self._end = start + load.seconds

    async def run(self, connection: Connection) -> None:
        while time.perf_counter() < self._end and (request := next(self._requests, None)) is not None:
            connection, stays = await self._one(connection, request)
            if not stays:
                break
        connection.close()

    async def _one(self, connection: Connection, request: bytes) -> tuple[Connection, bool]:
        """One request until it is accepted or given up; False when the client was sent away till the end."""
        first = time.perf_counter()
        while True:
            begun = time.perf_counter()
            if not connection.open:
                connection = await Connection.to(self._load.address)
            answer = await attempt(connection, request, self._load.timeout, self._tally)
            now = time.perf_counter()
            if answer is None or answer.status not in (SHED, *ACCEPTED):
                return connection, True
            if answer.status in ACCEPTED:
                self._note(now - begun, now - first, now)
                return connection, True
            pause = answer.retry_after if self._load.honour else 0.0
            if now + pause >= self._end:
                return connection, False
            if pause:
                await asyncio.sleep(pause)

    def _note(self, latency: float, wait: float, now: float) -> None:
        self._tally.done.append(now - self._start)
        self._tally.latencies.append(latency)
        self._tally.waits.append(wait)


async def attempt(connection: Connection, request: bytes, seconds: float, tally: Tally) -> Answer | None:
    """One request, counted. None when there was no answer within ``seconds`` or the connection broke."""
    try:
        async with asyncio.timeout(seconds):
            answer = await connection.ask(request)
    except TimeoutError:
        tally.timeouts += 1
        connection.close()
        return None
    except ConnectionError:
        tally.broken += 1
        return None
    tally.statuses[answer.status] += 1
    return answer
