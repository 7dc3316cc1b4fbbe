"""Processes that do shards: as many as wanted, replaced when they end, never in a circle."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.audit import sources
from tests.audit.here import audited, plan
from tests.audit.sources import timeline
from tests.pictures import picture

from colophon.audit.local import Local
from colophon.audit.process import Ended, Worker
from colophon.errors import ColophonError


@pytest.fixture(autouse=True)
def _our_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sources.with_our_modules().items():
        monkeypatch.setenv(name, value)


@contextmanager
def worker(code: str) -> Iterator[Worker]:
    one = Worker((sys.executable, "-c", code))
    try:
        yield one
    finally:
        one.close()


def test_workers_give_what_one_process_gives(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(24))
    here, _ = audited(plan(tmp_path))
    (tmp_path / "out").rename(tmp_path / "first")
    there, told = audited(plan(tmp_path), Local(2))
    assert here == there
    assert told.done == list(range(6))
    assert told.replaced == []


def test_an_image_that_kills_twice_is_left_out_and_one_that_kills_once_is_not(tmp_path: Path) -> None:
    posts: list[dict[str, Any]] = [{"data": picture(n)} for n in range(7)]
    posts[1] |= {"act": "die once"}
    posts[6] |= {"act": "die"}
    timeline(tmp_path / "source", posts)
    found, told = audited(plan(tmp_path), Local(2))
    assert sorted((event.n, event.given_up) for event in told.replaced) == [(1, False), (6, False), (6, True)]
    assert {event.why for event in told.replaced} == {"was killed by signal 9"}
    assert [row["status"] for row in found] == ["none"] * 6 + ["unreadable"]
    assert found[6]["why"] == "left out: the process that looked at it was killed by signal 9, 2 times"


def test_workers_that_never_begin_end_the_audit_with_a_way_out(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(3))
    with pytest.raises(
        ColophonError, match=r"end before they begin: the last ended with code 3\. .* --workers 1"
    ):
        audited(plan(tmp_path), Local(1, (sys.executable, "-c", "raise SystemExit(3)")))


def test_what_no_worker_can_open_is_said_in_its_words(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(3))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "colophon.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(ColophonError, match=r"colophon\.sqlite3"):
        audited(plan(tmp_path), Local(1))


def test_a_process_that_says_nothing_in_time_counts_as_ended() -> None:
    with (
        worker("import time; time.sleep(1000)") as one,
        pytest.raises(Ended, match=r"took longer than 0\.1 s"),
    ):
        one.hear(0.1)


def test_how_a_process_ended_is_said() -> None:
    for code, how in (
        ("raise SystemExit(4)", "with code 4"),
        ("import os; os.kill(os.getpid(), 9)", "signal 9"),
    ):
        with worker(code) as one, pytest.raises(Ended, match=how):
            one.hear(60)
