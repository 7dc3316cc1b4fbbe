from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

import pytest

from colophon.errors import Overloaded
from colophon.pool import DEATHS, DEATHS_SECONDS, Job, WorkerDied, WorkerPool


def test_a_full_queue_refuses_and_a_finished_one_accepts_again() -> None:
    pool, gate, started = WorkerPool(1, 1), threading.Event(), threading.Event()

    def wait() -> int:
        started.set()
        gate.wait()
        return 1

    running = pool.submit(wait)
    started.wait()
    waiting = pool.submit(lambda: 2)
    with pytest.raises(Overloaded, match="1 images are waiting"):
        pool.submit(lambda: 3)
    gate.set()
    assert (running.future.result(), waiting.future.result()) == (1, 2)
    assert pool.submit(lambda: 4).future.result() == 4
    pool.close(5)


def test_a_job_that_hangs_is_written_off_and_its_thread_replaced() -> None:
    told: list[str] = []
    pool, gate, started = WorkerPool(1, 4, told.append), threading.Event(), threading.Event()

    def hang() -> None:
        started.set()
        gate.wait()

    stuck = pool.submit(hang)
    started.wait()
    pool.write_off(stuck)
    assert pool.submit(lambda: "alive").future.result(10) == "alive"
    assert told == ["written_off"]
    gate.set()
    stuck.future.result(10)
    pool.close(5)


def test_a_job_that_has_not_begun_is_only_cancelled() -> None:
    told: list[str] = []
    pool, gate, started = WorkerPool(1, 4, told.append), threading.Event(), threading.Event()

    def wait() -> None:
        started.set()
        gate.wait()

    pool.submit(wait)
    started.wait()
    waiting = pool.submit(lambda: 1)
    pool.write_off(waiting)
    assert waiting.future.cancelled()
    assert told == []
    gate.set()
    pool.close(5)


def test_what_a_job_raises_belongs_to_its_caller() -> None:
    pool = WorkerPool(1, 4)
    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: 1 // 0).future.result(10)
    assert pool.submit(lambda: 1).future.result(10) == 1
    pool.close(5)


def test_a_closed_pool_cancels_what_waits_and_refuses() -> None:
    pool, gate, started = WorkerPool(1, 4), threading.Event(), threading.Event()

    def wait() -> None:
        started.set()
        gate.wait()

    pool.submit(wait)
    started.wait()
    waiting = pool.submit(lambda: 1)
    pool.close(0.01)
    assert waiting.future.cancelled()
    with pytest.raises(Overloaded, match="shutting down"):
        pool.submit(lambda: 1)
    gate.set()


def test_closing_does_not_wait_for_a_place_in_the_queue() -> None:
    release, begun = threading.Event(), threading.Semaphore(0)

    def hang() -> bool:
        begun.release()
        return release.wait(20)

    pool = WorkerPool(workers=3, pending=1)
    jobs = []
    for _ in range(3):
        jobs.append(pool.submit(hang))
        assert begun.acquire(timeout=20)
    pool.close(0.03)
    release.set()
    assert all(job.future.result(20) for job in jobs)


def test_it_is_idle_since_the_last_job_ended_and_a_job_that_hangs_does_not_count() -> None:
    gate, begun, now = threading.Event(), threading.Event(), 100.0

    def hang() -> None:
        begun.set()
        gate.wait()

    pool = WorkerPool(1, 2, clock=lambda: now)
    now += 5
    assert pool.idle_seconds == 5
    stuck = pool.submit(hang)
    assert begun.wait(30)
    assert pool.idle_seconds == 0
    pool.write_off(stuck)
    assert pool.submit(lambda: 1).future.result(30) == 1
    now += 1
    until(lambda: pool.idle_seconds > 0)  # the thread is done a moment after its answer is there
    assert pool.idle_seconds <= 1
    gate.set()
    pool.close(30)


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_a_thread_that_dies_fails_its_job_at_once_and_is_replaced(
    error: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    pool = WorkerPool(1, 4, told.append)

    def die() -> None:
        raise error

    with pytest.raises(WorkerDied, match=error.__name__):
        pool.submit(die).future.result(30)
    assert (told, pool.healthy) == (["died"], True)
    assert pool.submit(lambda: "alive").future.result(30) == "alive"
    assert "a worker thread died" in caplog.text
    pool.close(5)


def test_an_error_in_the_loop_itself_costs_one_job_too() -> None:
    class Brittle(Future[int]):
        def set_result(self, result: int) -> None:
            raise MemoryError

    told: list[str] = []
    pool = WorkerPool(1, 4, told.append)
    job = Job(lambda: 1, Brittle())
    pool._queue.put(job)  # type: ignore[arg-type]
    with pytest.raises(WorkerDied, match="MemoryError"):
        job.future.result(30)
    assert pool.submit(lambda: 2).future.result(30) == 2
    assert told == ["died"]
    pool.close(5)


def test_threads_that_keep_dying_make_it_unhealthy_until_a_minute_without() -> None:
    now = 0.0
    pool = WorkerPool(2, 8, clock=lambda: now)
    for _ in range(DEATHS):
        assert healthy(pool)
        with pytest.raises(WorkerDied):
            pool.submit(sys.exit).future.result(30)
    assert not healthy(pool)
    now += DEATHS_SECONDS
    assert healthy(pool)
    pool.close(5)


def test_a_thread_that_cannot_be_started_is_missed_until_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = WorkerPool(1, 4)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", no_thread)
        with pytest.raises(WorkerDied):
            pool.submit(sys.exit).future.result(30)
        assert not healthy(pool)
    assert healthy(pool)
    assert pool.submit(lambda: 1).future.result(30) == 1
    pool.close(5)


def healthy(pool: WorkerPool) -> bool:
    return pool.healthy


def no_thread(_: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


def until(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.001)
