from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, update
from tests.pictures import AI_IN_METADATA

from colophon.errors import ConfigError
from colophon.evidence import DONE, Findings
from colophon.roles import Role
from colophon.store.database import open_store
from colophon.store.tables import findings, metadata

FOUND = Findings("ab" * 32, "image/png", (AI_IN_METADATA,), {"metadata": DONE}, "0f" * 32, 90)


async def test_migrations_give_the_tables_that_the_code_uses(place: str | Path) -> None:
    def difference(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with open_store(place) as store, store.engine.connect() as connection:
        assert await connection.run_sync(difference) == []
        assert await store.changes.generation() == 1


async def test_findings_survive_a_restart_and_a_kill(place: str | Path) -> None:
    async with open_store(place) as store:
        await store.findings.put(FOUND, "v1")
        # a second store sees it while the first is open: it is committed, not waiting for an orderly end
        async with open_store(place) as other:
            assert await other.findings.get_many([FOUND.sha256], "v1") == {FOUND.sha256: FOUND}
    async with open_store(place) as store:
        assert await store.findings.get_many([FOUND.sha256, "cd" * 32], "v1") == {FOUND.sha256: FOUND}
        assert await store.findings.get_many([], "v1") == {}


async def test_findings_of_other_checks_are_not_reused_but_replaced(place: str | Path) -> None:
    async with open_store(place) as store:
        await store.findings.put(FOUND, "v1")
        assert await store.findings.get_many([FOUND.sha256], "v2") == {}
        newer = Findings(FOUND.sha256, "image/png")
        await store.findings.put(newer, "v2")
        assert await store.findings.get_many([FOUND.sha256], "v2") == {FOUND.sha256: newer}
        assert await store.findings.get_many([FOUND.sha256], "v1") == {}


async def test_many_writers_at_once_lose_nothing(place: str | Path) -> None:
    many = [Findings(f"{n:064x}", "image/png") for n in range(60)]
    async with open_store(place) as store:
        await asyncio.gather(*(store.findings.put(found, "v") for found in many))
        kept = await store.findings.get_many([found.sha256 for found in many], "v")
    assert list(kept.values()) == many or set(kept) == {found.sha256 for found in many}


async def test_a_code_becomes_a_token_once(place: str | Path) -> None:
    async with open_store(place) as store:
        await store.tokens.add_code("c", Role.MODERATOR, 60)
        answers = await asyncio.gather(*(store.tokens.exchange("c", f"t{n}") for n in range(8)))
        winner = next(n for n, token in enumerate(answers) if token)
        assert [token.role for token in answers if token] == [Role.MODERATOR]
    async with open_store(place) as store:
        assert await store.tokens.get(f"t{winner}") == answers[winner]
        assert await store.tokens.get(f"t{(winner + 1) % 8}") is None


async def test_write_ahead_log_is_on(tmp_path: Path) -> None:
    path = tmp_path / "colophon.sqlite3"
    async with open_store(path):
        assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite+aiosqlite:////proc/none/x.db", "/proc/none"),
        ("nonsense", "URL"),
        ("nosuch://user:secret@host/x", "nosuch"),
        ("postgresql://user:secret@127.0.0.1:1/x", "postgresql://user:[*]+@127.0.0.1:1/x cannot be opened"),
        ("postgres://user:secret@127.0.0.1:none/x", "postgresql://USER"),
    ],
)
async def test_a_database_that_cannot_be_opened_is_named(url: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        async with open_store(url):
            pass
    assert "secret" not in str(caught.value)


async def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but somebody's notes" * 100)
    before = path.read_bytes()
    with pytest.raises(ConfigError, match=r"notes\.txt"):
        async with open_store(f"sqlite+aiosqlite:///{path}"):
            pass
    assert path.read_bytes() == before


@pytest.mark.parametrize("body", [b"{", b"{}", b"[]", b'{"sha256": 1}'])
async def test_a_damaged_row_counts_as_absent_and_is_replaced(place: str | Path, body: bytes) -> None:
    async with open_store(place) as store:
        await store.findings.put(FOUND, "v")
        async with store.engine.begin() as connection:
            await connection.execute(update(findings).values(body=body))
        assert await store.findings.get_many([FOUND.sha256], "v") == {}
        await store.findings.put(FOUND, "v")
        assert await store.findings.get_many([FOUND.sha256], "v") == {FOUND.sha256: FOUND}


async def test_what_a_reader_saw_is_nobody_elses_business(tmp_path: Path) -> None:
    folder = tmp_path / "a?b#c%20"
    async with open_store(folder / "colophon.sqlite3") as store:
        await store.findings.put(FOUND, "v")
        modes = await asyncio.to_thread(_modes, tmp_path)
    assert set(modes) == {folder.name, *(f"colophon.sqlite3{end}" for end in ("", "-shm", "-wal"))}
    assert set(modes.values()) == {0}


def _modes(folder: Path) -> dict[str, int]:
    """What others than the owner may do with each file."""
    return {path.name: path.stat().st_mode & 0o077 for path in folder.rglob("*")}
