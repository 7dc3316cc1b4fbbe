"""Many callers, few workers, a spare, and a clean end."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest
from tests.isolation.files import faulty

from colophon.isolation.channel import Channel
from colophon.isolation.pool import Answer, WorkerPool
from colophon.isolation.process import WORKER_COMMAND, Worker, WorkerError


class Started:
    """Starts workers and remembers them."""

    def __init__(self, orders: int) -> None:
        self.workers: list[Worker] = []
        self._orders = orders

    def __call__(self) -> Worker:
        self.workers.append(Worker(WORKER_COMMAND, self._orders))
        return self.workers[-1]


@pytest.fixture
def started() -> Iterator[Started]:
    with tempfile.TemporaryFile() as orders:
        given = {"memory_bytes": 1 << 30, "seconds": 60, "jobs": {"a": faulty()._asdict()}}
        orders.write(orjson.dumps(given))
        orders.flush()
        yield Started(orders.fileno())


def ask(pool: WorkerPool, data: bytes = b"x") -> Answer:
    return pool.ask("image/jpeg", data, ["a"], 60)["a"]


def pid(answer: Answer) -> int:
    assert isinstance(answer, bytes)
    found = orjson.loads(answer)["pid"]
    assert isinstance(found, int)
    return found


def test_the_spare_takes_the_place_of_a_lost_worker(started: Started) -> None:
    pool = WorkerPool(1, started)
    first = pid(ask(pool))
    spare = started.workers[1].pid
    os.kill(first, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(ask, pool)  # begun or not: it has nothing to do with this end
        os.kill(first, signal.SIGKILL)
        assert pid(answer.result()) == spare
    assert (pool.lost, len(started.workers)) == (1, 3)
    pool.close()


def test_a_file_that_kills_workers_is_tried_twice_and_no_more(started: Started) -> None:
    pool = WorkerPool(1, started)
    ask(pool)
    assert isinstance(ask(pool, b"abort"), WorkerError)
    assert pool.lost == 2
    assert pid(ask(pool)) == started.workers[2].pid
    pool.close()


def test_a_worker_or_spare_that_died_while_idle_is_replaced_unnoticed(started: Started) -> None:
    pool = WorkerPool(1, started)
    ask(pool)
    for worker in started.workers[:2]:
        worker.close()
    assert pid(ask(pool)) == started.workers[2].pid
    pool.close()


def test_many_callers_share_few_workers(started: Started) -> None:
    pool = WorkerPool(2, started)
    with ThreadPoolExecutor(8) as threads:
        pids = {pid(answer) for answer in threads.map(lambda _: ask(pool), range(40))}
    pool.close()
    assert len(pids) <= 2
    assert len(started.workers) <= 3


def test_close_ends_and_reaps_all_processes_and_is_idempotent(started: Started) -> None:
    pool = WorkerPool(3, started)
    ask(pool)
    pool.close()
    pool.close()
    assert len(started.workers) == 2
    for worker in started.workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker.pid, 0)
    closed = ask(pool)
    assert isinstance(closed, WorkerError)
    assert "closed" in str(closed)


def test_a_worker_left_in_the_middle_of_an_answer_is_not_used_again(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(channel: Channel, seconds: float | None = None) -> bytes:
        raise KeyboardInterrupt

    pool = WorkerPool(1, started)
    first = pid(ask(pool))
    monkeypatch.setattr(Channel, "receive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ask(pool, b"raise")
    monkeypatch.undo()
    assert pid(ask(pool)) != first  # and not the answer to the file before
    pool.close()


def test_a_spare_that_cannot_be_started_costs_nothing(started: Started) -> None:
    def start() -> Worker:
        if started.workers:
            raise OSError(11, "no process to be had")
        return started()

    pool = WorkerPool(1, start)
    assert pid(ask(pool)) == started.workers[0].pid
    started.workers[0].close()
    failed = ask(pool)
    assert isinstance(failed, WorkerError)
    assert "no process to be had" in str(failed)
    pool.close()


def test_a_command_that_ends_at_once(started: Started) -> None:
    pool = WorkerPool(1, lambda: Worker((sys.executable, "-c", "raise SystemExit"), 0))
    assert isinstance(ask(pool), WorkerError)
    pool.close()
