"""Load of the soak: a closed loop that finds the capacity, an open loop that keeps to a share of it."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import defaultdict
from dataclasses import dataclass, field

from tests.bench.serving.load import attempt
from tests.bench.serving.tally import ACCEPTED, Tally
from tests.bench.serving.wire import Address, Answer, Connection, render
from tests.bench.soak.mix import Mix, Question

ANSWER_SECONDS = 60.0
MOST_AT_ONCE = 400  # connections; beyond that the server has fallen behind for good


@dataclass
class Soaked:
    """What came of the questions, by name; ``unexpected`` are answers that a question does not allow."""

    by_name: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    unexpected: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    dropped: int = 0

    @property
    def asked(self) -> int:
        """Answers of all kinds."""
        return sum(sum(tally.statuses.values()) for tally in self.by_name.values())

    @property
    def shed(self) -> int:
        """Answers that said to come later."""
        return sum(tally.shed for tally in self.by_name.values())

    @property
    def errors(self) -> int:
        """Server errors but 503, time-outs, broken connections, and answers that were not to be expected."""
        return sum(tally.errors for tally in self.by_name.values()) + sum(self.unexpected.values())


class Asker:
    """Asks a server, over as many kept connections as it takes."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._free: list[Connection] = []
        self.busy = 0
        self.found = Soaked()

    async def ask(self, question: Question) -> None:
        """Ask, and count what comes back."""
        tally = self.found.by_name[question.name]
        self.busy += 1
        try:
            connection = await self._connection()
            begun = time.perf_counter()
            answer = await attempt(connection, question.data, ANSWER_SECONDS, tally)
        finally:
            self.busy -= 1
        if answer is None:
            return
        if connection.open:
            self._free.append(connection)
        if answer.status in question.expected:
            tally.latencies.append(time.perf_counter() - begun)
        elif answer.status < 500:
            self.found.unexpected[f"{question.name}: {answer.status} {answer.body[:200].decode()}"] += 1
        if question.then is not None and answer.status in ACCEPTED:
            question.then(answer)

    def close(self) -> None:
        """Hang up."""
        for connection in self._free:
            connection.close()

    async def _connection(self) -> Connection:
        while self._free:
            if (connection := self._free.pop()).open:
                return connection
        return await Connection.to(self._address)


async def closed(asker: Asker, mix: Mix, clients: int, seconds: float) -> float:
    """Questions per second that ``clients`` get answered."""
    end, asked = time.perf_counter() + seconds, 0

    async def client() -> None:
        nonlocal asked
        while time.perf_counter() < end:
            await asker.ask(mix.next())
            asked += 1

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return asked / (time.perf_counter() - begun)


async def opened(asker: Asker, mix: Mix, rate: float, seconds: float, seed: int) -> None:
    """Questions at ``rate`` a second on average (a Poisson process), whatever becomes of the earlier ones."""
    chance, tasks = random.Random(seed), set[asyncio.Task[None]]()
    now = time.perf_counter()
    end = now + seconds
    while now < end:
        await asyncio.sleep(max(0.0, now - time.perf_counter()))
        if asker.busy >= MOST_AT_ONCE:
            asker.found.dropped += 1
        else:
            task = asyncio.create_task(asker.ask(mix.next()))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        now += chance.expovariate(rate)
    await asyncio.gather(*tasks)


async def listener(asker: Asker, headers: dict[str, str]) -> None:
    """A visible tab: holds a question about changes open, over and over, until it is cancelled."""
    since = 0

    def note(answer: Answer) -> None:
        nonlocal since
        since = int(json.loads(answer.body)["generation"])

    while True:
        request = render("GET", f"/v1/changes?since={since}", headers)
        await asker.ask(Question("changes held open", request, frozenset({200}), note))
