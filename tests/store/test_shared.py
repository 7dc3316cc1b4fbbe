"""One process with nothing beside it."""

from __future__ import annotations

import asyncio

import pytest

from colophon.config import Limits
from colophon.store import shared as module
from colophon.store.shared import Alone, Spent, open_shared


async def test_counts_begin_anew_with_each_window() -> None:
    now = 86_400.0 * 10 + 5
    alone = Alone(lambda: now)
    assert await alone.spend("a", 2, 86_400) == Spent(2, 86_395)
    assert await alone.spend("a", 3, 86_400) == Spent(5, 86_395)
    assert await alone.spend("b", 1, 86_400) == Spent(1, 86_395)
    assert await alone.spend("a", 1, 60) == Spent(1, 55)
    now += 86_394.9
    assert await alone.spend("a", 0, 86_400) == Spent(5, 1)
    now += 0.1
    assert await alone.spend("a", 1, 86_400) == Spent(1, 86_400)


async def test_counts_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_COUNTED", 3)
    alone = Alone(lambda: 0.0)
    for name in "abcd":
        await alone.spend(name, 1, 60)
    assert [(await alone.spend(name, 0, 60)).amount for name in "bcd"] == [1, 1, 1]
    assert (await alone.spend("a", 0, 60)).amount == 0


async def test_nobody_is_waited_for_and_nothing_is_heard() -> None:
    async with open_shared(None, Limits(), 1) as shared:
        assert shared.working is None
        async with shared.flight("a", "v") as first, shared.flight("a", "v") as second:
            assert (first, second) == (False, False)
        await shared.publish(7)
        await shared.put([])
        assert await shared.get_many(["a"], "v") == {}
        await asyncio.wait_for(shared.follow(lambda _: None), 60)
