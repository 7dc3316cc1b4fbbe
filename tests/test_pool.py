from __future__ import annotations

import threading
import time

import pytest

from colophon.errors import Overloaded
from colophon.pool import WorkerPool


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
    pool, gate, started = WorkerPool(1, 4), threading.Event(), threading.Event()

    def hang() -> None:
        started.set()
        gate.wait()

    stuck = pool.submit(hang)
    started.wait()
    pool.write_off(stuck)
    assert pool.submit(lambda: "alive").future.result(10) == "alive"
    assert pool.written_off == 1
    gate.set()
    stuck.future.result(10)
    pool.close(5)


def test_a_job_that_has_not_begun_is_only_cancelled() -> None:
    pool, gate, started = WorkerPool(1, 4), threading.Event(), threading.Event()

    def wait() -> None:
        started.set()
        gate.wait()

    pool.submit(wait)
    started.wait()
    waiting = pool.submit(lambda: 1)
    pool.write_off(waiting)
    assert waiting.future.cancelled()
    assert pool.written_off == 0
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


def test_it_is_idle_when_nothing_waits_or_runs_and_a_job_that_hangs_does_not_count() -> None:
    gate, begun = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        gate.wait()

    pool = WorkerPool(1, 2)

    def idle() -> bool:
        return pool.idle

    assert idle()
    stuck = pool.submit(hang)
    assert begun.wait(30)
    assert not idle()
    pool.write_off(stuck)
    assert pool.submit(lambda: 1).future.result(30) == 1
    while not idle():  # the thread is done a moment after its answer is there
        time.sleep(0.001)
    gate.set()
    pool.close(30)
