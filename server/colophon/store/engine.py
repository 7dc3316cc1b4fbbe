"""Connections to the database: how many, how patient, and how durable what is written over them."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from colophon.errors import ConfigError
from colophon.store.place import shown

# A request may wait for a connection, find a dead one, make a new one and ask its question: together these
# stay below the deadline of a request (20 s), whatever the server at the other end does.
POOL_SECONDS = 3.0  # for a connection to become free
CONNECT_SECONDS = 3.0  # a new connection takes 5 ms in one house, 200 ms across an ocean
STATEMENT_SECONDS = 5.0  # the server gives up; the slowest statement of a request takes 0.3 s
ANSWER_SECONDS = 6.0  # we give up: the server itself is stuck, or the network swallows everything
# The row of the generation counter is locked while a change is written; who stops dead with it is put out.
IDLE_SECONDS = 10.0
# Per process and engine; two engines make 10 connections at most. PostgreSQL allows 100 as it comes: nine
# processes. One process needs two at a time or so (a statement takes about 1 ms); the rest is for bursts.
KEPT, MORE = 2, 3
RECYCLE_SECONDS = 1800  # firewalls forget connections that were idle for an hour
BUSY_SECONDS = 10.0  # SQLite has one writer at a time; others wait this long for their turn
NEAR_SECONDS = 0.05  # who reads on the event loop's own thread does not: everybody would wait


class Silent(SQLAlchemyError):
    """The database does not answer: it cannot be reached, or takes too long."""


class Unfit(SQLAlchemyError):
    """A value is not what its column takes. PostgreSQL's driver would repeat the value."""


def no_answer(error: SQLAlchemyError) -> bool:
    """Whether the database is to blame: it cannot be reached, is full, starts, stops or takes too long.

    What is left is a statement that cannot be carried out, and that is our own fault.
    """
    if isinstance(error, _FAULTS):
        return False
    told = getattr(error, "orig", None)
    if getattr(told, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:  # no such table, and the like
        return False
    state = getattr(told, "sqlstate", None) or ""
    return state[:2] not in _OUR_FAULT


_FAULTS = (IntegrityError, ProgrammingError, DataError, NotSupportedError, ArgumentError, Unfit)
_OUR_FAULT = {"22", "23", "42"}  # classes of PostgreSQL's errors: wrong data, broken constraint, wrong words


class _Connection(AsyncConnection):
    """Says `Silent` where the driver lets errors of the network through as they are."""

    async def start(self, is_ctxmanager: bool = False) -> AsyncConnection:
        try:
            return await super().start(is_ctxmanager)
        except (OSError, TimeoutError) as error:
            raise Silent(f"no connection: {error or type(error).__name__}") from error


class _Engine(AsyncEngine):
    _connection_cls = _Connection


def make_engine(url: URL, *, quick: bool = False, patient: bool = False) -> AsyncEngine:
    """An engine for ``url``.

    What is committed survives a kill and a power cut. With ``quick`` it survives a kill, and a power cut may
    take the last moments: for what can be found out again. ``patient`` knows no limit of time: for whole
    tables. Raises ConfigError naming the database when it cannot be used.
    """
    settings = _postgresql(url, quick, patient) if is_postgresql(url) else _sqlite(url, patient)
    try:
        # hide_parameters: an error must not carry stored values into the log
        made = create_async_engine(url, hide_parameters=True, **settings)
    except (ImportError, SQLAlchemyError, ValueError) as error:
        raise ConfigError(f"database {shown(url)} cannot be used: {error}") from error
    event.listen(made.sync_engine, "handle_error", _tidy)
    if not is_postgresql(url):
        if url.database:
            _make_private(Path(url.database))
        event.listen(made.sync_engine, "connect", _preparing_sqlite("NORMAL" if quick else "FULL"))
    return _Engine(made.sync_engine)


def make_near_engine(url: URL, *, reading: bool = False) -> Engine:
    """An engine without a thread of its own, over an SQLite file that another engine has made ready.

    Quick, see `make_engine`. With ``reading`` it cannot write, and hardly waits. It has a connection for each
    thread that asks.
    """
    made = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        hide_parameters=True,
        pool_size=KEPT,
        max_overflow=-1,
        # nothing is left open between two questions: each sees what is committed then
        **({"isolation_level": "AUTOCOMMIT"} if reading else {}),
    )
    prepare = _preparing_sqlite(
        "NORMAL", busy_seconds=NEAR_SECONDS if reading else BUSY_SECONDS, reading=reading
    )
    event.listen(made, "handle_error", _tidy)
    event.listen(made, "connect", prepare)
    return made


def in_transactions(engine: AsyncEngine) -> AsyncEngine:
    """The same engine for what needs several statements to count together: quick ones have no such thing."""
    if engine.dialect.name != "postgresql":
        return engine
    return _Engine(engine.sync_engine.execution_options(isolation_level="READ COMMITTED"))


def is_postgresql(url: URL) -> bool:
    """Whether that is a PostgreSQL server; everything else is SQLite."""
    return url.get_backend_name() == "postgresql"


def _postgresql(url: URL, quick: bool, patient: bool) -> dict[str, Any]:
    import asyncpg
    from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi

    limits = {
        "statement_timeout": f"{STATEMENT_SECONDS * 1000:.0f}",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS * 1000:.0f}",
    }
    session = {
        "application_name": "colophon",
        "jit": "off",  # compiling costs more than any statement here
        "synchronous_commit": "off" if quick else "on",
        **({} if patient else limits),
    }
    # The driver reads the address as libpq does: sslmode, sockets, a file of passwords
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)

    async def connect() -> Any:
        try:
            return await asyncpg.connect(
                address,
                timeout=CONNECT_SECONDS,
                command_timeout=None if patient else ANSWER_SECONDS,
                server_settings=session,
            )
        except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            said = str(error) or "it does not answer"
            raise AsyncAdapt_asyncpg_dbapi.OperationalError(said) from error  # type: ignore[no-untyped-call]

    return {
        "async_creator": connect,
        "pool_size": KEPT,
        "max_overflow": MORE,
        "pool_timeout": POOL_SECONDS,
        "pool_recycle": RECYCLE_SECONDS,
        "pool_pre_ping": True,  # 0.1 to 0.2 ms: a server that was restarted meanwhile costs nobody an answer
        "pool_use_lifo": True,  # so that what a burst opened can end
        # one statement is one transaction: no round trips for its beginning and end
        **({"isolation_level": "AUTOCOMMIT"} if quick else {}),
    }


def _sqlite(url: URL, patient: bool) -> dict[str, Any]:
    """Nobody waits longer for a connection than a request may take; without a file there is only one."""
    in_memory = url.database in {None, "", ":memory:"}
    return {} if in_memory or patient else {"pool_timeout": POOL_SECONDS}


def _tidy(context: Any) -> None:
    """Errors of the network become `Silent`; what the driver repeats of values is not for a log."""
    error = context.original_exception
    unfit = str(error).startswith("invalid input for query argument")
    for told in (error, error.__cause__):
        if getattr(told, "detail", None):
            told.detail = None  # "Failing row contains (…)"
        if unfit and told is not None:
            told.args = ("a value does not fit its column",)
    if unfit:
        raise Unfit("a value does not fit its column")
    if isinstance(error, (OSError, TimeoutError)):
        context.is_disconnect = True
        raise Silent(f"the connection broke: {error or type(error).__name__}") from error


def _make_private(file: Path) -> None:
    """Make the folder and the file where they are absent: what a reader saw is nobody else's business.

    A file that cannot be opened is named here: the driver would do it from a thread that outlives the caller.
    One that is there is not opened to find out: closing it again would take away the locks of all connections
    that this process has to it (sqlite.org/howtocorrupt.html, 2.2), and another process that opens and closes
    the database would then delete the log that this one writes to.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"folder {file.parent} for the database cannot be made: {error.strerror}"
        ) from error
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        reason = errno.EISDIR if file.is_dir() else 0 if os.access(file, os.R_OK | os.W_OK) else errno.EACCES
        if reason:
            raise ConfigError(f"database {file} cannot be opened: {os.strerror(reason)}") from error
    except OSError as error:
        raise ConfigError(f"database {file} cannot be opened: {error.strerror}") from error


def _preparing_sqlite(synchronous: str, *, busy_seconds: float = BUSY_SECONDS, reading: bool = False) -> Any:
    pragmas = (
        f"busy_timeout={busy_seconds * 1000:.0f}",
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        # what is deleted is overwritten: the key to a picture's ciphertext lies on the same disk
        *(["secure_delete=ON"] if synchronous == "FULL" else []),
        *(["query_only=ON"] if reading else []),
    )

    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return prepare
