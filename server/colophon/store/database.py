"""The durable store: one SQLAlchemy engine, its schema brought up to date at start."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from colophon.errors import ConfigError
from colophon.store.cases import CaseTable
from colophon.store.changes import ChangeTable
from colophon.store.entries import EntryTable
from colophon.store.findings import FindingsTable
from colophon.store.tokens import TokenTable

# At DEBUG this library logs every value that is stored, hashes of tokens included.
logging.getLogger("aiosqlite").setLevel(logging.INFO)

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that outlives the process."""

    engine: AsyncEngine
    findings: FindingsTable
    tokens: TokenTable
    entries: EntryTable
    changes: ChangeTable
    cases: CaseTable


@asynccontextmanager
async def open_store(place: str | Path) -> AsyncIterator[Store]:
    """Open (and where needed create or migrate) a database: a SQLAlchemy URL, or the file of an SQLite one.

    Raises ConfigError naming the database when it cannot be opened.
    """
    url = URL.create("sqlite+aiosqlite", database=str(place)) if isinstance(place, Path) else place
    engine = _engine(url)
    try:
        try:
            async with engine.begin() as connection:
                await connection.run_sync(_migrate)
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or error
            raise ConfigError(f"database {_shown(url)} cannot be opened: {reason}") from error
        yield Store(
            engine,
            FindingsTable(engine, time.time),
            TokenTable(engine, time.time),
            EntryTable(engine, time.time),
            ChangeTable(engine, time.time),
            CaseTable(engine, time.time),
        )
    finally:
        await engine.dispose()


def _engine(url: str | URL) -> AsyncEngine:
    try:
        parsed = make_url(url)
        # hide_parameters: an error must not carry stored values into the log
        engine = create_async_engine(parsed, hide_parameters=True)
    except (ArgumentError, ImportError, SQLAlchemyError) as error:
        raise ConfigError(f"database {_shown(url)} cannot be used: {error}") from error
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            _make_private(Path(parsed.database))
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def _make_private(file: Path) -> None:
    """Make the folder and the file where they are absent: what a reader saw is nobody else's business.

    A file that cannot be opened is named here: the driver would do it from a thread that outlives the caller.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"folder {file.parent} for the database cannot be made: {error.strerror}"
        ) from error
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise ConfigError(f"database {file} cannot be opened: {error.strerror}") from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(connection: Connection) -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _shown(url: str | URL) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "URL"
