"""What the log says while the database is away: little, and when it is over."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError

from colophon.store.outage import AGAIN_SECONDS, SETTLED_SECONDS, Outage

GONE = OperationalError("SELECT secret", {}, Exception("no route to host\nDETAIL: more"))
OURS = ProgrammingError("SELECT secret", {}, Exception("no such column"))


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outage(clock: Clock) -> Outage:
    return Outage(clock)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    assert all(record.levelno >= logging.WARNING for record in caplog.records), "shown without --verbose"
    return [record.getMessage() for record in caplog.records]


def test_it_is_told_once_then_once_a_minute_and_when_it_is_over(
    outage: Outage, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outage.answered()
    for second in range(150):
        outage.failed(GONE, "findings could not be stored", lost=second % 2)
        clock.now += 1
    outage.lose(3)
    outage.answered()
    clock.now += SETTLED_SECONDS
    outage.answered()
    outage.answered()
    begin, first, second_minute, end = lines(caplog)
    assert begin.startswith("the database does not answer (no route to host): changes are refused")
    assert first == "the database has not answered for 60 s (no route to host)"
    assert second_minute.startswith("the database has not answered for 120 s")
    assert "answers again after 150 s" in end
    assert end.endswith("found anew: 78")
    assert not any(record.exc_info for record in caplog.records)


def test_one_that_still_fails_now_and_then_is_not_back(
    outage: Outage, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(20):
        outage.failed(GONE, "")
        outage.answered()
        clock.now += SETTLED_SECONDS / 2
        outage.answered()
    assert len(lines(caplog)) == 1
    clock.now += SETTLED_SECONDS
    outage.answered()
    assert len(lines(caplog)) == 2


def test_one_that_comes_and_goes_fills_no_log_and_loses_no_count(
    outage: Outage, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(25):
        outage.failed(GONE, "", lost=1)
        clock.now += 2 * SETTLED_SECONDS
        outage.answered()
    assert len(lines(caplog)) == 4, "two a minute"
    assert "anew: 1" in lines(caplog)[1]
    assert "anew: 15" in lines(caplog)[3]


def test_what_is_our_own_fault_has_a_trace_once_a_minute(
    outage: Outage, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(9):
        outage.failed(OURS, "findings could not be read")
        outage.failed(OURS, "findings could not be stored")
    assert lines(caplog) == ["findings could not be read", "findings could not be stored"]
    assert all(record.exc_info for record in caplog.records)
    clock.now += AGAIN_SECONDS
    assert outage.explains(OURS)
    assert not outage.explains(ValueError())
    outage.failed(OURS, "findings could not be read")
    assert len(lines(caplog)) == 4
