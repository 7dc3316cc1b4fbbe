from __future__ import annotations

import asyncio

import pytest
from tests.pictures import until

from colophon import supervise
from colophon.supervise import Tasks


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "FIRST_PAUSE", 0.01)


async def test_a_task_that_fails_is_logged_begins_anew_and_is_well_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun: list[int] = []
    names: list[str] = []
    down = asyncio.Event()

    async def work() -> None:
        begun.append(1)
        if len(begun) <= 3:
            await down.wait()
            raise RuntimeError("no luck")
        await asyncio.Event().wait()

    tasks = Tasks(names.append)
    tasks.start("work", work)
    assert tasks.states == {"work": True}
    down.set()
    await until(lambda: tasks.states == {"work": False})
    await until(lambda: len(begun) == 4)
    await until(lambda: tasks.states == {"work": True})
    assert names == ["work"] * 3
    assert "the task 'work' failed" in caplog.text
    assert "no luck" in caplog.text
    await tasks.close()


async def test_what_is_explained_elsewhere_has_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    explained: list[Exception] = []
    failed: list[str] = []

    async def work() -> None:
        raise RuntimeError if failed else ValueError

    def explains(error: Exception) -> bool:
        explained.append(error)
        return isinstance(error, ValueError)

    tasks = Tasks(failed.append, explains)
    tasks.start("work", work)
    await until(lambda: failed)
    assert caplog.text == ""
    await until(lambda: len(failed) == 2)
    assert "the task 'work' failed" in caplog.text
    await tasks.close()
    assert [type(error) for error in explained[:2]] == [ValueError, RuntimeError]


async def test_pauses_grow(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        raise RuntimeError

    failed: list[str] = []
    tasks = Tasks(failed.append)
    tasks.start("work", work)
    await until(lambda: len(failed) >= 3)
    await tasks.close()
    assert [f"anew in {pause} s" in caplog.text for pause in (0.01, 0.02, 0.04)] == [True] * 3


async def test_a_task_that_returns_is_done_and_one_that_is_ended_did_not_fail() -> None:
    async def once() -> None:
        return

    names: list[str] = []
    tasks = Tasks(names.append)
    tasks.start("once", once)
    tasks.start("ever", asyncio.Event().wait)  # type: ignore[arg-type]
    await asyncio.sleep(0)
    await tasks.close()
    assert (names, tasks.states) == ([], {"once": True, "ever": True})
