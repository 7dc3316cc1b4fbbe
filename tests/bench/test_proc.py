"""What processes use, and who counts as somebody else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.bench import proc
from tests.bench.measure import MAX_FOREIGN, MAX_SWING, Bench, Options
from tests.bench.proc import cpu_seconds, memory, tree, tree_seconds

BURN = "import time\nwhile time.process_time() < {seconds}: pass\nprint('burnt', flush=True)\ninput()"


@contextmanager
def child(code: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_cpu_of_a_child_counts_while_it_lives_and_after() -> None:
    before = tree_seconds(os.getpid())
    with child(BURN.format(seconds=0.3)) as process:
        assert process.stdout
        assert process.stdout.readline() == "burnt\n"
        assert 0.3 <= cpu_seconds([process.pid]) < 3
        assert tree_seconds() >= 0.3
    assert tree_seconds(os.getpid()) - before >= 0.28  # of what has ended whole ticks are known


def test_a_grandchild_belongs_to_the_tree() -> None:
    code = (
        "import subprocess, sys\n"
        "p = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)\n"
        "print(p.pid, flush=True)\ninput()\np.kill()"
    )
    with child(code) as process:
        assert process.stdout
        assert process.stdin
        grandchild = int(process.stdout.readline())
        assert tree(process.pid) == [process.pid, grandchild]
        process.stdin.write("\n")
        process.stdin.flush()
        process.wait(20)


def test_memory_that_is_used_is_resident() -> None:
    with child("b = b'x' * 50_000_000\nprint('there', flush=True)\ninput()") as process:
        assert process.stdout
        process.stdout.readline()
        found = memory([process.pid])
    assert 50_000_000 < found.pss <= found.rss < 150_000_000


def test_a_process_that_has_gone_uses_nothing() -> None:
    with child("pass") as process:
        process.wait(20)
    assert cpu_seconds([process.pid]) == 0
    assert memory([process.pid]).rss == 0


def test_our_own_work_is_not_foreign_and_all_other_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def everybody() -> float:
        """A machine on which others use a quarter of a core."""
        return tree_seconds(os.getpid()) + 0.25 * time.monotonic()

    monkeypatch.setattr(proc, "busy_seconds", everybody)
    bench = Bench("test")
    with bench.foreign(), child(BURN.format(seconds=0.5)) as process:
        assert process.stdout
        process.stdout.readline()
    assert bench.foreign_load == pytest.approx(0.25, abs=0.05)


def test_a_busy_or_unsteady_machine_and_a_quick_look_give_no_verdict() -> None:
    busy, quick, quiet = Bench("b"), Bench("q", options=Options(quick=True)), Bench("c")
    busy.foreign_load = MAX_FOREIGN + 0.01
    unsteady = Bench("u", swing=MAX_SWING + 0.01)
    for bench in (busy, quick, unsteady, quiet):
        bench.add("speed", 1.0, "x", "<= 2", True)
        bench.add("size", 1.0, "x", "<= 2", True, timed=False)
    assert [[result.met for result in bench.results] for bench in (busy, quick, unsteady, quiet)] == [
        [None, True],
        [None, True],
        [None, True],
        [True, True],
    ]


def test_a_report_is_json_also_where_nothing_was_measured() -> None:
    bench = Bench("test", tables={"rows": [{"p99": float("nan"), "n": 0}], "more": (1.5, float("inf"))})
    text = json.dumps(bench.report(), allow_nan=False)
    assert json.loads(text)["tables"] == {"rows": [{"p99": None, "n": 0}], "more": [1.5, None]}
