"""Generations, told to every process at once. What is lost is found by looking, a moment later."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from colophon.store.redis.client import GONE, Client
from colophon.store.redis.patience import AWAY, Patience

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds before the connection is tried again
QUIET_SECONDS = 10.0  # without news, it is asked whether the connection still lives
ANSWER_SECONDS = 2.0


class News:
    """Publishes on one channel and listens to it."""

    def __init__(self, client: Client, patience: Patience, prefix: str) -> None:
        self._client = client
        self._patience = patience
        self._channel = f"{prefix}:generation"

    async def publish(self, generation: int) -> None:
        """Tell everybody."""
        await self._patience.ask([("PUBLISH", self._channel, generation)])

    async def follow(self, told: Callable[[int], None]) -> None:
        """Pass on what is told, until cancelled."""
        pause = FIRST_PAUSE
        while True:
            redis = self._client.listener()
            try:
                async with redis.pubsub() as channel:
                    await channel.subscribe(self._channel)
                    while True:
                        message = await _next(channel)
                        pause = FIRST_PAUSE
                        self._patience.allowed("SUBSCRIBE")
                        if message["type"] == "message":
                            told(int(message["data"]))
            except (*GONE, ValueError) as error:
                log.debug("listening to Redis ended: %s", error)
                self._patience.doubt()
            except RedisError as error:  # it is there and does not let us: changes are found by looking
                self._patience.refused("SUBSCRIBE", error)
            finally:
                await redis.aclose()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


async def _next(channel: PubSub) -> dict[str, Any]:
    """The next message of any kind. Raises ConnectionError when the connection is dead."""
    message: dict[str, Any] | None = await channel.get_message(timeout=QUIET_SECONDS)
    if message is None:
        await channel.ping()
        message = await channel.get_message(timeout=ANSWER_SECONDS)
    if message is None:
        raise AWAY
    return message
