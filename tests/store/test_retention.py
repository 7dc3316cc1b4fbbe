"""What is due is removed; what labels rest on is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, insert, select
from tests.store.test_cases import CONTEST, MADE
from tests.store.test_entries import ENTRY, every
from tests.store.test_review import items, word

from colophon import retention
from colophon.config import Retention
from colophon.evidence import Findings
from colophon.retention import tidy
from colophon.roles import Role
from colophon.store.cases import ContestState
from colophon.store.database import Store, open_store
from colophon.store.findings import FindingsTable
from colophon.store.retention import DAY_SECONDS, OldRows
from colophon.store.review_acts import say
from colophon.store.rulings import Ruling, keep_ruling
from colophon.store.tables import codes, contests, findings, sessions, tokens

NOW = 20_000 * DAY_SECONDS
KEEP = Retention(findings=10, review=25, contests=20, tokens=30)
FOR_EVER = Retention(findings=0, review=0, contests=0, tokens=0)


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as store:
        yield store


def at(store: Store, day: float = 0) -> OldRows:
    engine = store.engine
    return OldRows(engine, engine, store.tokens, lambda: NOW + day * DAY_SECONDS)


async def keys(store: Store, table: Table) -> set[str]:
    [key] = table.primary_key.columns
    async with store.engine.connect() as connection:
        return set((await connection.execute(select(key))).scalars())


async def put(store: Store, table: Table, *rows: dict[str, Any]) -> None:
    async with store.engine.begin() as connection:
        for row in rows:
            await connection.execute(insert(table).values(**row))


async def test_findings_go_by_their_age(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("colophon.store.retention.BATCH", 2)
    for day in range(7):
        table = FindingsTable(store.engine, partial(float, NOW + day * DAY_SECONDS))
        await table.put(Findings(f"{day:064x}", "image/png"), "v")
    assert (await at(store, 14.5).remove(KEEP))["findings"] == 5
    assert await keys(store, findings) == {f"{day:064x}" for day in (5, 6)}
    await at(store, 10_000).remove(FOR_EVER)
    assert len(await keys(store, findings)) == 2


async def test_contests_go_some_time_after_their_answer(store: Store) -> None:
    for id, created in (("open", 0), ("old", 0), ("answered lately", 0), ("new", 90)):
        row = {"id": id, "sha256": "1" * 64, "label": "x", "reason": "x", "state": ContestState.OPEN}
        await put(store, contests, {**row, "created": NOW + created * DAY_SECONDS, "generation": 1})
    for id, day in (("old", 1), ("answered lately", 95), ("new", 95)):
        ruling = Ruling(replace(MADE, id=id, contest=id), closed=ContestState.KEPT)
        await keep_ruling(store.engine, ruling, [], NOW + day * DAY_SECONDS)
    assert (await at(store, 100).remove(KEEP))["contests"] == 1
    assert await keys(store, contests) == {"open", "answered lately", "new"}
    assert len(await store.cases.decisions("1" * 64)) == 3, "what was decided stays in the log"


async def test_what_was_reviewed_goes_and_the_log_of_it_stays(store: Store) -> None:
    await store.review.put(items(4))
    for n, day in ((1, 0), (2, 10)):
        await say(store.engine, word(f"{n:032x}", "agree"), NOW + day * DAY_SECONDS)
    await say(store.engine, word(f"{3:032x}", "skip"), NOW)
    assert (await at(store, 30).remove(KEEP))["reviewed items"] == 1
    assert [item.number for item in await store.review.some([f"{n:032x}" for n in range(5)])] == [2, 3, 4]
    assert [given.item for given in await store.review.verdicts(f"{2:032x}")] == [f"{2:032x}"]
    assert await store.review.verdicts(f"{1:032x}") == []
    assert [row.item async for row in store.log.rows()] == [f"{n:032x}" for n in (1, 2, 3)]
    assert "reviewed items" not in await at(store, 10_000).remove(FOR_EVER)


async def test_tokens_go_that_nobody_used_and_every_process_hears_of_it(store: Store) -> None:
    today = NOW // DAY_SECONDS
    made = {"role": Role.READER, "created": NOW}
    await put(
        store,
        tokens,
        {"hash": "never", **made},
        {"hash": "long ago", **made, "last_day": today + 60},
        {"hash": "lately", **made, "last_day": today + 80},
        {"hash": "new", **made, "created": NOW + 80 * DAY_SECONDS},
    )
    generation, revision = await store.changes.generation(), await store.tokens.revision()
    assert (await at(store, 100).remove(KEEP))["tokens"] == 2
    assert await keys(store, tokens) == {"lately", "new"}
    assert await store.changes.generation() > generation
    assert await store.tokens.revision() > revision


async def test_codes_and_sessions_go_when_they_run_out(store: Store) -> None:
    for name, expires in (("out", NOW), ("live", NOW + 1)):
        await put(store, codes, {"hash": name, "role": Role.READER, "expires": expires})
        row = {"hash": name, "role": Role.OPERATOR, "created": 1, "used": 1, "expires": expires}
        await put(store, sessions, row)
    removed = await at(store).remove(FOR_EVER)
    assert removed == {"codes": 1, "sessions": 1, "case pictures": 0}
    assert await keys(store, codes) == await keys(store, sessions) == {"live"}


async def test_entries_and_open_contests_stay_however_old(store: Store) -> None:
    await store.entries.add([ENTRY], [])
    await store.cases.open(CONTEST)
    await at(store, 100_000).remove(KEEP)
    assert [entry.id for entry in await every(store, 0)] == [ENTRY.id]
    assert [case.id for case in await store.cases.open_contests()] == [CONTEST.id]


async def test_it_is_done_again_and_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "EVERY_SECONDS", 0.0)
    tidying = asyncio.create_task(tidy(store.old, KEEP, first=0.0))
    for name in ("one", "two"):
        await put(store, codes, {"hash": name, "role": Role.READER, "expires": 1})
        while await keys(store, codes):
            assert not tidying.done()
    tidying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await tidying
