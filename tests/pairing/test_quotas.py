"""Quotas: counted per day over restarts and servers; requests per minute; nothing on a personal server."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import OperationalError

from colophon.config import Config, Limits
from colophon.errors import TooManyRequests
from colophon.pairing.quotas import DAY_SECONDS, Quotas
from colophon.roles import Reader, Role
from colophon.store.database import Store
from colophon.store.shared import Alone, Shared
from colophon.store.usage import KEPT_DAYS, UsageTable

HOSTED = Config(public_url="https://colophon.example.org", limits=replace(Limits(), requests_per_minute=3))
ANA = Reader("a" * 64, Role.READER, quota=3)
NOON = 20_000 * DAY_SECONDS + DAY_SECONDS // 2


class Clock:
    def __init__(self) -> None:
        self.now = float(NOON)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def quotas(store: Store, clock: Clock, config: Config = HOSTED, shared: Shared | None = None) -> Quotas:
    return Quotas(store.usage, shared or Alone(clock), config, clock)


async def sends(quota: Quotas, times: int, reader: Reader = ANA) -> int:
    """How many of so many images are taken."""
    taken, refused = 0, []
    for _ in range(times):
        try:
            await quota.image(reader)
            taken += 1
        except TooManyRequests as error:
            refused.append(error)
    assert all(error.retry_after == DAY_SECONDS // 2 for error in refused)
    assert all("3 pictures a day" in str(error) for error in refused)
    return taken


async def test_a_quota_ends_with_the_day(store: Store, clock: Clock) -> None:
    quota = quotas(store, clock)
    assert await sends(quota, 5) == 3
    assert await sends(quota, 2, Reader("b" * 64, Role.READER, 3)) == 2
    assert await sends(quota, 9, Reader("c" * 64, Role.READER, 0)) == 9
    clock.now += DAY_SECONDS
    assert await sends(quota, 5) == 3


async def test_a_restart_forgets_nothing(store: Store, clock: Clock) -> None:
    before = quotas(store, clock)
    assert await sends(before, 2) == 2
    await before.close()
    assert await sends(quotas(store, clock), 2) == 1


async def test_servers_over_one_database_know_of_each_other_after_writing(store: Store, clock: Clock) -> None:
    one, other = quotas(store, clock), quotas(store, clock)
    assert (await sends(one, 1), await sends(other, 1)) == (1, 1)
    await one.write()
    await other.write()
    assert await sends(other, 5) == 1
    await other.write()
    assert await store.usage.on(20_000, ANA.id) == 3


async def test_processes_that_share_know_of_each_other_at_once(store: Store, clock: Clock) -> None:
    shared = Alone(clock)
    one, other = (quotas(store, clock, shared=shared) for _ in range(2))
    assert (await sends(one, 2), await sends(other, 2)) == (2, 1)


async def test_a_database_that_does_not_answer_sends_nobody_away_and_loses_no_count(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    quota = quotas(store, clock)

    async def gone(*_: object) -> None:
        raise OperationalError("insert", {}, Exception("gone"))

    with monkeypatch.context() as broken:
        broken.setattr(UsageTable, "on", gone)
        broken.setattr(UsageTable, "add", gone)
        assert await sends(quota, 2) == 2
        with pytest.raises(OperationalError):
            await quota.write()
        await quota.close()
    await quota.write()
    assert await store.usage.on(20_000, ANA.id) == 2


async def test_the_day_of_use_is_noted_and_old_counts_are_forgotten(store: Store, clock: Clock) -> None:
    await store.tokens.add_code("c", Role.READER, 60)
    await store.tokens.exchange("c", ANA.id)
    await store.usage.add(20_000 - KEPT_DAYS, {ANA.id: 5}, [])
    quota = quotas(store, clock)
    quota.request(ANA)
    await quota.write()
    [token] = await store.tokens.all()
    assert token.last_day == 20_000
    await quota.image(ANA)
    clock.now += DAY_SECONDS
    quota.request(ANA)  # a new day; what was counted on the last one is not lost
    await quota.close()
    assert await store.usage.on(20_000, ANA.id) == 1
    assert await store.usage.since(0) == {ANA.id: 1}
    [token] = await store.tokens.all()
    assert token.last_day == 20_001
    await store.usage.add(20_000, {}, [ANA.id])  # a server that was late does not turn it back
    [token] = await store.tokens.all()
    assert token.last_day == 20_001


async def test_requests_are_limited_per_minute(store: Store, clock: Clock) -> None:
    quota = quotas(store, clock)
    for _ in range(3):
        quota.request(ANA)
    with pytest.raises(TooManyRequests) as caught:
        quota.request(ANA)
    assert 1 <= caught.value.retry_after <= 60
    quota.request(Reader("b" * 64, Role.READER, 3))
    clock.now += 60
    quota.request(ANA)


async def test_nothing_is_counted_on_a_personal_server(store: Store, clock: Clock) -> None:
    quota = quotas(store, clock, Config(limits=HOSTED.limits))
    for _ in range(10):
        quota.request(ANA)
        await quota.image(replace(ANA, quota=0))
    await quota.close()
    assert await store.usage.since(0) == {}
