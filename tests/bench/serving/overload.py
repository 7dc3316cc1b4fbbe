"""Sixteen times as many clients as it takes to keep the server busy."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.proc import ForeignLoad
from tests.bench.progress import Progress
from tests.bench.serving.arms import miss, warm
from tests.bench.serving.client import Process
from tests.bench.serving.load import Load
from tests.bench.serving.server import Server
from tests.bench.serving.sizes import Sizes
from tests.bench.serving.tally import Tally, percentile

TIMES = 16
LEAST = 8  # clients
NEAR = 0.95  # of the best throughput: there the server is saturated
SEARCHED = (8, 12, 16, 24, 32)
SATURATED, HONOURING, IGNORING = "saturated", "honouring", "ignoring"


@dataclass(frozen=True)
class Pressed:
    """One arm under load: of what was done after the server had settled."""

    goodput: float  # accepted per second
    p50: float  # milliseconds, of the attempt that was accepted
    p95: float
    p99: float
    wait_p99: float  # from the first attempt to the answer, what a client waited in between included
    accepted: int
    shed: int
    refused: int
    errors: int
    cpu_ms: float  # of the server per accepted request, all that it refuses included
    cores: float  # that the server used
    resident: int  # bytes of the server's tree afterwards
    foreign: float

    @classmethod
    def of(
        cls, tally: Tally, load: Load, settle: float, cpu: float, resident: int, foreign: float
    ) -> Pressed:
        """From what the client counted, and the CPU seconds of the server over the whole run."""
        end = load.seconds
        latencies = tally.after(settle)
        p50, p95, p99 = (1000 * percentile(latencies, share) for share in (0.50, 0.95, 0.99))
        counts = len(latencies), tally.shed, tally.refused, tally.errors
        wait = 1000 * percentile(tally.waits, 0.99)
        cost = 1000 * cpu / max(1, tally.accepted), cpu / max(end, *tally.done, 0.0)
        good = tally.rate_between(settle, end)
        return cls(good, p50, p95, p99, wait, *counts, *cost, resident, foreign)


@dataclass
class Overload:
    """What was found: clients that saturate, the search for them, and the rounds of each arm."""

    clients: int
    search: dict[int, float]
    arms: dict[str, list[Pressed]] = field(default_factory=lambda: defaultdict(list))

    def median(self, arm: str, of: str) -> float:
        """The middle round of one figure."""
        return float(statistics.median(getattr(one, of) for one in self.arms[arm]))

    def growth(self, arm: str) -> float:
        """Percent by which the server's memory grew from the first saturated arm to the last of ``arm``."""
        return 100 * (self.arms[arm][-1].resident / self.arms[SATURATED][0].resident - 1)


def run_overload(server: Server, client: Process, sizes: Sizes, progress: Progress) -> Overload:
    """Find where the server is saturated, then press it, in turns with saturation; impatient clients last."""
    asked = miss(server)
    with warm(server, asked, client, sizes.warm_up):
        search = dict(_search(server, client, sizes, progress))
        found = Overload(saturating(search), search)
        many = TIMES * found.clients
        arms = {
            SATURATED: Load(server.address, asked, found.clients, sizes.settle + sizes.saturation),
            HONOURING: Load(server.address, asked, many, sizes.settle + sizes.overload),
            IGNORING: Load(server.address, asked, many, sizes.settle + sizes.saturation, honour=False),
        }
        for name in (*(SATURATED, HONOURING) * sizes.overload_rounds, *(IGNORING,) * sizes.overload_rounds):
            progress.step(f"overload: {name}, {arms[name].clients} at once")
            found.arms[name].append(_press(server, client, arms[name], sizes.settle))
    return found


def saturating(search: dict[int, float]) -> int:
    """The fewest clients with nearly the best throughput."""
    best = max(search.values())
    return min(clients for clients, rate in search.items() if clients >= LEAST and rate >= NEAR * best)


def estimate(sizes: Sizes) -> float:
    """Seconds that `run_overload` takes."""
    arms = 2 * sizes.saturation + sizes.overload + 3 * (sizes.settle + 1.5)
    return len(SEARCHED) * (sizes.miss + 1.5) + sizes.overload_rounds * arms


def _press(server: Server, client: Process, load: Load, settle: float) -> Pressed:
    foreign, before = ForeignLoad(), server.cpu()
    tally = client.load(load)
    cpu, cores = server.cpu() - before, foreign.cores()
    return Pressed.of(tally, load, settle, cpu, server.memory().rss, cores)


def _search(server: Server, client: Process, sizes: Sizes, progress: Progress) -> Iterator[tuple[int, float]]:
    for clients in SEARCHED:
        progress.step(f"where the server is saturated: {clients} at once")
        yield clients, client.load(Load(server.address, miss(server), clients, sizes.miss)).rate
