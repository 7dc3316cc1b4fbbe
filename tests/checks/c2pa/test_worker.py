"""Workers that hang, die or talk nonsense; many callers; a clean end."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.checks.c2pa.signing import PATIENT, Authority, picture
from tests.outcomes import error

from colophon.checks.c2pa import C2paCheck
from colophon.checks.c2pa.pool import Worker, WorkerError, WorkerPool
from colophon.config import Limits
from colophon.evidence import DONE, Why
from colophon.trust import NO_LISTS

# Answers files, except those that end in b"hang" or b"die".
FAULTY = """
import os, sys, threading
from colophon.checks.c2pa.frames import read_frame, write_frame
read_frame(0)
write_frame(1, b'{"ready": true}')
while True:
    try:
        read_frame(0)
        data = read_frame(0)
    except EOFError:
        break
    if data.endswith(b"hang"):
        threading.Event().wait()
    if data.endswith(b"die"):
        os._exit(3)
    write_frame(1, b"nonsense" if data.endswith(b"talk") else b'{"outcome": "none"}')
"""
COMMAND = (sys.executable, "-c", FAULTY)
SHORT = Limits(c2pa_seconds=0.5)
JPEG = b"\xff\xd8\xff c2pa "


def test_hanging_worker_is_killed_and_the_next_request_works() -> None:
    with C2paCheck(NO_LISTS, SHORT, command=COMMAND) as check:
        assert check.look(picture(JPEG + b"hang")).outcome == error(Why.TIMED_OUT, seconds="0.5")
        assert check.look(picture(JPEG)).outcome == DONE


def test_dead_worker_fails_its_request_at_once_and_is_replaced() -> None:
    with C2paCheck(NO_LISTS, PATIENT, command=COMMAND) as check:
        assert check.look(picture(JPEG + b"die")).outcome == error(Why.READER_STOPPED)
        assert check.look(picture(JPEG)).outcome == DONE


def test_nonsense_is_an_error_not_an_exception() -> None:
    with C2paCheck(NO_LISTS, PATIENT, command=COMMAND) as check:
        report = check.look(picture(JPEG + b"talk"))
    assert report.outcome == error(Why.ANSWER_NOT_UNDERSTOOD)
    assert not report.evidence


def test_command_that_cannot_start() -> None:
    with C2paCheck(NO_LISTS, PATIENT, command=(sys.executable, "-c", "raise SystemExit")) as check:
        assert check.look(picture(JPEG)).outcome == error(Why.READER_STOPPED)


def test_worker_that_died_while_idle_is_replaced_unnoticed() -> None:
    workers: list[Worker] = []

    def start() -> Worker:
        workers.append(Worker(COMMAND, b"{}"))
        return workers[-1]

    pool = WorkerPool(1, start)
    pool.ask("image/jpeg", JPEG, 60)
    workers[0].close()
    assert pool.ask("image/jpeg", JPEG, 60) == b'{"outcome": "none"}'
    assert len(workers) == 2
    pool.close()


def test_many_callers_share_few_workers() -> None:
    workers: list[Worker] = []
    lock = threading.Lock()

    def start() -> Worker:
        with lock:
            workers.append(Worker(COMMAND, b"{}"))
            return workers[-1]

    pool = WorkerPool(2, start)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: pool.ask("image/jpeg", JPEG, 60), range(40)))
    pool.close()
    assert answers == [b'{"outcome": "none"}'] * 40
    assert len(workers) <= 2


def test_slow_file_does_not_fail_other_callers() -> None:
    with C2paCheck(NO_LISTS, SHORT, workers=2, command=COMMAND) as check, ThreadPoolExecutor(4) as threads:
        reports = threads.map(lambda tail: check.look(picture(JPEG + tail)), [b"hang", b"", b"hang", b""])
        late = error(Why.TIMED_OUT, seconds="0.5")
        assert [report.outcome for report in reports] == [late, DONE, late, DONE]


def test_close_ends_and_reaps_the_process_and_is_idempotent() -> None:
    workers: list[Worker] = []

    def start() -> Worker:
        workers.append(Worker(COMMAND, b"{}"))
        return workers[-1]

    pool = WorkerPool(3, start)
    pool.ask("image/jpeg", JPEG, 60)
    pool.close()
    pool.close()
    assert not Path(f"/proc/{workers[0].pid}").exists() or sys.platform != "linux"
    with pytest.raises(ProcessLookupError):
        os.kill(workers[0].pid, 0)
    with pytest.raises(WorkerError, match="closed"):
        pool.ask("image/jpeg", JPEG, 60)


def test_looking_after_close_is_an_error_report() -> None:
    check = C2paCheck(NO_LISTS, PATIENT, command=COMMAND)
    check.close()
    assert check.look(picture(JPEG)).outcome == error(Why.READER_CLOSED)


def test_memory_limit_holds(authority: Authority, plain_jpeg: bytes) -> None:
    """A worker that may not even load the library fails; it does not take the server with it."""
    signed = authority.sign(plain_jpeg, {"action": "c2pa.created"})
    with C2paCheck(NO_LISTS, Limits(c2pa_seconds=60, c2pa_memory_bytes=32 * 1024 * 1024)) as check:
        assert check.look(picture(signed)).outcome == error(Why.READER_STOPPED)


def test_version_follows_the_lists(case_check: C2paCheck) -> None:
    with C2paCheck(NO_LISTS, PATIENT, command=COMMAND) as check:
        assert check.version != case_check.version
        assert check.name == "c2pa"


def test_a_worker_left_in_the_middle_of_an_answer_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> bytes:
        raise KeyboardInterrupt

    with C2paCheck(NO_LISTS, PATIENT, command=COMMAND) as check:
        assert check.look(picture(JPEG)).outcome == DONE
        monkeypatch.setattr("colophon.checks.c2pa.pool.read_frame", interrupted)
        with pytest.raises(KeyboardInterrupt):
            check.look(picture(JPEG + b"talk"))
        monkeypatch.undo()
        assert check.look(picture(JPEG)).outcome == DONE  # and not the answer to the file before
