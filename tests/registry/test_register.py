"""What one process changes, the others take over: at once when they are told, and by looking otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.pictures import until

from colophon.registry import register as module
from colophon.registry.memory import Registry
from colophon.registry.register import Register
from colophon.store.database import open_store
from colophon.store.shared import Alone


@dataclass
class Telling(Alone):
    """Tells the registers of other processes, when it is not broken."""

    others: list[Register] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    async def publish(self, generation: int) -> None:
        self.told.append(generation)
        for other in self.others:
            other.wake(generation)


@asynccontextmanager
async def watching(place: Path, shared: Telling | None = None) -> AsyncIterator[tuple[Register, Registry]]:
    registry = Registry()
    async with open_store(place) as store:
        register = Register(store, registry, shared=shared)
        await register.refresh()
        watch = asyncio.create_task(register.watch())
        try:
            yield register, registry
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch


async def test_news_are_taken_over_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 3600.0)
    telling = Telling()
    async with watching(tmp_path / "db", telling) as (one, _), watching(tmp_path / "db") as (other, seen):
        telling.others.append(other)
        heard: list[int] = []
        other.heed(lambda: heard.append(seen.generation))
        await one.announce("a" * 64)
        await until(lambda: heard)
        assert heard == [2]
        other.wake(2)  # old news
        other.wake(1)
        await one.announce("b" * 64)
        await until(lambda: len(heard) == 2)
        assert heard == [2, 3]


async def test_without_news_it_is_found_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    async with watching(tmp_path / "db") as (one, _), watching(tmp_path / "db") as (_, seen):
        await one.announce("a" * 64)
        await until(lambda: seen.generation == 2)


async def test_what_is_published_once_is_not_published_again(tmp_path: Path) -> None:
    telling = Telling()
    async with watching(tmp_path / "db", telling) as (one, registry):
        begun = len(telling.told)
        await one.announce("a" * 64)
        await one.refresh()
        assert telling.told[begun:] == [registry.generation]
        one.wake(registry.generation + 5)  # another process was faster
        await one.refresh()
        assert telling.told[begun:] == [registry.generation]
