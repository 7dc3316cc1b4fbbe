"""A Redis that is away, slow, full or restarted costs little, and is used again by itself."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest
from tests.pictures import until
from tests.services.redis import RedisCluster, RedisServer
from tests.store.redis.conftest import CALM, following
from tests.store.redis.test_shared import found

from colophon.config import Limits
from colophon.store.redis import patience
from colophon.store.redis.opening import SharedRedis, open_redis

HASTY = replace(Limits(), redis_seconds=0.2)


class Failures:
    """Counts questions without an answer."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSE_SECONDS", 0.02)


async def use(shared: SharedRedis, number: int = 1) -> bool:
    """Whether what is kept is there."""
    await shared.put([found(number)])
    return found(number).sha256 in await shared.get_many([found(number).sha256], "v")


async def used_again(shared: SharedRedis) -> None:
    async with asyncio.timeout(60):
        while not (shared.working and await use(shared)):  # noqa: ASYNC110 - nobody else would tell
            await asyncio.sleep(0.01)


async def everything(shared: SharedRedis) -> None:
    """Nothing raises, and counts go on."""
    assert await shared.get_many([found(1).sha256], "v") in ({}, {found(1).sha256: found(1)})
    await shared.put([found(1)])
    async with shared.flight("a" * 64, "v"):
        pass
    await shared.publish(7)
    before = (await shared.spend("x", 1, 3600)).amount
    assert (await shared.spend("x", 2, 3600)).amount == before + 2


async def test_one_that_is_absent_at_the_start_is_used_once_it_is_there(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "colophon")
    redis_server.kill()
    async with open_redis(redis_server.url, HASTY, 1, Failures()) as shared:
        assert shared.working is False
        await everything(shared)
        await asyncio.sleep(0.1)  # several attempts
        await asyncio.to_thread(redis_server.start)
        await used_again(shared)
    said = [record.getMessage() for record in caplog.records if record.name.endswith("patience")]
    assert len(said) == 2, "once when it goes, once when it comes"
    assert f"Redis {redis_server.url} is not used until it answers" in said[0]


async def test_one_that_hangs_costs_one_question_and_no_more(redis_server: RedisServer) -> None:
    failures = Failures()
    async with open_redis(redis_server.url, HASTY, 1, failures) as shared:
        await used_again(shared)
        redis_server.freeze()
        await shared.get_many([found(1).sha256], "v")
        await until(lambda: not shared.working)
        counted = failures.count
        for _ in range(100):
            await everything(shared)
            await asyncio.sleep(0)
        assert failures.count == counted
        redis_server.thaw()
        await used_again(shared)


async def test_a_restart_between_two_questions_is_not_noticed(redis_server: RedisServer) -> None:
    failures = Failures()
    async with open_redis(redis_server.url, CALM, 1, failures) as shared:
        assert all(await asyncio.gather(*(use(shared, n) for n in range(8))))  # several connections
        redis_server.kill()
        redis_server.start()
        assert all(await asyncio.gather(*(use(shared, n) for n in range(8))))
        assert failures.count == 0


async def test_a_full_one_still_answers_what_it_knows(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    failures = Failures()
    async with open_redis(redis_server.url, CALM, 1, failures) as shared:
        assert await use(shared)
        redis_server.fill()
        for _ in range(3):
            await everything(shared)
            assert found(1).sha256 in await shared.get_many([found(1).sha256], "v")
            assert not await use(shared, 2)
        assert (shared.working, failures.count) == (True, 0)
        assert caplog.text.count("refuses SET: ") == 1
        redis_server.empty()
        assert await use(shared, 2)


async def test_a_wrong_password_is_no_error_and_not_in_the_log(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    with redis_server.client() as client:
        client.config_set("requirepass", "another")
    url = redis_server.url.replace("//", "//:hunter2@")
    async with open_redis(url, HASTY, 1, Failures()) as shared:
        assert shared.working is False
        await everything(shared)
    assert "is not used until it answers" in caplog.text
    assert "hunter2" not in caplog.text


async def test_whoever_waits_for_a_turn_goes_on_when_redis_dies(redis_server: RedisServer) -> None:
    async with (
        open_redis(redis_server.url, CALM, 1, Failures()) as one,
        open_redis(redis_server.url, CALM, 1, Failures()) as other,
        one.flight("a" * 64, "v"),
    ):

        async def wait() -> bool:
            async with other.flight("a" * 64, "v") as waited:
                return waited

        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.05)
        assert not waiting.done()
        redis_server.kill()
        async with asyncio.timeout(CALM.flight_seconds / 2):
            assert await waiting


async def test_news_come_again_after_a_restart(redis_server: RedisServer) -> None:
    async with (
        open_redis(redis_server.url, HASTY, 1, Failures()) as shared,
        following(shared) as heard,
    ):

        async def hear(generation: int) -> None:
            while generation not in heard:
                await shared.publish(generation)
                await asyncio.sleep(0.01)

        await hear(1)
        redis_server.kill()
        await asyncio.to_thread(redis_server.start)
        await hear(2)


async def test_a_connection_that_died_in_silence_is_noticed(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "colophon")
    monkeypatch.setattr("colophon.store.redis.news.QUIET_SECONDS", 0.02)
    monkeypatch.setattr("colophon.store.redis.news.ANSWER_SECONDS", 1.0)
    async with (
        open_redis(redis_server.url, HASTY, 1, Failures()) as shared,
        following(shared) as heard,
    ):
        with redis_server.client() as client:
            await until(lambda: client.pubsub_numsub("colophon:1:generation")[0][1] == 1)
            [before] = [c["id"] for c in client.client_list(_type="pubsub")]
            await asyncio.sleep(0.1)  # asked several times whether it lives, it stays
            assert [c["id"] for c in client.client_list(_type="pubsub")] == [before]
        redis_server.freeze()
        await until(lambda: "listening to Redis ended" in caplog.text)
        redis_server.thaw()
        with redis_server.client() as client:
            await until(lambda: before not in [c["id"] for c in client.client_list(_type="pubsub")])
            await until(lambda: client.publish("colophon:1:generation", 5) and heard)


async def test_a_cluster_that_lost_a_node_is_used_again_when_it_is_back() -> None:
    cluster = RedisCluster()
    try:
        await asyncio.to_thread(cluster.start)
        async with open_redis(cluster.url, replace(HASTY, redis_seconds=1.0), 1, Failures()) as shared:
            await used_again(shared)
            lost = cluster.nodes[1]
            lost.freeze()
            while shared.working:  # nobody else would tell
                await everything(shared)
                await asyncio.sleep(0.01)
            lost.thaw()
            await used_again(shared)
    finally:
        cluster.close()
