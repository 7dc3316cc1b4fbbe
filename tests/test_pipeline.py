from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.outcomes import error as failed
from tests.pictures import AI_IN_METADATA, FakeCheck, Told, picture, sha256, until

from colophon.checks.base import Report
from colophon.config import Limits
from colophon.errors import NotAnImage, Overloaded, Unreadable
from colophon.evidence import DONE, Findings, Reason, Why
from colophon.examine import Observer
from colophon.images.picture import Picture
from colophon.pipeline import Pipeline
from colophon.store.database import open_store

LIMITS = Limits()


@asynccontextmanager
async def pipeline(
    folder: Path,
    *checks: FakeCheck,
    limits: Limits = LIMITS,
    workers: int = 2,
    observer: Observer | None = None,
) -> AsyncIterator[Pipeline]:
    async with open_store(f"sqlite+aiosqlite:///{folder / 'test.sqlite3'}") as store:
        pipe = Pipeline(checks, limits, workers, store.findings, observer)
        try:
            yield pipe
        finally:
            await pipe.close()


async def ask(pipe: Pipeline, data: bytes) -> Findings:
    return await pipe.findings(data, sha256(data))


def raises(error: Exception) -> Callable[[Picture], Report]:
    def say(_: Picture) -> Report:
        raise error

    return say


async def test_findings_carry_evidence_hash_and_outcomes(tmp_path: Path) -> None:
    check = FakeCheck(say=lambda _: Report((AI_IN_METADATA,)))
    data = picture()
    async with pipeline(tmp_path, check, FakeCheck("other")) as pipe:
        found = await ask(pipe, data)
    assert found.sha256 == sha256(data)
    assert found.media_type == "image/jpeg"
    assert found.evidence == (AI_IN_METADATA,)
    assert dict(found.checks) == {"fake": DONE, "other": DONE}
    assert found.pdq is not None
    assert len(found.pdq) == 64


async def test_an_image_is_looked_at_once_however_many_ask(tmp_path: Path) -> None:
    gate = threading.Event()

    def wait(_: Picture) -> Report:
        gate.wait()
        return Report()

    check = FakeCheck(say=wait)
    async with pipeline(tmp_path, check) as pipe:
        asked = [asyncio.create_task(ask(pipe, picture())) for _ in range(10)]
        await until(lambda: check.looks)
        asked[0].cancel()  # one that goes away does not take the others' answer along
        gate.set()
        answers = await asyncio.gather(*asked[1:])
        assert all(answer == answers[0] for answer in answers)
        await ask(pipe, picture())
    assert check.looks == 1


async def test_a_restart_keeps_findings_and_new_checks_look_again(tmp_path: Path) -> None:
    old, same, newer = FakeCheck(), FakeCheck(), FakeCheck(version="2")
    for check in (old, same, newer):
        async with pipeline(tmp_path, check) as pipe:
            await ask(pipe, picture())
    assert (old.looks, same.looks, newer.looks) == (1, 0, 1)


async def test_a_check_that_becomes_another_looks_again_without_a_restart(tmp_path: Path) -> None:
    check, data = FakeCheck(), picture()
    async with pipeline(tmp_path, check) as pipe:
        before = (await ask(pipe, data)).looked_with
        check.version = "2"
        pipe.renew()
        assert await pipe.known([sha256(data)]) == {}
        after = await ask(pipe, data)
        assert await pipe.known([sha256(data)]) == {sha256(data): after}
    assert (check.looks, before == after.looked_with) == (2, False)


async def test_what_an_old_check_still_finds_does_not_pass_for_the_new_one(tmp_path: Path) -> None:
    gate = threading.Event()

    def wait(_: Picture) -> Report:
        gate.wait()
        return Report()

    check, data = FakeCheck(say=wait), picture()
    async with pipeline(tmp_path, check) as pipe:
        asked = asyncio.create_task(ask(pipe, data))
        await until(lambda: check.looks)
        check.version = "2"
        pipe.renew()
        gate.set()
        await asked
        assert await pipe.known([sha256(data)]) == {}
    async with pipeline(tmp_path, FakeCheck(version="2")) as pipe:
        assert await pipe.known([sha256(data)]) == {}


async def test_another_pixel_limit_looks_again(tmp_path: Path) -> None:
    check, data = FakeCheck(), picture()
    async with pipeline(tmp_path, check, limits=replace(LIMITS, pixels=1000)) as pipe:
        assert (await ask(pipe, data)).unreadable == Reason(Why.TOO_MANY_PIXELS, {"limit": "0.001"})
    async with pipeline(tmp_path, check) as pipe:
        assert (await ask(pipe, data)).unreadable is None


@pytest.mark.parametrize("error", [ValueError("secret"), MemoryError(), RecursionError()])
async def test_a_check_that_raises_takes_nothing_down(
    tmp_path: Path, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    good = FakeCheck("good", say=lambda _: Report((AI_IN_METADATA,)))
    async with pipeline(tmp_path, FakeCheck("bad", say=raises(error)), good) as pipe:
        found = await ask(pipe, picture())
    assert dict(found.checks) == {"bad": failed(Why.FAILED), "good": DONE}
    assert found.has_errors
    assert found.evidence == (AI_IN_METADATA,)
    assert "check bad failed" in caplog.text


async def test_an_error_is_kept_in_memory_but_not_for_ever(tmp_path: Path) -> None:
    check = FakeCheck(say=raises(ValueError()))
    async with pipeline(tmp_path, check) as pipe:
        await ask(pipe, picture())
        await ask(pipe, picture())
    assert check.looks == 1
    async with pipeline(tmp_path, check) as pipe:
        await ask(pipe, picture())
    assert check.looks == 2


async def test_container_checks_run_where_pixels_cannot_be_read(tmp_path: Path) -> None:
    container = FakeCheck("container", say=lambda _: Report((AI_IN_METADATA,)))
    pixels = FakeCheck("pixels", say=lambda p: Report((AI_IN_METADATA,) * (p.pixels().size and 0)))
    data = picture(kind="PNG")[:200]
    async with pipeline(tmp_path, container, pixels) as pipe:
        found = await ask(pipe, data)
        assert (await pipe.known([sha256(data)])) == {sha256(data): found}
    assert found.unreadable == Reason(Why.DAMAGED)
    assert found.pdq is None
    assert dict(found.checks) == {"container": DONE, "pixels": failed(Why.DAMAGED)}
    assert found.evidence == (AI_IN_METADATA,)


async def test_a_check_that_hangs_costs_its_own_image_only(tmp_path: Path) -> None:
    gate, hung = threading.Event(), sha256(picture(0))

    def hang(subject: Picture) -> Report:
        if subject.sha256 == hung:
            gate.wait()
        return Report()

    first = FakeCheck("first", say=lambda _: Report((AI_IN_METADATA,)))
    limits, told = replace(LIMITS, deadline_seconds=0.5), Told()
    checks = first, FakeCheck("hang", say=hang)
    async with pipeline(tmp_path, *checks, limits=limits, workers=1, observer=told) as pipe:
        found = await ask(pipe, picture(0))
        assert found.evidence == (AI_IN_METADATA,)
        assert dict(found.checks) == {"first": DONE, "hang": failed(Why.TIMED_OUT, seconds="0.5")}
        assert await pipe.known([hung]) == {}  # asked again later, it gets another chance
        assert told.workers == ["written_off"]
        assert (await ask(pipe, picture(1))).checks["hang"] == DONE
        gate.set()


async def test_more_than_may_wait_are_refused(tmp_path: Path) -> None:
    gate = threading.Event()

    def wait(_: Picture) -> Report:
        gate.wait()
        return Report()

    check = FakeCheck(say=wait)
    async with pipeline(tmp_path, check, limits=replace(LIMITS, pending_per_worker=1), workers=1) as pipe:
        running = asyncio.create_task(ask(pipe, picture(0)))
        await until(lambda: check.looks)
        waiting = asyncio.create_task(ask(pipe, picture(1)))
        await until(lambda: pipe.waiting)
        with pytest.raises(Overloaded, match="are waiting already"):
            await ask(pipe, picture(2))
        gate.set()
        assert all([(await job).checks["fake"] == DONE for job in (running, waiting)])
        assert (await ask(pipe, picture(2))).checks["fake"] == DONE


@pytest.mark.parametrize("data", [b"<html></html>", b"%PDF-1.7", b"\0" * 64])
async def test_what_is_no_image_is_refused(tmp_path: Path, data: bytes) -> None:
    async with pipeline(tmp_path, FakeCheck()) as pipe:
        with pytest.raises(NotAnImage):
            await ask(pipe, data)


async def test_a_raised_unreadable_is_an_outcome(tmp_path: Path) -> None:
    async with pipeline(tmp_path, FakeCheck(say=raises(Unreadable("too odd", Reason(Why.DAMAGED))))) as pipe:
        assert (await ask(pipe, picture())).checks["fake"] == failed(Why.DAMAGED)


async def test_the_database_failing_costs_the_cache_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'test.sqlite3'}") as store:
        pipe = Pipeline([FakeCheck()], LIMITS, 1, store.findings)
        async with store.engine.begin() as connection:
            await connection.exec_driver_sql("DROP TABLE findings")
        assert (await ask(pipe, picture())).checks["fake"] == DONE
        await pipe.close()
    assert "findings could not be stored" in caplog.text
    assert sha256(picture()) not in caplog.text
