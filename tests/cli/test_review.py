"""``colophon review`` and ``colophon audit log``: an audit becomes a queue, and tampering is named."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import delete, update
from tests.store.test_review import items, word
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.store.database import Store, open_store
from colophon.store.review_acts import say
from colophon.store.review_tables import review_log

CHANGE, NUMBER = update(review_log), review_log.c.number
ROW = {
    "posted_at": "2026-03-01T10:00:00Z",
    "permalink": "https://example.org/post/1",
    "site": "example.org",
    "caption": "a caption that stays at home",
    "author": "@somebody",
    "pdq": "a" * 64,
    "pdq_quality": 90,
    "status": "labelled",
    "label": {
        "id": "ai_generated.metadata",
        "process": "ai_generated",
        "confidence": "stated",
        "short": "File data says AI-generated",
    },
    "conflict": False,
    "evidence": [],
    "checks": {"c2pa": "done"},
    "reason": None,
}
AGAIN = ROW | {
    "n": 2,
    "id": "again",
    "sha256": "1" * 64,
    "permalink": "https://example.org/post/2",
    "posted_at": "2025-06-20T10:00:00Z",
    "caption": "another caption that stays at home",
}
ROWS = [
    ROW | {"n": 0, "id": "one", "sha256": "1" * 64},
    ROW | {"n": 1, "id": "two", "sha256": "2" * 64, "conflict": True, "pdq_quality": 10},
    AGAIN,
    AGAIN | {"n": 5, "id": "the same post"},
    {"n": 3, "id": "secret", "posted_at": None, "status": "protected"},
    {"n": 4, "id": "broken", "posted_at": None, "status": "unreadable", "why": "damaged"},
]


@pytest.fixture
def database(tmp_path: Path) -> str:
    address = f"sqlite+aiosqlite:///{tmp_path / 'colophon.sqlite3'}"
    within(address, lambda store: store.changes.generation())
    return address


def within(database: str, work: Callable[[Store], Any]) -> Any:
    async def do() -> Any:
        async with open_store(database) as store:
            return await work(store)

    return asyncio.run(do())


def run(database: str, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--database", database])


def test_every_image_of_an_audit_waits_once(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colophon.cli.review.rows", lambda _: iter(ROWS))
    folder = tmp_path / "My Timeline (2026)"
    said = json.loads(run(database, "review", "import", str(folder), "--json").output)
    assert said == {
        "queue": "audit:my-timeline--2026",
        "new": 2,
        "known": 0,
        "left_out": {"protected": 1, "unreadable": 1},
    }
    again = run(database, "review", "import", str(folder))
    assert "0 images wait now, 2 were queued before" in again.output
    found = within(database, lambda store: store.review.page("audit:my-timeline--2026", 9, order="doubt"))
    shown = [(item.sha256[0], item.doubt, item.pdq) for item in found]
    assert shown == [("2", 1000, None), ("1", 450, "a" * 64)]
    kept = orjson.dumps([dict(item.known) for item in found]).decode()
    assert "https://example.org/post/1" in kept
    assert "somebody" not in kept
    assert "caption" not in kept
    first, second = ROW["permalink"], AGAIN["permalink"]
    assert [[place["permalink"] for place in item.known.get("places", ())] for item in found] == [
        [],
        [second, first],
    ], "the earliest first"
    assert "2 wait" in run(database, "review", "list").output
    [row] = [json.loads(line) for line in run(database, "review", "list", "--json").output.splitlines()]
    assert (row["queue"], row["waiting"], row["decided"]) == ("audit:my-timeline--2026", 2, 0)


@pytest.mark.parametrize("name", ["", "A", "../x", "x" * 61, "a b"])
def test_a_name_that_is_none_is_refused(database: str, tmp_path: Path, name: str) -> None:
    failed = run(database, "review", "import", str(tmp_path), "--queue", name)
    assert failed.exit_code == 1
    assert "a queue's name has 1 to 60" in failed.output


def test_a_folder_without_an_audit_is_named(database: str, tmp_path: Path) -> None:
    failed = run(database, "review", "import", str(tmp_path))
    assert failed.exit_code == 1
    assert str(tmp_path) in failed.output


def filled(database: str) -> None:
    async def fill(store: Store) -> None:
        await store.review.put(items(5))
        for item in items(5):
            await say(store.engine, word(item.id, "skip", note="privately"), 7)

    within(database, fill)


def tampered(database: str, *statements: Any) -> None:
    async def change(store: Store) -> None:
        async with store.engine.begin() as connection:
            for statement in statements:
                await connection.execute(statement)

    within(database, change)


def test_a_log_that_nobody_touched_is_whole(database: str) -> None:
    assert run(database, "audit", "log", "verify").output == "0 rows, all as they were written\n"
    filled(database)
    verified = run(database, "audit", "log", "verify")
    assert (verified.exit_code, verified.output.splitlines()[0]) == (0, "5 rows, all as they were written")
    rows = [json.loads(line) for line in run(database, "audit", "log", "export").output.splitlines()]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]
    assert verified.output.splitlines()[1] == f"last {rows[-1]['sha256']}"
    assert "privately" not in json.dumps(rows)
    noted = run(database, "audit", "log", "verify", "--head", rows[-1]["sha256"][:12].upper())
    assert noted.exit_code == 0
    assert run(database, "audit", "log", "verify", "--head", "f00d").exit_code == 1


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (CHANGE.where(NUMBER == 3).values(who="bob"), "row 3 does not fit: its content"),
        (delete(review_log).where(NUMBER == 2), "row 2 does not fit: it is missing"),
        (delete(review_log).where(NUMBER == 5), "row 5 does not fit: it is missing"),
        (CHANGE.where(NUMBER == 5).values(number=9), "row 5 does not fit: it is missing"),
        (CHANGE.where(NUMBER == 4).values(data="{}"), "row 4 does not fit: its content"),
    ],
)
def test_what_was_done_to_the_log_is_named(database: str, statement: Any, said: str) -> None:
    filled(database)
    tampered(database, statement)
    verified = run(database, "audit", "log", "verify")
    assert verified.exit_code == 1
    assert said in verified.output
