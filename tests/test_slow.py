from __future__ import annotations

import threading

import pytest

from colophon.slow import SlowLane


def test_tasks_run_one_after_the_other_in_their_order() -> None:
    lane, done, seen = SlowLane(10, 100, lambda: True), threading.Event(), []
    for n in range(5):
        assert lane.offer(lambda n=n: seen.append(n), 1)  # type: ignore[misc]
    assert lane.offer(done.set, 1)
    assert done.wait(30)
    assert seen == [0, 1, 2, 3, 4]
    lane.close(30)


def test_there_is_room_for_so_many_tasks_and_bytes_and_no_more() -> None:
    gate, begun = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        gate.wait()

    lane = SlowLane(2, 100, lambda: True)
    assert lane.offer(hold, 10)
    assert begun.wait(30)
    assert not lane.offer(lambda: None, 91), "what runs still holds its bytes"
    assert lane.offer(lambda: None, 45)
    assert lane.offer(lambda: None, 45)
    assert not lane.offer(lambda: None, 0)
    assert (lane.waiting, lane.dropped) == (2, 2)
    gate.set()
    lane.close(30)
    assert not lane.offer(lambda: None, 1), "closed"


def test_nothing_starts_while_readers_wait() -> None:
    busy, looked, ran = True, threading.Event(), threading.Event()

    def idle() -> bool:
        looked.set()
        return not busy

    lane = SlowLane(2, 100, idle)
    lane.offer(ran.set, 1)
    assert looked.wait(30)
    assert not ran.is_set()
    busy = False
    assert ran.wait(30)
    lane.close(30)


def test_a_task_that_fails_is_logged_and_the_next_one_runs(caplog: pytest.LogCaptureFixture) -> None:
    lane, ran = SlowLane(2, 100, lambda: True), threading.Event()

    def fail() -> None:
        raise ValueError

    lane.offer(fail, 60)
    lane.offer(ran.set, 40)
    assert ran.wait(30)
    assert "a slow look failed" in caplog.text
    lane.close(30)
