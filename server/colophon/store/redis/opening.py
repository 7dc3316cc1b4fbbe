"""Opens what is shared through Redis."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from colophon.config import Limits
from colophon.evidence import Findings
from colophon.store.redis.address import read_address
from colophon.store.redis.cache import Cache
from colophon.store.redis.client import open_client
from colophon.store.redis.flight import Turns
from colophon.store.redis.news import News
from colophon.store.redis.patience import Patience
from colophon.store.redis.rates import Rates
from colophon.store.shared import Spent


class SharedRedis:
    """`colophon.store.shared.Shared`, by Redis."""

    def __init__(self, patience: Patience, cache: Cache, turns: Turns, news: News, rates: Rates) -> None:
        self._patience = patience
        self._cache = cache
        self._turns = turns
        self._news = news
        self._rates = rates

    @property
    def working(self) -> bool | None:
        """Whether it answers at present."""
        return self._patience.working

    async def get_many(self, sha256s: Collection[str], version: str) -> dict[str, Findings]:
        """What any process found."""
        return await self._cache.get_many(sha256s, version)

    async def put(self, found: Iterable[Findings], *, brief: bool = False) -> None:
        """Keep findings for every process; with ``brief`` for some minutes."""
        await self._cache.put(found, brief=brief)

    def flight(self, sha256: str, version: str) -> AbstractAsyncContextManager[bool]:
        """Hold the turn at looking at an image."""
        return self._turns.flight(sha256, version)

    async def publish(self, generation: int) -> None:
        """Tell the other processes of a generation."""
        await self._news.publish(generation)

    async def follow(self, told: Callable[[int], None]) -> None:
        """Pass on what others publish."""
        await self._news.follow(told)

    async def spend(self, who: str, amount: int, seconds: int) -> Spent:
        """Count for all processes together."""
        return await self._rates.spend(who, amount, seconds)


@asynccontextmanager
async def open_redis(
    url: str, limits: Limits, database: int, failed: Callable[[], None]
) -> AsyncIterator[SharedRedis]:
    """Share through the Redis at ``url`` with the servers of the same ``database``.

    ``failed`` hears of every question that had no answer. Raises ConfigError for a URL that cannot be used.
    """
    address = read_address(url)
    client = open_client(address)
    patience = Patience(client, limits.redis_seconds, address.shown, failed)
    prefix = f"colophon:{database:x}"
    await patience.start()
    try:
        yield SharedRedis(
            patience,
            Cache(client, patience, prefix, limits.redis_keep_seconds),
            Turns(patience, prefix, min(limits.flight_seconds, limits.deadline_seconds / 2)),
            News(client, patience, prefix),
            Rates(patience, prefix),
        )
    finally:
        await patience.close()
