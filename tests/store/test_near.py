"""An SQLite file asked without another thread: it sees what others committed, and waits for nobody."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from tests.store.test_database import FOUND

from colophon.store.changes import advance
from colophon.store.database import Store, open_store
from colophon.store.errors import hear_errors
from colophon.store.near import AT_ONCE, Near
from colophon.store.tables import findings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "colophon.sqlite3"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[Store]:
    async with open_store(file) as store:
        yield store


def near(store: Store) -> Near:
    assert store.near is not None
    return store.near


def at_once(store: Store, *sha256s: str) -> list[str]:
    """On this thread, so before anything else can happen."""
    query = store.findings.get_many(sha256s, "v")
    try:
        query.send(None)
    except StopIteration as end:
        return list(end.value)
    raise AssertionError("it waited for something")


async def test_a_few_are_asked_for_at_once_and_many_elsewhere(store: Store) -> None:
    await store.findings.put(FOUND, "v")
    few = [FOUND.sha256, *(f"{n:064x}" for n in range(AT_ONCE - 1))]
    assert at_once(store, *few) == [FOUND.sha256]
    with pytest.raises(AssertionError, match="waited"):
        at_once(store, *few, "f" * 64)
    assert await store.findings.get_many([*few, "f" * 64], "v") == {FOUND.sha256: FOUND}


async def test_who_reads_does_not_wait_for_who_writes(store: Store, file: Path) -> None:
    await store.findings.put(FOUND, "v")
    before = await store.changes.generation()
    async with store.engine.connect() as writer:
        await writer.exec_driver_sql("BEGIN IMMEDIATE")  # as a restore does
        await writer.execute(delete(findings))
        await advance(writer, [], 0)
        assert at_once(store, FOUND.sha256) == [FOUND.sha256]
        assert await store.changes.generation() == before
        await writer.commit()
    assert at_once(store, FOUND.sha256) == []
    assert await store.changes.generation() == before + 1


async def test_what_another_process_does_is_seen(store: Store, file: Path) -> None:
    await store.findings.put(FOUND, "v")
    with closing(sqlite3.connect(file)) as other:
        other.execute("DELETE FROM findings")
        other.commit()
    assert at_once(store, FOUND.sha256) == []


async def test_what_cannot_be_answered_is_an_error_that_is_told(store: Store, file: Path) -> None:
    heard: list[None] = []
    hear_errors(store, lambda: heard.append(None))
    await store.findings.put(FOUND, "v")
    with closing(sqlite3.connect(file)) as other:
        other.execute("ALTER TABLE findings RENAME TO elsewhere")
        with pytest.raises(SQLAlchemyError) as caught:
            await store.findings.get_many([FOUND.sha256], "v")
        other.execute("ALTER TABLE elsewhere RENAME TO findings")
    assert FOUND.sha256 not in str(caught.value)
    assert heard == [None]
    assert at_once(store, FOUND.sha256) == [FOUND.sha256], "the next one is answered"


async def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(SQLAlchemyError, match="readonly"):
        near(store).ask(delete(findings))  # type: ignore[arg-type]


async def test_writers_take_turns(store: Store) -> None:
    async with store.engine.connect() as writer:
        await writer.exec_driver_sql("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(store.findings.put(FOUND, "v"))
        assert not (await asyncio.wait([waiting], timeout=0.05))[0]
        await writer.commit()
        await waiting
    assert at_once(store, FOUND.sha256) == [FOUND.sha256]


async def test_the_file_is_whole_and_alone_when_it_is_closed(file: Path) -> None:
    async with open_store(file) as store:
        await store.findings.put(FOUND, "v")
        assert at_once(store, FOUND.sha256) == [FOUND.sha256]
        assert near(store).ask(select(findings.c.sha256)) == [FOUND.sha256]
    assert [path.name for path in file.parent.iterdir()] == [file.name], "no log is left to be recovered"
