"""The schema is brought up to date once, wholly or not at all."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import op
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from colophon.errors import ConfigError
from colophon.store import schema
from colophon.store.database import open_store
from colophon.store.engine import make_engine
from colophon.store.place import url_of
from colophon.store.tables import metadata

OPEN = """
import asyncio, sys
from pathlib import Path
from colophon.store.database import open_store

async def run():
    place = sys.argv[1]
    async with open_store(place if "://" in place else Path(place)) as store:
        print(await store.changes.generation(), "alembic" in sys.modules)

asyncio.run(run())
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """A database without tables."""
    if request.param == "sqlite":
        return tmp_path / "colophon.sqlite3"
    url: str = request.getfixturevalue("empty_postgres")
    return url


def starting(place: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", OPEN, str(place)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


async def tables(connection: AsyncConnection) -> set[str]:
    return set(await connection.run_sync(lambda c: inspect(c).get_table_names()))


def test_the_newest_migration_is_named_by_its_revision() -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [schema.newest()]


async def test_several_servers_start_at_once_on_an_empty_database(empty: str | Path) -> None:
    servers = [starting(empty) for _ in range(4)]
    answers = [await asyncio.to_thread(server.communicate) for server in servers]
    assert [server.returncode for server in servers] == [0] * 4, answers
    assert all(out.startswith("1 ") for out, _ in answers)
    # and who comes later does not load what changes schemas
    later = starting(empty)
    assert (await asyncio.to_thread(later.communicate))[0] == "1 False\n"


async def test_a_migration_that_fails_leaves_nothing(
    empty: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise KeyError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(op, "add_column", refuse)
        with pytest.raises(KeyError, match="power cut"):
            async with open_store(empty):
                pass
    engine = make_engine(url_of(empty))
    async with engine.connect() as connection:
        assert await tables(connection) == set()
    await engine.dispose()
    async with open_store(empty) as store, store.engine.connect() as connection:
        assert await tables(connection) == {*metadata.tables, "alembic_version"}


async def test_a_database_of_a_newer_program_is_left_alone(place: str | Path) -> None:
    async with open_store(place) as store, store.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigError, match=r"of revision 9999 .* a newer Colophon"):
        async with open_store(place):
            pass
