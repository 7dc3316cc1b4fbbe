"""A real PostgreSQL server on this machine, and databases in it that belong to one test each."""

from __future__ import annotations

import asyncio
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from colophon.store.database import open_store

ACCOUNT = "postgres"  # the server refuses to run as root
START_SECONDS = 60
# Waits for the end of its input, which comes when the test run ends, in whatever way; then nothing is left.
_KEEPER = """
"$@" >"$FOLDER/log" 2>&1 &
server=$!
trap '' INT TERM
read -r word
[ "$word" = keep ] && kill -INT $server 2>/dev/null || kill -QUIT $server 2>/dev/null
kill -CONT $server 2>/dev/null
wait $server
[ "$word" = keep ] || rm -rf "$FOLDER"
"""


def binaries() -> Path:
    """The folder with `postgres` and `initdb`, of the newest release that is installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not folders:
        pytest.skip("no PostgreSQL server: /usr/lib/postgresql/*/bin is absent (package: postgresql)")
    return folders[-1]


class PostgresServer:
    """One server with its data folder. Give it `start`; `close` removes it."""

    def __init__(self, *, sync: bool) -> None:
        self._bin = binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="colophon-postgres-"))
        self._sync = sync
        self._keeper: subprocess.Popen[bytes] | None = None
        self._names = itertools.count()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._as: dict[str, Any] = {}
        if os.getuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(self._folder, account.pw_uid, account.pw_gid)
            self._as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._call("initdb", "--no-sync", *options, "-D", str(self._data))

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def url(self, name: str = "postgres") -> str:
        """As a person would write it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        durable = "on" if self._sync else "off"
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self._folder,
            "fsync": durable,
            "full_page_writes": durable,
            "max_connections": 60,
            "shared_buffers": "16MB",
            "recovery_init_sync_method": "syncfs",  # not file by file
        }
        flags = [f"--{name}={value}" for name, value in settings.items()]
        self._keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "keeper", str(self._bin / "postgres"), "-D", str(self._data), *flags],
            env={"FOLDER": str(self._folder), "LC_ALL": "C.UTF-8"},
            cwd=self._folder,
            stdin=subprocess.PIPE,
            **self._as,
        )
        ready = ["-h", "127.0.0.1", "-p", str(self.port)]
        end = time.monotonic() + START_SECONDS
        while self._keeper.poll() is None and time.monotonic() < end:
            if subprocess.run([self._bin / "pg_isready", *ready], capture_output=True).returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError((self._folder / "log").read_text())

    def stop(self) -> None:
        """Stop it at once: open transactions are undone, connections are closed."""
        self._end(b"keep\n")

    def kill(self) -> None:
        """As by a power cut: the server has no time to write anything."""
        self._signal_all(signal.SIGKILL)
        self.stop()

    def freeze(self) -> None:
        """It takes connections and answers nothing, until `thaw`."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """On it goes."""
        self._signal_all(signal.SIGCONT)

    def close(self) -> None:
        """Stop it and remove what it held."""
        if self._keeper is not None:
            self._end(b"")
        shutil.rmtree(self._folder, ignore_errors=True)

    def make_database(self, template: str = "template0") -> str:
        """The URL of a new database."""
        name = f"test_{next(self._names)}"
        self.sql(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Remove it, whoever is connected."""
        self.sql(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def sql(self, statement: str, database: str = "postgres") -> str:
        """What `psql` prints."""
        place = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database]
        return self._call("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *place, "-c", statement)

    def _end(self, word: bytes) -> None:
        assert self._keeper is not None
        if (self._data / "postmaster.pid").exists():
            self.thaw()
        self._keeper.communicate(word, START_SECONDS)
        self._keeper = None

    def _signal_all(self, number: signal.Signals) -> None:
        main = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for process in (*map(int, children), main):
            with suppress(ProcessLookupError):  # one that ended in between
                os.kill(process, number)

    def _call(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [self._bin / program, *arguments], cwd=self._folder, capture_output=True, text=True, **self._as
        )
        assert done.returncode == 0, done.stderr
        return str(done.stdout)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server for the whole run. It does not wait for the disk."""
    server = PostgresServer(sync=False)
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A server for one test, which may do anything to it. It waits for the disk."""
    server = PostgresServer(sync=True)
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """The name of a database with every table, to be copied."""
    url = postgres.make_database()
    asyncio.run(_open_and_close(url))
    return url.rpartition("/")[2]


@pytest.fixture
def empty_postgres(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a database without tables."""
    url = postgres.make_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture
def postgres_url(postgres: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The URL of a database that holds every table and nothing in them."""
    url = postgres.make_database(postgres_template)
    yield url
    postgres.drop_database(url)


async def _open_and_close(url: str) -> None:
    async with open_store(url):
        pass
