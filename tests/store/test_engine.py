"""How durable and how patient connections are, and what their errors say."""

from __future__ import annotations

import asyncio
import traceback
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.services.postgres import PostgresServer

from colophon.store import database
from colophon.store import engine as connections
from colophon.store.changes import advance
from colophon.store.database import Store, open_store
from colophon.store.engine import is_postgresql, make_engine, no_answer
from colophon.store.place import url_of
from colophon.store.tables import tokens

ASKED: dict[str, tuple[str, dict[bool, object]]] = {
    "sqlite": ("PRAGMA synchronous", {True: 1, False: 2}),  # NORMAL, FULL
    "postgresql": ("SHOW synchronous_commit", {True: "off", False: "on"}),
}


async def asked(engine: AsyncEngine, question: str) -> object:
    async with engine.connect() as connection:
        return (await connection.execute(text(question))).scalar_one()


async def test_what_is_acknowledged_waits_for_the_disk_and_what_is_cached_does_not(place: str | Path) -> None:
    for quick in (True, False):
        engine = make_engine(url_of(place), quick=quick)
        question, answers = ASKED[engine.dialect.name]
        assert await asked(engine, question) == answers[quick]
        await engine.dispose()


async def test_an_error_repeats_nothing_of_what_was_stored(place: str | Path) -> None:
    row: dict[str, object] = {"hash": "secret", "role": "reader", "created": 1}
    async with open_store(place) as store:
        wrongs: list[dict[str, object]] = [row, {**row, "created": None}]
        if store.engine.dialect.name == "postgresql":  # SQLite takes anything
            wrongs.append({**row, "hash": "other", "created": "secret"})
        for wrong in wrongs:
            with pytest.raises(SQLAlchemyError) as caught:
                await keep(store, row, wrong)
            assert not no_answer(caught.value), "a wrong statement is our own fault"
            assert "secret" not in "".join(traceback.format_exception(caught.value)), "as a log has it"


async def keep(store: Store, *rows: dict[str, object]) -> None:
    async with store.engine.begin() as connection:
        for row in rows:
            await connection.execute(insert(tokens).values(**row))


async def test_a_statement_that_takes_too_long_is_given_up(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "STATEMENT_SECONDS", 0.2)
    async with open_store(postgres_url) as store:
        with pytest.raises(SQLAlchemyError) as caught:
            await asked(store.engine, "SELECT pg_sleep(60)")
        assert no_answer(caught.value)
        assert await store.changes.generation() == 1, "the next one is answered"
    async with open_store(postgres_url, patient=True) as store:
        assert await asked(store.engine, "SELECT pg_sleep(0.3) IS NOT NULL")


async def test_whoever_stops_dead_in_the_middle_of_a_change_does_not_stop_the_others(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.3)
    async with open_store(postgres_url) as store:
        async with store.engine.connect() as dead:
            await advance(dead, ["a"], 0)
            await store.changes.announce(["b"])  # waits for the row of the counter, and gets it
            with pytest.raises(SQLAlchemyError) as caught:
                await dead.commit()
            assert no_answer(caught.value)
        assert (await store.changes.since(1)).sha256s == ("b",)


async def test_a_server_that_is_frozen_is_not_waited_for(
    own_postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("POOL_SECONDS", "CONNECT_SECONDS", "ANSWER_SECONDS"):
        monkeypatch.setattr(connections, name, 0.3)
    async with open_store(own_postgres.url()) as store:
        own_postgres.freeze()
        for _ in range(4):  # over connections that were there, and new ones
            with pytest.raises(SQLAlchemyError) as caught:
                await store.changes.generation()
            assert no_answer(caught.value)
        own_postgres.thaw()
        async with asyncio.timeout(30):
            while not await answers(store):  # it may still be busy with what was asked meanwhile
                pass


async def test_a_server_that_is_frozen_is_left(
    own_postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "CLOSE_SECONDS", 0.3)
    async with open_store(own_postgres.url()) as store:
        assert await store.changes.generation() == 1
        own_postgres.freeze()


async def answers(store: Store) -> bool:
    try:
        return await store.changes.generation() == 1
    except SQLAlchemyError:
        return False


def test_an_address_is_understood_as_people_write_it(tmp_path: Path) -> None:
    for text_ in ("postgresql://u@h/d", "postgres://u@h/d", "postgresql+asyncpg://u@h/d"):
        assert is_postgresql(url_of(text_))
        assert url_of(text_).drivername == "postgresql+asyncpg"
    for place in (tmp_path / "x", "sqlite:///x", "sqlite+aiosqlite:///x"):
        assert url_of(place).drivername == "sqlite+aiosqlite"
