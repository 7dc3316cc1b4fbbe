"""What is shared, over a server and over a cluster."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import pytest
from tests.services.redis import RedisCluster, RedisServer

from colophon.config import Limits
from colophon.store.redis import patience
from colophon.store.redis.opening import SharedRedis, open_redis

CALM = replace(Limits(), redis_seconds=10.0, flight_seconds=10.0)  # a busy machine must not look like a fault


@pytest.fixture(autouse=True)
def reached_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as for a question: a second is not enough where other tests are busy."""
    monkeypatch.setattr(patience, "REACH_SECONDS", CALM.redis_seconds)


@pytest.fixture(params=["server", "cluster"])
def place(request: pytest.FixtureRequest) -> RedisServer | RedisCluster:
    """A Redis; the test runs once for each kind."""
    found: RedisServer | RedisCluster = request.getfixturevalue(f"redis_{request.param}")
    return found


@pytest.fixture
async def pair(
    place: RedisServer | RedisCluster, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[SharedRedis, SharedRedis]]:
    """Two processes' views of the same Redis, with keys of this test alone."""
    async with AsyncExitStack() as stack:
        database = hash(request.node.nodeid) & 0xFFFFFFFF
        one, other = [
            await stack.enter_async_context(open_redis(place.url, CALM, database, lambda: None))
            for _ in range(2)
        ]
        yield one, other


@asynccontextmanager
async def following(shared: SharedRedis) -> AsyncIterator[list[int]]:
    """What comes from other processes."""
    heard: list[int] = []
    follow = asyncio.create_task(shared.follow(heard.append))
    try:
        yield heard
    finally:
        follow.cancel()
        await asyncio.wait([follow])
        assert follow.cancelled()
