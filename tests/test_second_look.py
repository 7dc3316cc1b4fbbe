"""After the first answer: slow checks end, and what a recognised record says is remembered."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.outcomes import skipped
from tests.pictures import AI_IN_METADATA, FakeCheck, Told, photo, recompressed, sha256, until
from tests.registry.test_remember import signed

from colophon.checks.base import Report
from colophon.checks.registry import RegistryCheck
from colophon.config import Limits
from colophon.entry import Entry
from colophon.evidence import DONE, Findings, Outcome, Process, State, Why
from colophon.examine import ImageCheck
from colophon.images.picture import Picture
from colophon.pipeline import Pipeline
from colophon.registry.memory import Registry
from colophon.registry.register import Register
from colophon.store.database import Store, open_store

PENDING = Outcome(State.PENDING)


@dataclass
class SlowCheck:
    """Glances as it is told, and looks once the gate is open."""

    gate: threading.Event = field(default_factory=threading.Event)
    glances: Callable[[Picture], Report | None] = lambda _: None
    name: str = "slow"
    version: str = "1"
    looks: int = 0

    def glance(self, subject: Picture) -> Report | None:
        return self.glances(subject)

    def look(self, subject: Picture) -> Report:
        self.gate.wait()
        self.looks += 1
        assert subject.pixels().size
        return Report((AI_IN_METADATA,))


@dataclass
class World:
    pipe: Pipeline
    store: Store
    registry: Registry
    told: Told

    async def ask(self, data: bytes) -> Findings:
        return await self.pipe.findings(data, sha256(data))

    async def known(self, data: bytes) -> Findings | None:
        return (await self.pipe.known([sha256(data)])).get(sha256(data))


@asynccontextmanager
async def world(
    folder: Path, *checks: FakeCheck, slow: SlowCheck | None = None, remember: bool = False, **limits: Any
) -> AsyncIterator[World]:
    registry, told = Registry(), Told()
    async with open_store(folder / "test.sqlite3") as store:
        register = Register(store, registry, lambda: pipe.seen())
        every: tuple[ImageCheck, ...] = (*checks, RegistryCheck(registry))
        pipe = Pipeline(
            every,
            replace(Limits(), **limits),
            2,
            store.findings,
            told,
            slow=(slow,) if slow else (),
            registry=registry,
            remember=register.remember if remember else None,
            announce=register.announce,
        )
        await register.refresh()
        try:
            yield World(pipe, store, registry, told)
        finally:
            if slow:
                slow.gate.set()
            await pipe.close()


async def test_the_first_answer_does_not_wait_and_a_later_one_says_more(tmp_path: Path) -> None:
    slow = SlowCheck()
    async with world(tmp_path, slow=slow) as w:
        first = await w.ask(photo(1))
        assert (first.checks["slow"], first.evidence) == (PENDING, ())
        assert await w.known(photo(1)) == first
        assert await w.store.findings.get_many([sha256(photo(1))], w.pipe.version) == {}, "not the last word"
        slow.gate.set()
        while (later := await w.known(photo(1))) == first:  # noqa: ASYNC110 - a thread is waited for
            await asyncio.sleep(0.001)
        assert later is not None
        assert (later.checks["slow"], later.evidence) == (DONE, (AI_IN_METADATA,))
        await until(lambda: w.registry.generation == 2)
        assert (await w.store.changes.since(1)).sha256s == (sha256(photo(1)),), "open pages are told"
    async with world(tmp_path, slow=SlowCheck()) as again:
        assert await again.known(photo(1)) == later, "kept for good"


async def test_what_a_glance_settles_is_not_looked_at_again(tmp_path: Path) -> None:
    slow = SlowCheck(glances=lambda _: Report())
    async with world(tmp_path, slow=slow) as w:
        assert (await w.ask(photo(1))).checks["slow"] == DONE
    assert slow.looks == 0


async def test_without_room_it_is_skipped_and_tried_again_another_time(tmp_path: Path) -> None:
    slow = SlowCheck()
    async with world(tmp_path, slow=slow, slow_bytes=1) as w:
        assert (await w.ask(photo(1))).checks["slow"] == skipped(Why.BUSY)
        assert w.told.looks == ["refused"]
    async with world(tmp_path, slow=SlowCheck()) as again:
        assert await again.known(photo(1)) is None
        assert (await again.ask(photo(1))).checks["slow"] == PENDING


def says(process: Process) -> FakeCheck:
    """A record in exactly the first picture."""
    return FakeCheck(say=lambda p: Report((signed(process),) if p.sha256 == sha256(photo(1)) else ()))


async def test_a_recognised_record_is_remembered_for_copies_without_it(tmp_path: Path) -> None:
    async with world(tmp_path, says(Process.AI_GENERATED), remember=True) as w:
        before = await w.ask(recompressed(photo(1)))
        assert before.evidence == ()
        await w.ask(photo(1))
        await until(lambda: w.registry.generation > 1)
        assert await w.known(recompressed(photo(1))) is None, "what was found before no longer holds"
        [row] = (await w.ask(recompressed(photo(1)))).evidence
        assert (row.source, row.process, row.rank, row.source_name) == (
            "registry",
            "ai_generated",
            70,
            "OpenAI",
        )
        own = await w.ask(photo(1))
        assert [e.source for e in own.evidence] == ["signed"], "the file says so itself"
        assert (await w.ask(photo(2))).evidence == ()


async def test_a_camera_record_defends_the_photo(tmp_path: Path) -> None:
    async with world(tmp_path, says(Process.CAPTURED), remember=True) as w:
        await w.ask(photo(1))
        await until(lambda: w.registry.generation > 1)
        [row] = (await w.ask(recompressed(photo(1)))).evidence
        assert (row.process, row.rank) == (Process.CAPTURED_EARLIER, 70)


async def test_it_is_remembered_once(tmp_path: Path) -> None:
    async with world(tmp_path, says(Process.AI_GENERATED), remember=True) as w:
        await w.ask(photo(1))
        await until(lambda: w.registry.generation > 1)
    async with world(
        tmp_path, FakeCheck(version="2", say=says(Process.AI_GENERATED).say), remember=True
    ) as w:
        await w.ask(photo(1))
    async with open_store(tmp_path / "test.sqlite3") as store:
        assert len(await every_entry(store)) == 1


async def every_entry(store: Store) -> list[Entry]:
    return [entry async for batch in store.entries.since(0) for entry in batch]


async def test_a_look_that_is_given_up_later_is_known_as_that(tmp_path: Path) -> None:
    slow = SlowCheck()
    async with world(tmp_path, slow=slow, slow_pending=1) as here:
        running, waiting, newest = (photo(n) for n in (1, 2, 3))
        assert (await here.ask(running)).checks["slow"] == PENDING
        await until(lambda: here.pipe.slow_waiting == 0)  # it is being looked at
        assert (await here.ask(waiting)).checks["slow"] == PENDING
        assert (await here.ask(newest)).checks["slow"] == PENDING
        assert here.told.looks == ["dropped"]
        while (found := await here.known(waiting)) is None or found.pending:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        assert found.checks["slow"] == skipped(Why.BUSY)
        slow.gate.set()
        while (found := await here.known(newest)) is None or found.pending:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        assert found.checks["slow"] == DONE
        assert slow.looks == 2
