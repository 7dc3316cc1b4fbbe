"""Findings are written together, soon, and without holding anything up."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy.exc import SQLAlchemyError
from tests.pictures import until

from colophon import behind as behind_module
from colophon.behind import MAX_WAITING, WriteBehind
from colophon.evidence import Findings
from colophon.store.outage import Outage

FOUND = Findings("ab" * 32, "image/png", looked_with="one")


@dataclass
class Table:
    broken: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    written: list[list[tuple[Findings, str]]] = field(default_factory=list)

    async def put_many(self, many: Collection[tuple[Findings, str]]) -> None:
        await self.gate.wait()
        if self.broken:
            raise SQLAlchemyError
        self.written.append(list(many))


def numbered(number: int) -> Findings:
    return replace(FOUND, sha256=f"{number:064x}")


async def test_what_comes_together_is_written_together_the_latest_of_each() -> None:
    table = Table()
    table.gate.set()
    behind = WriteBehind(table.put_many, linger_seconds=0)
    for found in (numbered(1), numbered(2), replace(numbered(1), generation=5)):
        behind.put(found)
    await until(lambda: table.written)
    assert table.written == [[(numbered(2), "one"), (replace(numbered(1), generation=5), "one")]]
    await behind.close()


async def test_closing_writes_the_rest_also_what_came_while_something_was_written() -> None:
    table = Table()
    behind = WriteBehind(table.put_many, linger_seconds=0)
    behind.put(numbered(1))
    await until(lambda: behind._writing.locked())
    behind.put(numbered(2))
    table.gate.set()
    await behind.flush()
    behind.put(numbered(3))
    await behind.close()
    assert [found.sha256 for batch in table.written for found, _ in batch] == [
        numbered(n).sha256 for n in (1, 2, 3)
    ]


async def test_a_database_that_fails_costs_the_findings_only(caplog: pytest.LogCaptureFixture) -> None:
    table, outage = Table(broken=True), Outage()
    table.gate.set()
    behind = WriteBehind(table.put_many, outage, linger_seconds=0)
    for found in (numbered(1), FOUND):
        behind.put(found)
    await behind.flush()
    behind.put(FOUND)
    await behind.flush()
    assert [record.exc_info for record in caplog.records] == [None]
    assert "the database does not answer" in caplog.text
    assert FOUND.sha256 not in caplog.text
    assert outage._lost == 3
    table.broken = False
    behind.put(FOUND)
    await behind.close()
    assert table.written == [[(FOUND, "one")]]


async def test_a_database_that_hangs_does_not_fill_the_memory() -> None:
    table, outage = Table(), Outage()
    behind = WriteBehind(table.put_many, outage)
    for number in range(MAX_WAITING + 100):
        behind.put(numbered(number))
    table.gate.set()
    await behind.close()
    (batch,) = table.written
    assert [found for found, _ in batch] == [numbered(n) for n in range(100, MAX_WAITING + 100)]
    assert outage._lost == 100


async def test_a_good_batch_waits_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind_module, "ENOUGH", 3)
    table = Table()
    table.gate.set()
    behind = WriteBehind(table.put_many, linger_seconds=3600)
    for number in range(3):
        behind.put(numbered(number))
    await until(lambda: table.written)
    behind.put(numbered(3))
    await behind.close()
    assert [len(batch) for batch in table.written] == [3, 1]


async def test_closing_lets_what_is_being_written_end() -> None:
    table = Table()
    behind = WriteBehind(table.put_many, linger_seconds=0)
    behind.put(FOUND)
    await until(lambda: behind._writing.locked())
    closing = asyncio.create_task(behind.close())
    await asyncio.sleep(0)
    table.gate.set()
    await closing
    assert table.written == [[(FOUND, "one")]]
