"""A Redis whose user may not do everything, or has no such database: said once, nothing depends on it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.pictures import until
from tests.services.redis import RedisCluster, RedisServer
from tests.store.redis.conftest import CALM, following
from tests.store.redis.test_patience import HASTY, everything, use

from colophon.store.redis import news
from colophon.store.redis.opening import open_redis

OPERATORS = Path(__file__).parents[3] / "docs" / "operators.md"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "LONGEST_PAUSE", 0.05)


@pytest.fixture
def nodes(place: RedisServer | RedisCluster) -> Iterator[list[RedisServer]]:
    """All servers of it, with their users as before at the end."""
    every = [place] if isinstance(place, RedisServer) else place.nodes
    yield every
    for node in every:
        with node.client() as client:
            client.execute_command("ACL", "DELUSER", "colophon")


def allow(nodes: list[RedisServer], *more: str) -> None:
    """Make the user of the documentation on each."""
    [line] = [line for line in OPERATORS.read_text().splitlines() if line.startswith("ACL SETUSER")]
    for node in nodes:
        with node.client() as client:
            client.execute_command(*line.replace(">PASSWORD", ">hunter2").split(), *more)


async def test_the_rights_of_the_documentation_are_enough(
    place: RedisServer | RedisCluster, nodes: list[RedisServer], caplog: pytest.LogCaptureFixture
) -> None:
    allow(nodes, *(["+cluster|slots", "+command"] if isinstance(place, RedisCluster) else []))
    url = place.url.replace("//", "//colophon:hunter2@", 1)
    async with open_redis(url, CALM, 77, lambda: None) as shared, following(shared) as heard:
        assert await use(shared)
        await everything(shared)
        while not heard:
            await shared.publish(5)
            await asyncio.sleep(0.01)
        assert shared.working is True
    assert caplog.text == ""


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("right", ["-subscribe", "resetchannels"])
async def test_without_the_right_to_listen_it_is_said_once(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture, right: str
) -> None:
    allow([redis_server], right)
    url = redis_server.url.replace("//", "//colophon:hunter2@")
    async with open_redis(url, CALM, 1, lambda: None) as shared, following(shared) as heard:
        await until(lambda: "refuses SUBSCRIBE" in caplog.text)
        for _ in range(20):
            assert await use(shared)
            await asyncio.sleep(0.01)
        assert shared.working is True
        allow([redis_server])
        while not heard:
            await shared.publish(5)
            await asyncio.sleep(0.01)
    assert caplog.text.count("refuses SUBSCRIBE") == 1
    assert "Traceback" not in caplog.text
    assert "hunter2" not in caplog.text


@pytest.mark.usefixtures("quick")
async def test_a_database_that_is_not_there_is_a_redis_that_is_away(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "colophon")
    url = redis_server.url.removesuffix("/0") + "/99"
    async with open_redis(url, HASTY, 1, lambda: None) as shared, following(shared):
        for _ in range(20):
            await everything(shared)
            await asyncio.sleep(0.01)
        assert shared.working is False
    [said] = [record.getMessage() for record in caplog.records]
    assert "is not used until it answers: DB index is out of range" in said
