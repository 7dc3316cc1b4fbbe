"""Commands to one Redis server or to a cluster, in one form: a batch goes out at once, each is answered."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from redis.asyncio import BlockingConnectionPool, Redis, RedisCluster, SSLConnection
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ClusterError, ConnectionError, RedisClusterException, TimeoutError

from colophon.store.redis.address import Address

CONNECTIONS = 32  # to one server: as many questions can be open at once
SOCKET_SECONDS = 1.0  # a safety net: whoever asks has a bound of their own, far below this

Command = tuple[str | int | bytes, ...]
Answer = Any  # what Redis said, or the exception in place of it

# Nobody is there to answer, in contrast to a Redis that refuses a command.
GONE = (ConnectionError, TimeoutError, ClusterError, RedisClusterException, OSError)


class Client(Protocol):
    """Connections to what is shared."""

    async def run(self, commands: Sequence[Command]) -> list[Answer]:
        """Send all commands at once; gives one answer, or exception, for each. Raises one of `GONE`."""

    async def renew(self) -> None:
        """Ask whether all of it is there, and learn again where keys are. Raises RedisError or OSError."""

    def reading(self, keys: Sequence[str]) -> list[Command]:
        """The commands that read many keys."""

    def listener(self) -> Redis:
        """A client of its own for listening, to be closed by the caller."""

    async def close(self) -> None:
        """Close all connections."""


class Server:
    """One Redis server."""

    def __init__(self, address: Address) -> None:
        self._options = address.options
        self._redis = _one(self._options, CONNECTIONS)

    async def run(self, commands: Sequence[Command]) -> list[Answer]:
        """Send all commands at once."""
        return await _run(self._redis.pipeline(transaction=False), commands)

    async def renew(self) -> None:
        """Ask whether it is there. Connections renew themselves."""
        await self.run([("PING",)])

    def reading(self, keys: Sequence[str]) -> list[Command]:
        """All keys in one command."""
        return [("MGET", *keys)]

    def listener(self) -> Redis:
        """A client of its own."""
        return _one(self._options, 1)

    async def close(self) -> None:
        """Close all connections."""
        await self._redis.aclose()


class Cluster:
    """A Redis Cluster: a batch goes to all nodes that it concerns at the same time."""

    def __init__(self, address: Address) -> None:
        self._nodes = address.nodes
        self._options = address.options
        options = {name: value for name, value in self._options.items() if name != "connection_class"}
        self._redis = RedisCluster(
            startup_nodes=[ClusterNode(host, port) for host, port in self._nodes],
            ssl=self._options.get("connection_class") is SSLConnection,
            reinitialize_steps=0,  # `renew` does that, not whoever asks at that moment
            **{**_usual(), **options},
        )

    async def run(self, commands: Sequence[Command]) -> list[Answer]:
        """Send all commands at once."""
        return await _run(self._redis.pipeline(), commands)

    async def renew(self) -> None:
        """Ask every master whether it is there, and learn again where keys are."""
        await self._redis.aclose()
        await self._redis.initialize()
        await self._redis.execute_command("PING", target_nodes=RedisCluster.PRIMARIES)

    def reading(self, keys: Sequence[str]) -> list[Command]:
        """Each key by itself: MGET takes those of one slot only, and every key has another."""
        return [("GET", key) for key in keys]

    def listener(self) -> Redis:
        """A client to any node: news reach all of them."""
        known = [(str(node.host), int(node.port)) for node in self._redis.get_nodes()]
        host, port = random.choice(known or self._nodes)  # noqa: S311 - any will do
        return _one({**self._options, "host": host, "port": port}, 1)

    async def close(self) -> None:
        """Close all connections."""
        await self._redis.aclose()


def open_client(address: Address) -> Server | Cluster:
    """A client for this address; nothing is connected yet."""
    return Cluster(address) if address.nodes else Server(address)


def _one(options: Mapping[str, Any], connections: int) -> Redis:
    values = {**_usual(), **options}
    return Redis.from_pool(
        BlockingConnectionPool(max_connections=connections, timeout=SOCKET_SECONDS, **values)
    )


def _usual() -> dict[str, Any]:
    return {
        "socket_timeout": SOCKET_SECONDS,
        "socket_connect_timeout": SOCKET_SECONDS,
        "retry": Retry(NoBackoff(), 0),  # whoever asks tries again, within a bound
        "protocol": 2,
        "driver_info": None,  # two commands fewer for every connection
    }


async def _run(pipe: Any, commands: Sequence[Command]) -> list[Answer]:
    for command in commands:
        pipe.execute_command(*command)
    answers: list[Answer] = await pipe.execute(raise_on_error=False)
    return answers
