"""An SQLite file, asked by the thread that wants to know."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import URL, Engine, Executable, PoolProxiedConnection, Select
from sqlalchemy.dialects import sqlite

from colophon.store.engine import make_near_engine

AT_ONCE = 8  # questions by primary key on the caller's own thread: more may have to wait for the disk


class Near:
    """Short questions to an SQLite file. Every method raises SQLAlchemyError when it does not answer.

    A row that is asked for by its primary key and is not there takes 0.006 ms of CPU this way (0.1 ms in a
    server whose other threads keep the caches busy), and 0.5 ms over the asynchronous driver, which goes to
    another thread and back for each of its five or six steps (measured with 20,000 rows in memory, as a
    running server's are). Who reads is never kept waiting by who writes (sqlite.org/wal.html); where the file
    is locked all the same, as while it is being recovered, an error comes soon. Belongs to one event loop.
    """

    def __init__(self, url: URL) -> None:
        """Over a file that is there and has its tables. Nothing is opened before the first question."""
        self._reading = make_near_engine(url, reading=True)
        self._writing = make_near_engine(url)
        self._open: PoolProxiedConnection | None = None  # for the thread of the event loop

    @property
    def engines(self) -> tuple[Engine, ...]:
        """What it asks with."""
        return self._reading, self._writing

    def ask(self, query: Select[Any], each: Sequence[Mapping[str, Any]] = ({},)) -> list[Any]:
        """What ``query`` finds of one column with each of these parameters, on this thread.

        At most `AT_ONCE` of them. ``query`` is remembered: to be made once.
        """
        try:
            return self._ask(query, each)
        except sqlite3.Error:
            self._leave()
        with self._reading.connect() as connection:  # which says what is wrong as everybody else does
            return [row[0] for given in each for row in connection.execute(query, given)]

    async def ask_much(self, query: Select[Any]) -> Sequence[Any]:
        """What ``query`` finds of one column, from another thread."""
        return await asyncio.to_thread(self._all, query)

    async def put(self, statement: Executable, rows: Collection[Mapping[str, Any]]) -> None:
        """Carry ``statement`` out for every row, in one transaction, on another thread.

        Committed when this returns. A power cut may take it along.
        """
        await asyncio.to_thread(self._put, statement, list(rows))

    def close(self) -> None:
        """To be called when nothing is asked any more, and before the last other connection is closed."""
        self._leave()
        self._reading.dispose()
        self._writing.dispose()

    def _ask(self, query: Select[Any], each: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Over the connection that is kept, past SQLAlchemy: it takes ten times as long as the database."""
        if self._open is None:
            self._open = self._reading.raw_connection()
        driver: sqlite3.Connection = self._open.driver_connection  # type: ignore[assignment]
        sql, names, fixed = _compiled(query)
        found = list[Any]()
        for given in each:
            values = {**fixed, **given}
            rows = driver.execute(sql, [values[name] for name in names])
            found.extend(row[0] for row in rows)
        return found

    def _leave(self) -> None:
        left, self._open = self._open, None
        if left is not None:
            left.close()

    def _all(self, query: Select[Any]) -> Sequence[Any]:
        with self._reading.connect() as connection:
            return connection.execute(query).scalars().all()

    def _put(self, statement: Executable, rows: list[Mapping[str, Any]]) -> None:
        with self._writing.begin() as connection:
            connection.execute(statement, rows)


@cache
def _compiled(query: Select[Any]) -> tuple[str, Sequence[str], Mapping[str, Any]]:
    """Text, parameters in their order, and those that have a value already."""
    made = query.compile(dialect=sqlite.dialect())
    return str(made), made.positiontup or (), made.params
