"""What processes share, over one Redis server and over a cluster of three."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from tests.pictures import AI_IN_METADATA, until
from tests.services.redis import RedisCluster, RedisServer
from tests.store.redis.conftest import CALM, following

from colophon.evidence import DONE, Findings
from colophon.store.redis.opening import SharedRedis, open_redis

Pair = tuple[SharedRedis, SharedRedis]


def found(number: int, version: str = "v") -> Findings:
    return Findings(
        f"{number:064x}", "image/jpeg", (AI_IN_METADATA,), {"fake": DONE}, generation=3, looked_with=version
    )


async def test_what_one_finds_the_other_knows(pair: Pair) -> None:
    one, other = pair
    assert one.working is True
    many = [found(n) for n in range(100)]
    await one.put(many)
    asked = [f.sha256 for f in many] + [found(1000).sha256]
    assert await other.get_many(asked, "v") == {f.sha256: f for f in many}
    assert await other.get_many(asked, "w") == {}
    assert await other.get_many([], "v") == {}
    await other.put([])


async def test_what_is_damaged_counts_as_absent(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_redis(redis_server.url, CALM, 1, lambda: None) as shared:
        await shared.put([found(n) for n in range(7)])
        with redis_server.client() as client:
            keys = sorted(client.keys("*"))
            assert all(client.ttl(key) > CALM.redis_keep_seconds - 60 for key in keys)
            moved = client.get(keys[6])
            for key, body in zip(keys, [b"", b"[]", b'"x"', b"{}", b"\xff\x00", moved], strict=False):
                client.set(key, body)
            text = client.get(keys[6])
            client.set(keys[6], text.replace(b'"generation":3', b'"generation":"3"'))
        assert await shared.get_many([found(n).sha256 for n in range(7)], "v") == {}
    assert "passed over" in caplog.text
    assert found(1).sha256 not in caplog.text


async def test_another_database_shares_nothing(place: RedisServer | RedisCluster) -> None:
    async with (
        open_redis(place.url, CALM, 1, lambda: None) as before,
        open_redis(place.url, CALM, 2, lambda: None) as restored,
    ):
        await before.put([found(1)])
        assert await restored.get_many([found(1).sha256], "v") == {}
        async with before.flight("a" * 64, "v"), restored.flight("a" * 64, "v") as waited:
            assert not waited


async def test_one_looks_and_the_other_waits(pair: Pair) -> None:
    one, other = pair
    order = []

    async def look(shared: SharedRedis, gate: asyncio.Event | None = None) -> bool:
        async with shared.flight("a" * 64, "v") as waited:
            order.append("in")
            if gate:
                await gate.wait()
            order.append("out")
            return waited

    gate = asyncio.Event()
    first = asyncio.create_task(look(one, gate))
    await until(lambda: order)
    second = asyncio.create_task(look(other))
    await asyncio.sleep(0.05)  # it would be in by now
    assert order == ["in"]
    gate.set()
    assert (await first, await second) == (False, True)
    assert order == ["in", "out", "in", "out"]
    async with other.flight("a" * 64, "v") as waited:
        assert not waited


async def test_a_turn_that_ran_out_is_not_given_back_by_its_old_holder(redis_server: RedisServer) -> None:
    async with open_redis(redis_server.url, CALM, 1, lambda: None) as shared:
        with redis_server.client() as client:
            async with shared.flight("a" * 64, "v"):
                [key] = client.keys("*")
                client.set(key, b"another's")
            assert client.get(key) == b"another's"


async def test_one_that_crashed_keeps_nobody_waiting_for_long(redis_server: RedisServer) -> None:
    limits = replace(CALM, flight_seconds=0.1)
    async with open_redis(redis_server.url, limits, 1, lambda: None) as shared, shared.flight("a" * 64, "v"):
        with redis_server.client() as client:
            await until(lambda: not client.keys("*"))
        async with shared.flight("a" * 64, "v") as waited:
            assert not waited


async def test_nobody_waits_longer_than_the_bound(redis_server: RedisServer) -> None:
    limits = replace(CALM, flight_seconds=0.2)
    async with (
        open_redis(redis_server.url, limits, 1, lambda: None) as one,
        open_redis(redis_server.url, limits, 1, lambda: None) as other,
        one.flight("a" * 64, "v"),
    ):
        with redis_server.client() as client:
            client.persist(client.keys("*")[0])  # as if the first kept on
        async with other.flight("a" * 64, "v") as waited:
            assert waited


async def test_news_reach_the_other(pair: Pair) -> None:
    one, other = pair
    told = 0
    async with following(other) as heard:
        while not heard:
            told += 1
            await one.publish(told)
            await asyncio.sleep(0.01)
        await one.publish(1000)
        await until(lambda: heard[-1] == 1000)
    assert heard == sorted(heard)


async def test_what_is_not_a_generation_ends_nothing(redis_server: RedisServer) -> None:
    async with (
        open_redis(redis_server.url, CALM, 1, lambda: None) as shared,
        following(shared) as heard,
    ):
        with redis_server.client() as client:
            await until(lambda: client.publish("colophon:1:generation", b"nonsense"))
            await until(lambda: client.publish("colophon:1:generation", 7) and heard)
    assert set(heard) == {7}


async def test_all_count_together(pair: Pair) -> None:
    one, other = pair
    assert (await one.spend("images:abc", 3, 86_400)).amount == 3
    second = await other.spend("images:abc", 4, 86_400)
    assert second.amount == 7
    assert 1 <= second.seconds_left <= 86_400
    assert (await one.spend("images:abc", 0, 86_400)).amount == 7
    assert (await one.spend("images:xyz", 1, 86_400)).amount == 1
    assert (await one.spend("images:abc", 1, 90_000)).amount == 1


async def test_counts_end_with_their_window(redis_server: RedisServer) -> None:
    async with open_redis(redis_server.url, CALM, 1, lambda: None) as shared:
        await shared.spend("x", 1, 3600)
        with redis_server.client() as client:
            [key] = client.keys("*")
            assert 0 < client.ttl(key) <= 7200


async def test_by_a_socket_of_the_machine(redis_server: RedisServer) -> None:
    async with open_redis(f"unix://{redis_server.socket}", CALM, 1, lambda: None) as shared:
        await shared.put([found(1)])
        assert await shared.get_many([found(1).sha256], "v")


async def test_keys_say_nothing_but_hashes(redis_server: RedisServer) -> None:
    async with open_redis(redis_server.url, CALM, 255, lambda: None) as shared:
        await shared.put([found(1)])
        async with shared.flight("b" * 64, "v"):
            await shared.spend("images:" + "c" * 64, 1, 60)
            with redis_server.client() as client:
                keys = {key.decode().rsplit(":", 1)[1] for key in client.keys("*")}
    assert keys == {found(1).sha256, "b" * 64, "c" * 64}


async def test_keys_that_moved_within_a_cluster_are_found(redis_cluster: RedisCluster) -> None:
    failures: list[None] = []
    async with open_redis(redis_cluster.url, CALM, 77, lambda: failures.append(None)) as shared:
        await shared.put([found(1)])
        redis_cluster.move(f"colophon:{77:x}:found:v:{found(1).sha256}")
        for _ in range(8):  # more often than the library goes by what it knows
            await shared.put([found(1)])
            assert await shared.get_many([found(1).sha256], "v") == {found(1).sha256: found(1)}
        async with shared.flight(found(1).sha256, "v"):
            pass
    assert failures == []
