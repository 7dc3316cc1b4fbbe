from __future__ import annotations

import threading

import pytest

from colophon.slow import PATIENCE_SECONDS, SlowLane


def test_tasks_run_one_after_the_other_in_their_order() -> None:
    lane, done, seen = SlowLane(10, 100, lambda: True), threading.Event(), []
    for n in range(5):
        assert lane.offer(lambda n=n: seen.append(n), 1)  # type: ignore[misc]
    assert lane.offer(done.set, 1)
    assert done.wait(30)
    assert seen == [0, 1, 2, 3, 4]
    lane.close(30)


def test_there_is_room_for_so_many_tasks_and_bytes_and_the_oldest_make_way() -> None:
    gate, begun = threading.Event(), threading.Event()
    dropped: list[str] = []
    told: list[str] = []

    def hold() -> None:
        begun.set()
        gate.wait()

    lane = SlowLane(2, 100, lambda: True, told.append)
    assert lane.offer(hold, 10)
    assert begun.wait(30)
    assert not lane.offer(lambda: None, 91), "what runs still holds its bytes"
    assert lane.offer(lambda: None, 45, lambda: dropped.append("first"))
    assert lane.offer(lambda: None, 45, lambda: dropped.append("second"))
    assert (lane.waiting, dropped) == (2, [])
    assert not lane.offer(lambda: None, 91), "nothing makes way in vain"
    assert lane.waiting == 2
    assert lane.offer(lambda: None, 1, lambda: dropped.append("third")), "as many as may wait"
    assert (lane.waiting, dropped) == (2, ["first"])
    assert lane.offer(lambda: None, 80, lambda: dropped.append("fourth")), "as many bytes as may wait"
    assert (lane.waiting, dropped) == (2, ["first", "second"])
    assert not lane.offer(lambda: None, 101), "larger than everything"
    assert lane.waiting == 2
    assert told == ["refused", "refused", "dropped", "dropped", "refused"]
    gate.set()
    lane.close(30)
    assert not lane.offer(lambda: None, 1), "closed"


def test_what_found_no_capacity_for_long_is_dropped_and_its_bytes_are_free() -> None:
    now, dropped = 0.0, threading.Event()
    lane = SlowLane(2, 100, lambda: False, clock=lambda: now)
    assert lane.offer(lambda: None, 100, dropped.set)
    now = PATIENCE_SECONDS
    assert lane.offer(lambda: None, 0, lambda: None)
    assert not dropped.is_set()
    now += 1
    assert dropped.wait(30)
    assert lane.waiting == 1
    assert lane.offer(lambda: None, 100, lambda: None)
    lane.close(30)


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


@pytest.mark.parametrize("error", [ValueError, SystemExit])
def test_a_task_that_fails_is_logged_and_the_next_one_runs(
    error: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    lane, ran = SlowLane(2, 100, lambda: True), threading.Event()

    def fail() -> None:
        raise error

    lane.offer(fail, 60)
    lane.offer(ran.set, 40)
    assert ran.wait(30)
    assert "a slow look failed" in caplog.text
    lane.close(30)
