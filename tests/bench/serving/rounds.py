"""The interleaved rounds: every server once per round, the others stopped meanwhile."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field

from tests.bench.proc import ForeignLoad, Memory
from tests.bench.progress import Progress
from tests.bench.serving.arms import LOOKUPS, Arm, Sample, hit, lookup, miss, warm
from tests.bench.serving.client import PHOTOS, Bare, Process
from tests.bench.serving.load import Asked
from tests.bench.serving.server import Server
from tests.bench.serving.sizes import CONCURRENCY, CORES, PER_CORE, Sizes

OURS = "colophon"
PEERS = {
    "FastAPI": ("fastapi_onnx", "/look"),
    "LitServe": ("litserve_onnx", "/look"),
    "mosec": ("mosec_onnx", "/inference"),
}
PLAIN = ("hello", "echo", "sink")
MEMORY_AT = 32  # clients, after whose load memory is read


@dataclass
class Measured:
    """All rounds, by arm: ``(server or kind, clients)``; bare loops by threads; memory by server."""

    samples: dict[tuple[str, int], list[Sample]] = field(default_factory=lambda: defaultdict(list))
    bare: dict[int, list[Bare]] = field(default_factory=lambda: defaultdict(list))
    memory: dict[str, list[Memory]] = field(default_factory=lambda: defaultdict(list))
    foreign: list[float] = field(default_factory=list)

    def median(self, name: str, clients: int, of: str) -> float:
        """The middle round of one figure of an arm."""
        return float(statistics.median(getattr(one, of) for one in self.samples[name, clients]))

    def resident(self, name: str) -> float:
        """Bytes of resident memory of a server's processes, shared pages counted for each."""
        return statistics.median(memory.rss for memory in self.memory[name])

    def bare_cpu(self, threads: int) -> float:
        """CPU seconds per image of the bare loop."""
        return statistics.median(one.cpu for one in self.bare[threads])

    def swing(self) -> float:
        """The bare loop in its slowest round, as a multiple of the fastest."""
        seconds = [one.cpu for one in self.bare[1]]
        return max(seconds) / min(seconds)

    def bare_wall(self, threads: int) -> float:
        """Wall seconds per image of the bare loop."""
        return statistics.median(one.wall for one in self.bare[threads])


@dataclass(frozen=True)
class Field:
    """Who takes part: our server, bare aiohttp, the peers, and the processes of client and bare loop."""

    ours: Server
    plain: Server
    peers: dict[str, Server]
    client: Process
    bare: Process


def arms(taking_part: Field, sizes: Sizes) -> dict[str, list[Arm]]:
    """All arms by the server that has to run for them."""
    ours, plain = taking_part.ours, taking_part.plain

    def over(name: str, asked: Asked, server: Server, seconds: float) -> list[Arm]:
        return [Arm(name, server, asked, clients, seconds) for clients in CONCURRENCY]

    groups = {OURS: over(OURS, miss(ours), ours, sizes.miss)}
    known = {"hit": hit(ours), **{name: lookup(ours, number) for name, number in LOOKUPS.items()}}
    bare = {"hello": lookup(plain, 1, "/hello"), "echo": hit(plain, "/echo"), "sink": hit(plain, "/sink")}
    for name, server, kinds in (("known", ours, known), ("plain", plain, bare)):
        groups[name] = [
            arm for kind, asked in kinds.items() for arm in over(kind, asked, server, sizes.small)
        ]
    for name, server in taking_part.peers.items():
        groups[name] = over(name, miss(server, PEERS[name][1], "POST"), server, sizes.miss)
    return groups


class Rounds:
    """Measures everything once per round, in another order each time."""

    def __init__(self, taking_part: Field, sizes: Sizes, progress: Progress) -> None:
        self._taking_part = taking_part
        self._sizes = sizes
        self._progress = progress
        self._groups = list(arms(taking_part, sizes).values())
        self._at = ""
        self.measured = Measured()

    def run(self, rounds: int) -> Measured:
        """All rounds. Every server sleeps but while it is measured."""
        for group in self._groups:
            group[0].server.sleep()
        for number in range(rounds):
            self._at = f"round {number + 1} of {rounds}"
            load = ForeignLoad()
            self._bare()
            turn = number % len(self._groups)
            for group in (*self._groups[turn:], *self._groups[:turn]):
                self._block(group)
            self.measured.foreign.append(load.cores())
        return self.measured

    def _bare(self) -> None:
        for threads in sorted({1, CORES}):
            self._progress.step(f"{self._at}: bare loop on {threads} threads")
            images = self._sizes.bare_images * threads
            self.measured.bare[threads].append(self._taking_part.bare.bare(images, threads))

    def _block(self, group: list[Arm]) -> None:
        server, client = group[0].server, self._taking_part.client
        with warm(server, group[0].asked, client, self._sizes.warm_up):
            for arm in group:
                self._progress.step(f"{self._at}: {arm.name}, {arm.clients} at once")
                self.measured.samples[arm.name, arm.clients].append(arm.measure(client))
                if arm.clients == MEMORY_AT:
                    self.measured.memory[arm.name].append(server.memory())


def estimate(sizes: Sizes, rounds: int, peers: int) -> float:
    """Seconds that the rounds take: the arms, what is in flight at their ends, warming up, bare loops."""
    per_second = PER_CORE * CORES
    misses = (1 + peers) * sum(sizes.miss + clients / per_second for clients in CONCURRENCY)
    small = (1 + len(LOOKUPS) + len(PLAIN)) * len(CONCURRENCY) * (sizes.small + 0.2)
    warming = (3 + peers) * (sizes.warm_up + 0.3) + (1 + peers) * PHOTOS / per_second
    return rounds * (misses + small + warming + 2 * sizes.bare_images / PER_CORE)
