"""An SQLite database that other processes open and close while it is served: `colophon invite`, a backup."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from colophon.store.changes import advance
from colophon.store.database import open_store

VISIT = """
import sqlite3, sys
for _ in range(3):
    with sqlite3.connect(sys.argv[1]) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS visits (what BLOB)")
        connection.execute("INSERT INTO visits VALUES (randomblob(5000))")
    connection.close()
"""


def visit(file: Path) -> None:
    """Another process opens the database, writes to it and leaves."""
    subprocess.run([sys.executable, "-c", VISIT, str(file)], check=True, timeout=60)


async def test_the_log_stays_while_a_server_writes_to_it(tmp_path: Path) -> None:
    file = tmp_path / "colophon.sqlite3"
    async with open_store(file) as store:
        before = await store.changes.generation()
        for number in range(3):
            for _ in range(20):
                async with store.engine.begin() as connection:
                    await advance(connection, [], 0)
            visit(file)
            assert file.with_name(file.name + "-wal").exists(), "the visitor believed to be the last one"
            assert await store.changes.generation() == before + 20 * (number + 1)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM visits").fetchone() == (9,)


async def test_a_second_store_in_one_process_takes_no_locks_away(tmp_path: Path) -> None:
    file = tmp_path / "colophon.sqlite3"
    async with open_store(file) as first:
        before = await first.changes.generation()
        async with open_store(file) as second:
            await second.changes.generation()
        async with first.engine.begin() as connection:
            await advance(connection, [], 0)
        visit(file)
        assert file.with_name(file.name + "-wal").exists()
        assert await first.changes.generation() == before + 1
