"""Two processes over one Redis. Each has a database of its own: what it knows came through Redis."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from tests.pictures import AI_IN_METADATA, FakeCheck, picture, sha256, until
from tests.registry.test_memory import entry
from tests.services.redis import RedisServer
from tests.store.redis.conftest import CALM
from tests.test_second_look import SlowCheck

from colophon.checks.base import Report
from colophon.config import Limits
from colophon.evidence import DONE, Findings
from colophon.examine import Unobserved
from colophon.images.picture import Picture
from colophon.pipeline import Pipeline
from colophon.registry.memory import Registry
from colophon.second_look import was_busy
from colophon.store.database import Store, open_store
from colophon.store.redis.cache import BRIEF_SECONDS
from colophon.store.redis.opening import SharedRedis, open_redis


@dataclass
class Tiers(Unobserved):
    found: list[str] = field(default_factory=list)

    def cache(self, tier: str, images: int = 1) -> None:
        self.found += [tier] * images


@dataclass
class Process:
    pipe: Pipeline
    shared: SharedRedis
    store: Store
    registry: Registry
    tiers: Tiers

    async def ask(self, data: bytes) -> Findings:
        return await self.pipe.findings(data, sha256(data))

    async def known(self, data: bytes) -> Findings | None:
        return (await self.pipe.known([sha256(data)])).get(sha256(data))


Begin = Callable[..., "asyncio.Future[Process]"]


@pytest.fixture
async def begin(tmp_path: Path, redis_server: RedisServer) -> AsyncIterator[Begin]:
    """Starts processes. ``database`` is the identity of theirs."""
    numbers = itertools.count()
    async with AsyncExitStack() as stack:

        async def process(
            *checks: FakeCheck,
            slow: SlowCheck | None = None,
            database: int = 1,
            registry: Registry | None = None,
            limits: Limits = CALM,
        ) -> Process:
            file = tmp_path / str(next(numbers))
            store = await stack.enter_async_context(open_store(file))
            shared = await stack.enter_async_context(
                open_redis(redis_server.url, limits, database, lambda: None)
            )
            registry, tiers = Registry() if registry is None else registry, Tiers()
            slows = (slow,) if slow else ()
            pipe = Pipeline(
                checks, limits, 2, store.findings, tiers, slow=slows, registry=registry, shared=shared
            )
            stack.push_async_callback(pipe.close)
            return Process(pipe, shared, store, registry, tiers)

        yield process  # type: ignore[misc]


async def test_what_one_process_found_the_other_knows(begin: Begin) -> None:
    first, second = FakeCheck(say=lambda _: Report((AI_IN_METADATA,))), FakeCheck()
    one, other = await begin(first), await begin(second)
    assert await other.known(picture()) is None
    found = await one.ask(picture())
    assert await other.known(picture()) == found
    assert await other.ask(picture()) == found
    assert (first.looks, second.looks) == (1, 0)
    assert other.tiers.found == ["miss", "redis", "memory"]


async def test_two_processes_asked_at_once_look_once(begin: Begin) -> None:
    gate = threading.Event()

    def wait(_: Picture) -> Report:
        gate.wait()
        return Report((AI_IN_METADATA,))

    first, second = FakeCheck(say=wait), FakeCheck(say=wait)
    one, other = await begin(first), await begin(second)
    asked = asyncio.create_task(one.ask(picture()))
    await until(lambda: first.looks)
    also = asyncio.create_task(other.ask(picture()))
    await asyncio.sleep(0.1)  # it would look by now
    gate.set()
    assert await asked == await also
    assert (first.looks, second.looks) == (1, 0)


async def test_a_process_that_hangs_keeps_the_other_for_a_part_of_the_deadline_only(begin: Begin) -> None:
    gate = threading.Event()

    def hang(_: Picture) -> Report:
        gate.wait()
        return Report()

    limits = replace(CALM, deadline_seconds=2.0)
    one, other = await begin(check := FakeCheck(say=hang)), await begin(FakeCheck(), limits=limits)
    hanging = asyncio.create_task(one.ask(picture()))
    await until(lambda: check.looks)
    assert (await other.ask(picture())).checks == {"fake": DONE}
    assert not hanging.done()
    gate.set()
    await hanging


async def test_what_may_not_be_kept_is_not_shared(begin: Begin, redis_server: RedisServer) -> None:
    def fail(_: Picture) -> Report:
        raise ValueError

    protecting = Registry()
    protecting.protects = lambda picture: True  # type: ignore[method-assign]
    for process in (await begin(FakeCheck(say=fail)), await begin(FakeCheck(), registry=protecting)):
        await process.ask(picture())
        with redis_server.client() as client:
            assert client.keys("*:found:*") == []


async def test_what_waits_for_a_second_look_is_shared_for_some_minutes(
    begin: Begin, redis_server: RedisServer
) -> None:
    slow = SlowCheck()
    one, other = await begin(slow=slow), await begin(slow=SlowCheck())
    try:
        assert (await one.ask(picture())).pending
        found = await other.known(picture())
        assert found is not None
        assert was_busy(found), "nobody at this process waits for it"
        with redis_server.client() as client:
            [key] = client.keys("*:found:*")
            assert 0 < client.ttl(key) <= BRIEF_SECONDS
    finally:
        slow.gate.set()


async def test_what_nobody_had_time_for_is_shared_for_some_minutes(begin: Begin) -> None:
    one, other = (
        await begin(slow=SlowCheck(), limits=replace(CALM, slow_bytes=1)),
        await begin(slow=SlowCheck()),
    )
    found = await one.ask(picture())
    assert was_busy(found)
    assert await other.known(picture()) == found


async def test_what_a_second_look_found_is_shared(begin: Begin) -> None:
    slow = SlowCheck()
    one, other = await begin(slow=slow), await begin(slow=SlowCheck())
    await one.ask(picture())
    first = await other.known(picture())
    assert first is not None
    assert first.evidence == ()
    slow.gate.set()
    while (await other.known(picture())) == first:  # noqa: ASYNC110 - a thread
        await asyncio.sleep(0.01)
    found = await other.known(picture())
    assert found is not None
    assert found.evidence == (AI_IN_METADATA,)


async def test_what_the_database_holds_is_shared(begin: Begin, redis_server: RedisServer) -> None:
    one, other = await begin(FakeCheck()), await begin(FakeCheck())
    found = replace(await one.ask(picture(1)), sha256=sha256(picture(2)))
    await one.store.findings.put_many([(found, found.looked_with)])
    assert await other.known(picture(2)) is None
    assert await one.known(picture(2)) == found
    assert one.tiers.found == ["database"]
    assert await other.known(picture(2)) == found


async def test_what_the_registry_moved_on_from_is_not_taken_over(begin: Begin) -> None:
    one, other = await begin(FakeCheck()), await begin(second := FakeCheck())
    await one.ask(picture())
    other.registry.apply([entry(7, None, sha256=sha256(picture()))], 7)
    assert await other.known(picture()) is None
    assert (await other.ask(picture())).generation == 7
    assert second.looks == 1
    assert await one.known(picture()) is not None, "it has not heard of the entry yet"


async def test_a_database_that_was_restored_sees_nothing_of_later_generations(begin: Begin) -> None:
    """Redis still holds what was found when the registry said something else."""
    data = picture()
    later = Registry()
    later.apply([], 900)
    before = await begin(FakeCheck(), registry=later)
    await before.ask(data)  # looked at while the entry below was withdrawn
    restored = Registry()
    restored.apply([entry(5, None, sha256=sha256(data))], 500)
    after = await begin(check := FakeCheck(), registry=restored, database=2)
    assert await after.known(data) is None
    assert (await after.ask(data)).generation == 500
    assert check.looks == 1


async def test_what_cites_an_entry_that_is_gone_is_not_taken_over(begin: Begin) -> None:
    cited = replace(AI_IN_METADATA, details={"entry": "0" * 32})
    registry = Registry()
    registry.apply([entry(0, None, sha256=sha256(picture(1)))], 900)
    one = await begin(FakeCheck(say=lambda _: Report((cited,))), registry=registry)
    assert await one.ask(picture()) == await one.known(picture())
    behind = await begin(FakeCheck())
    assert await behind.known(picture()) is None
