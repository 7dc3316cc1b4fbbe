"""A job that hangs, dies, or eats memory costs its own answer, once; the process that asked lives on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import orjson
import pytest
from tests.isolation.files import PATIENT, SHORT, Bytes, faulty
from tests.outcomes import error
from tests.pictures import picture

from colophon.checks.base import Check
from colophon.checks.c2pa import C2paCheck
from colophon.checks.metadata import MetadataCheck
from colophon.evidence import Outcome, Why
from colophon.images.picture import Picture
from colophon.isolation import Job, Sandbox, WorkerError
from colophon.trust import NO_LISTS

ONE = {"a": faulty()}
LATE = error(Why.TIMED_OUT, seconds="0.3")
STOPPED = error(Why.READER_STOPPED)
NO_ANSWER = error(Why.ANSWER_NOT_UNDERSTOOD)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("hang", Why.TIMED_OUT),
        ("abort", Why.READER_STOPPED),
        ("raise", Why.READER_STOPPED),
        ("eat", Why.READER_STOPPED),
    ],
)
def test_what_goes_wrong_is_a_reason_and_the_next_file_is_answered(word: str, why: Why) -> None:
    limits = replace(SHORT if word == "hang" else PATIENT, reader_memory_bytes=256 << 20)
    with Sandbox(ONE, limits) as sandbox:
        with pytest.raises(WorkerError) as raised:
            sandbox.answer(Bytes(word.encode()), "a")
        assert raised.value.reason.key is why
        assert orjson.loads(sandbox.answer(Bytes(b"fine"), "a"))["size"] == 4


def test_the_bytes_travel_once_for_all_jobs() -> None:
    with Sandbox({"a": faulty(), "b": faulty()}, PATIENT) as sandbox:
        file = Bytes(b"x" * 3_000_000, "image/png")
        first, second = (sandbox.answer(file, job) for job in ("a", "b"))
        assert first == second  # the same process
        assert orjson.loads(first)["size"] == 3_000_000
        assert orjson.loads(first)["media_type"] == "image/png"
        assert sandbox.answer(file, "a") is first


@pytest.mark.parametrize("lost", ["a", "b"])
@pytest.mark.parametrize("word", ["hang", "abort"])
def test_one_job_is_lost_and_the_other_is_done(lost: str, word: str) -> None:
    with Sandbox({"a": faulty("a"), "b": faulty("b")}, SHORT) as sandbox:
        file = Bytes(f"{lost} {word}".encode())
        kept = "b" if lost == "a" else "a"
        assert orjson.loads(sandbox.answer(file, kept))["size"] == len(file.data)
        with pytest.raises(WorkerError):
            sandbox.answer(file, lost)


def test_a_slow_file_does_not_fail_other_callers() -> None:
    def outcome(data: bytes) -> str:
        try:
            return "done" if sandbox.answer(Bytes(data), "a") else ""
        except WorkerError as error:
            return error.reason.key

    with Sandbox(ONE, SHORT, workers=2) as sandbox, ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(outcome, [b"hang", b"x", b"hang", b"x"]))
    assert outcomes == ["timed_out", "done", "timed_out", "done"]


def test_a_worker_that_never_gets_ready() -> None:
    silent = {"a": Job("tests.isolation.jobs:silent", {})}
    with Sandbox(silent, PATIENT) as sandbox, pytest.raises(WorkerError, match="stopped"):
        sandbox.answer(Bytes(b"x"), "a")


def test_a_command_that_does_not_exist() -> None:
    with Sandbox(ONE, PATIENT, command=("/no/such/program",)) as sandbox:
        with pytest.raises(WorkerError, match="could not be started") as raised:
            sandbox.answer(Bytes(b"x"), "a")
        assert raised.value.reason.key is Why.READER_NOT_STARTED


CHECKS: list[Callable[[Sandbox], Check[Picture]]] = [lambda s: C2paCheck(s, NO_LISTS), MetadataCheck]


@pytest.mark.parametrize("check", CHECKS, ids=["c2pa", "metadata"])
@pytest.mark.parametrize(
    ("word", "outcome"), [("hang", LATE), ("abort", STOPPED), ("mumble", NO_ANSWER)], ids=lambda w: str(w)[:6]
)
def test_a_check_reports_what_went_wrong(
    check: Callable[[Sandbox], Check[Picture]], word: str, outcome: Outcome
) -> None:
    jobs = {"metadata": faulty(), "c2pa": faulty()}
    with Sandbox(jobs, SHORT if word == "hang" else PATIENT) as sandbox:
        looking = check(sandbox)
        report = looking.look(Picture.of(picture() + b" " + word.encode(), 1 << 20))
        assert report.outcome == outcome
        assert report.evidence == ()


@pytest.mark.parametrize("check", CHECKS, ids=["c2pa", "metadata"])
def test_looking_after_close_is_an_error_report(check: Callable[[Sandbox], Check[Picture]]) -> None:
    sandbox = Sandbox({"metadata": faulty(), "c2pa": faulty()}, PATIENT)
    sandbox.close()
    assert check(sandbox).look(Picture.of(picture(), 1 << 20)).outcome == error(Why.READER_CLOSED)
