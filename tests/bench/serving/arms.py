"""One kind of request, at one concurrency, to one server; and what was measured of it in one round."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from tests.bench.photos import feed_photos
from tests.bench.proc import ForeignLoad
from tests.bench.serving.client import PHOTOS, Process
from tests.bench.serving.load import Asked, Load
from tests.bench.serving.server import START_SECONDS, Server
from tests.bench.serving.sizes import HASHES
from tests.bench.serving.tally import Tally, percentile

LOOKUPS = {"lookup 1": 1, f"lookup {HASHES}": HASHES}


@dataclass(frozen=True)
class Sample:
    """One arm in one round: accepted requests per second, server CPU and latencies in milliseconds."""

    rate: float
    cpu_ms: float
    p50: float
    p95: float
    p99: float
    accepted: int
    shed: int
    refused: int
    errors: int
    foreign: float

    @classmethod
    def of(cls, tally: Tally, cpu: float, foreign: float) -> Sample:
        """From what the client counted and the CPU seconds of the server."""
        p50, p95, p99 = (1000 * percentile(tally.latencies, share) for share in (0.50, 0.95, 0.99))
        cpu_ms = 1000 * cpu / tally.accepted if tally.accepted else float("nan")
        counts = tally.accepted, tally.shed, tally.refused, tally.errors
        return cls(tally.rate, cpu_ms, p50, p95, p99, *counts, foreign)

    def row(self) -> dict[str, float]:
        """For the tables."""
        return {name: round(value, 3) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Arm:
    """What is asked of which server, by how many clients at once, for how many seconds."""

    name: str
    server: Server
    asked: Asked
    clients: int
    seconds: float

    def measure(self, client: Process) -> Sample:
        """Put the load on; the server is awake and warm."""
        load = Load(self.server.address, self.asked, self.clients, self.seconds)
        foreign, before = ForeignLoad(), self.server.cpu()
        tally = client.load(load)
        return Sample.of(tally, self.server.cpu() - before, foreign.cores())


def miss(server: Server, path: str = "/v1/images/{sha256}", method: str = "PUT") -> Asked:
    """A file never seen before."""
    return Asked(method, path, server.headers, "fresh")


def hit(server: Server, path: str = "/v1/images/{sha256}") -> Asked:
    """A known file, with its body."""
    return Asked("PUT", path, server.headers, "known")


def lookup(server: Server, hashes: int, path: str = "/v1/lookup") -> Asked:
    """Known files by their hashes, in turn where there are fewer."""
    known = [hashlib.sha256(photo).hexdigest() for photo in feed_photos(0, PHOTOS)]
    items = [{"sha256": known[number % len(known)]} for number in range(hashes)]
    headers = {**server.headers, "Content-Type": "application/json"}
    return Asked("POST", path, headers, json.dumps({"items": items}).encode())


@contextmanager
def warm(server: Server, asked: Asked, client: Process, seconds: float) -> Iterator[None]:
    """Let the server run, and begin when it has answered as often as there are known files: each once."""
    with server.awake():
        end = time.monotonic() + START_SECONDS
        first = Load(server.address, asked, 2, START_SECONDS, most=PHOTOS)
        while client.load(first).accepted < PHOTOS:
            if time.monotonic() > end:
                raise RuntimeError(f"{server.name} does not answer what it is asked")
            time.sleep(0.2)  # the port of some is open before their workers are there
        client.load(Load(server.address, asked, 8, seconds))
        yield
