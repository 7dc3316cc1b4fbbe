"""What a burst took is given back once, when it is over."""

from __future__ import annotations

import asyncio

import pytest
from tests.pictures import until

from colophon import memory


async def test_memory_is_given_back_once_after_every_time_of_work() -> None:
    given, looks, idle = 0, 0, 0.0

    def give_back() -> None:
        nonlocal given
        given += 1

    def idle_seconds() -> float:
        nonlocal looks, idle
        looks += 1
        idle = 0.0 if looks == 20 else idle + 10
        return idle

    async def soon(_: float) -> None:
        await asyncio.sleep(0)

    task = asyncio.create_task(memory.rest(idle_seconds, give_back, sleep=soon))
    await until(lambda: looks > 40)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert given == 2


async def test_memory_is_trimmed_while_work_does_not_end() -> None:
    given, trimmed, slept = 0, 0, 0.0

    def give_back() -> None:
        nonlocal given
        given += 1

    def trim() -> None:
        nonlocal trimmed
        trimmed += 1

    async def soon(seconds: float) -> None:
        nonlocal slept
        slept += seconds
        if slept > 3.5 * memory.BUSY_SECONDS:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await memory.rest(lambda: 1.0, give_back, trim, soon)
    assert (given, trimmed) == (0, 3)


def test_it_does_no_harm() -> None:
    memory.keep_small()
    memory.give_back()
