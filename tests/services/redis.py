"""Real Redis servers on this machine: one that a test may kill, pause and fill, and a cluster of three."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import redis

START_SECONDS = 30
SLOTS = 16384
# Waits for the end of its input, which comes when the test run ends, in whatever way; then nothing is left.
_KEEPER = """
"$@" >>"$FOLDER/log" 2>&1 &
echo $!
exec 2>/dev/null
read -r word
kill -KILL $! 2>/dev/null
wait $!
[ "$word" = keep ] || rm -rf "$FOLDER"
"""


class RedisServer:
    """One server on a port of its own. It keeps nothing when it stops."""

    def __init__(self, *options: str) -> None:
        if shutil.which("redis-server") is None:
            pytest.skip("no Redis server: redis-server is absent (package: redis-server)")
        self._options = options
        self._folder = Path(tempfile.mkdtemp(prefix="colophon-redis-"))
        self._keeper: subprocess.Popen[bytes] | None = None
        self._server = 0
        self.port = free_port()
        self.socket = self._folder / "socket"

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        settings = {"bind": "127.0.0.1", "port": str(self.port), "save": "", "dir": str(self._folder)}
        settings |= {"unixsocket": str(self.socket), "appendonly": "no"}
        flags = [word for name, value in settings.items() for word in (f"--{name}", value)]
        self._keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "keeper", "redis-server", *flags, *self._options],
            env={**os.environ, "FOLDER": str(self._folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._keeper.stdout is not None
        self._server = int(self._keeper.stdout.readline())
        wait_for(self._answers, lambda: (self._folder / "log").read_text())

    def kill(self) -> None:
        """As by a power cut."""
        assert self._keeper is not None
        self._keeper.communicate(b"keep\n", START_SECONDS)
        self._keeper = None

    def freeze(self) -> None:
        """It takes connections and answers nothing, until `thaw`."""
        os.kill(self._server, signal.SIGSTOP)

    def thaw(self) -> None:
        """On it goes."""
        os.kill(self._server, signal.SIGCONT)

    def fill(self) -> None:
        """It refuses to keep anything more, until `empty`."""
        with self.client() as client:
            client.config_set("maxmemory", 1)

    def empty(self) -> None:
        """There is room again."""
        with self.client() as client:
            client.config_set("maxmemory", 0)

    def client(self) -> redis.Redis:
        """To look at what it holds."""
        return redis.Redis(port=self.port, socket_timeout=START_SECONDS)

    def close(self) -> None:
        """Stop it and remove its folder."""
        if self._keeper is not None:
            self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        assert self._keeper is not None
        assert self._keeper.poll() is None, (self._folder / "log").read_text()
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


class RedisCluster:
    """Three masters that share the slots; no replicas."""

    def __init__(self) -> None:
        options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "500")
        self.nodes = [RedisServer(*options) for _ in range(3)]

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def start(self) -> None:
        """Start the nodes and make them a cluster."""
        for number, node in enumerate(self.nodes):
            node.start()
            with node.client() as client:
                slots = range(SLOTS * number // 3, SLOTS * (number + 1) // 3)
                client.execute_command("CLUSTER", "ADDSLOTS", *slots)
                client.execute_command("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
                client.execute_command("CLUSTER", "MEET", "127.0.0.1", self.nodes[0].port)
        for node in self.nodes:
            wait_for(lambda node=node: self._is_whole(node), lambda: "no cluster")  # type: ignore[misc]

    def move(self, key: str) -> None:
        """Give the slot of this key, which is emptied for it, to the next node."""
        with ExitStack() as stack:
            clients: list[Any] = [stack.enter_context(node.client()) for node in self.nodes]
            slot = clients[0].execute_command("CLUSTER", "KEYSLOT", key)
            names = [client.execute_command("CLUSTER", "MYID") for client in clients]
            holder = next(n for n, client in enumerate(clients) if _holds(client, key))
            for each in clients[holder].execute_command("CLUSTER", "GETKEYSINSLOT", slot, 100):
                clients[holder].delete(each)
            heir = (holder + 1) % len(clients)
            for n in (heir, holder, *range(len(clients))):  # first those whom it concerns
                clients[n].execute_command("CLUSTER", "SETSLOT", slot, "NODE", names[heir])

    def close(self) -> None:
        """Stop them all."""
        for node in self.nodes:
            node.close()

    def _is_whole(self, node: RedisServer) -> bool:
        with node.client() as client:
            state = client.execute_command("CLUSTER INFO")
        return bool(state["cluster_state"] == "ok" and state["cluster_known_nodes"] == "3")


def _holds(client: redis.Redis, key: str) -> bool:
    try:
        client.exists(key)
    except redis.ResponseError:  # moved
        return False
    return True


def free_port() -> int:
    """A port that nobody listens on, with room above it for a cluster's second one."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port: int = free.getsockname()[1]
        if port < 55000:
            return port


def wait_for(condition: Callable[[], bool], why: Callable[[], str]) -> None:
    """Wait for what a server does."""
    end = time.monotonic() + START_SECONDS
    while not condition():
        assert time.monotonic() < end, why()
        time.sleep(0.02)


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A server for one test, which may do anything to it."""
    server = RedisServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def redis_cluster() -> Iterator[RedisCluster]:
    """A cluster for the whole run."""
    cluster = RedisCluster()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.close()
