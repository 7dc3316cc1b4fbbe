"""Two servers under traffic while their Redis dies, hangs, restarts or is full. Readers notice nothing."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from tests.http.test_images import lookup, put
from tests.http.test_review import moderated, post
from tests.http_fixtures import Running, Start, start
from tests.pictures import FakeCheck, picture, sha256
from tests.services.redis import RedisServer

from colophon.errors import ConfigError

__all__ = ["start"]

CLIENTS = 3
Act = Callable[[RedisServer], None]


@dataclass
class Traffic:
    """Readers who send pictures to one server and ask both for them."""

    servers: tuple[Running, Running]
    answered: int = 0
    stopped: bool = False
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def reader(self) -> None:
        while not self.stopped:
            sender, asker = self.servers if next(self.numbers) % 2 else self.servers[::-1]
            data = picture(next(self.numbers))
            limit = sender.services.config.limits.deadline_seconds
            async with asyncio.timeout(limit):
                status, answer = await put(sender, data)
                assert status == 200, answer
            async with asyncio.timeout(limit):
                await lookup(asker, {"sha256": sha256(data)}, {"sha256": "f" * 64})
            self.answered += 1

    async def more(self, number: int = 15) -> None:
        """Wait for more answers."""
        wanted = self.answered + number
        while self.answered < wanted and not self.stopped:  # noqa: ASYNC110 - simple, and it is a test
            await asyncio.sleep(0.01)


@asynccontextmanager
async def traffic(*servers: Running) -> AsyncIterator[Traffic]:
    one, other = servers
    flow = Traffic((one, other))
    try:
        async with asyncio.TaskGroup() as readers:  # an error of one of them ends the test
            for _ in range(CLIENTS):
                readers.create_task(flow.reader())
            yield flow
            flow.stopped = True
    finally:
        flow.stopped = True


def from_redis(running: Running) -> int:
    """How many images this server found in Redis."""
    figures = running.services.metrics.figures()
    return figures.cache.get("redis", 0)


async def used(one: Running, other: Running) -> None:
    """Wait until what one server finds is known to the other through Redis."""
    before = from_redis(other)
    numbers = itertools.count(10_000_000)
    while from_redis(other) == before:
        data = picture(next(numbers))
        await put(one, data)
        await lookup(other, {"sha256": sha256(data)})


async def decided(one: Running, other: Running, moderator: dict[str, str], data: bytes) -> None:
    """A decision at one server is what the other shows a moment later."""
    await put(one, data)
    await lookup(other, {"sha256": sha256(data)})
    body = {"sha256": sha256(data), "verdict": "captured", "reason": "the file of the camera"}
    status, made = await post(one, "/v1/decisions", body, moderator)
    assert status == 201, made
    while True:
        [known] = await lookup(other, {"sha256": sha256(data)})
        if not known["known"]:  # it has heard, and has to look again
            await put(other, data)
        elif known["assessment"]["label"] is not None:
            assert known["assessment"]["label"]["id"].startswith("captured"), known
            return
        await asyncio.sleep(0.02)


async def ready(running: Running) -> dict[str, object]:
    async with running.client.get("/readyz") as answer:
        assert answer.status == 200, await answer.text()
        return dict(await answer.json())


@pytest.mark.parametrize(
    ("disturb", "repair", "state"),
    [
        (RedisServer.kill, RedisServer.start, "failing"),
        (RedisServer.freeze, RedisServer.thaw, "failing"),
        (RedisServer.fill, RedisServer.empty, "ok"),
    ],
    ids=["killed", "frozen", "full"],
)
async def test_readers_notice_nothing(
    start: Start, redis_server: RedisServer, disturb: Act, repair: Act, state: str
) -> None:
    one, moderator = await moderated(start, FakeCheck(), redis=redis_server.url)
    other, _ = await moderated(start, FakeCheck(), redis=redis_server.url)
    assert (await ready(one))["redis"] == "ok"
    await used(one, other)
    async with traffic(one, other) as flow:
        await flow.more()
        await asyncio.to_thread(disturb, redis_server)
        await flow.more()
        while (await ready(one))["redis"] != state:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await decided(one, other, moderator, picture(5_000_000))
        await asyncio.to_thread(repair, redis_server)
        await flow.more()
    await used(one, other)
    await used(other, one)
    assert {(await ready(running))["redis"] for running in (one, other)} == {"ok"}


async def test_a_restart_again_and_again(start: Start, redis_server: RedisServer) -> None:
    one, other = [await start(FakeCheck(), redis=redis_server.url) for _ in range(2)]
    async with traffic(one, other) as flow:
        for _ in range(4):
            await flow.more(5)
            await asyncio.to_thread(redis_server.kill)
            await asyncio.to_thread(redis_server.start)
    await used(one, other)


async def test_an_address_that_cannot_be_used_ends_the_start(start: Start) -> None:
    with pytest.raises(ConfigError, match=r"Redis redis://host:port cannot be used: a host, port") as caught:
        await start(redis="redis://me:hunter2@host:port")
    assert "hunter2" not in str(caught.value)
