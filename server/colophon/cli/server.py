"""Which server a command is about: the same data folder, database and address as given to ``serve``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from colophon.config import Config, load
from colophon.errors import ConfigError, InputError
from colophon.store.database import Store, open_store
from colophon.store.place import has_database, shown, url_of

Data = Annotated[
    Path | None, typer.Option(help="The server's data folder.", show_default="COLOPHON_DATA, else the user's")
]
Database = Annotated[
    str | None,
    typer.Option(help="Its database: an SQLAlchemy URL.", show_default="SQLite in the data folder"),
]
Host = Annotated[str | None, typer.Option(help="Where the server listens.", show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option(help="The server's port.", show_default="8765")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object per line.")]

T = TypeVar("T")

MAX_NAME = 80  # characters; the column of the database
MAX_QUOTA = 1_000_000
_DAY_SECONDS = 86_400


def server_config(
    data: Path | None = None, database: str | None = None, host: str | None = None, port: int | None = None
) -> Config:
    """The configuration of a server that has run before. Raises ConfigError where none has."""
    config = load(host=host, port=port, data=data, database=database)
    if not has_database(config):
        raise _unused(config)
    return config


def local_config(data: Path | None = None, database: str | None = None) -> Config:
    """The configuration of what is on this computer, be it nothing yet.

    Raises ConfigError where the command line names a folder or a database that is not there.
    """
    config = load(data=data, database=database)
    if data is not None and not config.data.is_dir():
        raise ConfigError(f"--data {data}: there is no such folder")
    if database is not None and not has_database(config):
        raise _unused(config)
    return config


def _unused(config: Config) -> ConfigError:
    if config.database is None:
        return ConfigError(
            f"no server has used the data folder {config.data}; name its folder with --data, "
            "or start one over this folder first: `colophon serve`"
        )
    return ConfigError(
        f"no server has used the database {shown(url_of(config.database))}: its file is not there; name it "
        f"with --database, or its folder with --data"
    )


def with_store(config: Config, work: Callable[[Store], Awaitable[T]]) -> T:
    """What ``work`` gives, done with the server's store."""

    async def run() -> T:
        async with open_store(config.store) as store:
            return await work(store)

    return asyncio.run(run())


def origin_of(config: Config) -> str:
    """Where browsers reach the server: its public address, or this computer."""
    host = f"[{config.host}]" if ":" in config.host else config.host
    return config.public_url or f"http://{host}:{config.port}"


def checked_name(name: str) -> str:
    """A name that can be shown in one line. Raises InputError."""
    name = name.strip()
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise InputError(f"a name has 1 to {MAX_NAME} printable characters, not {name[:20]!r}")
    return name


def moment(seconds: int) -> str:
    """A time, as in 2026-11-28T12:00:00Z."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(number: int | None) -> str | None:
    """A day since 1970 (UTC), as in 2026-11-28."""
    return None if number is None else moment(number * _DAY_SECONDS)[:10]


def quota_in_words(quota: int | None) -> str:
    """A quota as people read it."""
    if quota is None:
        return "the server's quota"
    return f"{quota:,} pictures a day" if quota else "no quota"
