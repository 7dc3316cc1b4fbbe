"""How every benchmark is measured and reported: interleaved rounds, medians, foreign load."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROUNDS = 5
MAX_FOREIGN = 0.1  # cores used by others above which a verdict is not given


@dataclass(frozen=True)
class Result:
    """One measured value beside its goal. ``met`` is None without a goal, or when the machine was busy."""

    name: str
    value: float
    unit: str
    goal: str
    met: bool | None


@dataclass
class Bench:
    """A benchmark under way; `report` is what `scripts/bench` prints."""

    name: str
    rounds: int = ROUNDS
    foreign_load: float = 0.0
    results: list[Result] = field(default_factory=list)
    tables: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, value: float, unit: str, goal: str, met: bool, *, timed: bool = True) -> None:
        """Record a value; the verdict on a timed one is withheld on a busy machine."""
        verdict = met if not timed or self.foreign_load <= MAX_FOREIGN else None
        self.results.append(Result(name, round(value, 4), unit, goal, verdict))

    def note(self, name: str, value: float, unit: str) -> None:
        """Record a value that has no goal."""
        self.results.append(Result(name, round(value, 4), unit, "for information", None))

    def report(self) -> dict[str, Any]:
        """The object of the contract."""
        return {
            "bench": self.name,
            "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
            "rounds": self.rounds,
            "foreign_load": round(self.foreign_load, 3),
            "results": [vars(result) for result in self.results],
            "tables": self.tables,
        }

    @contextmanager
    def foreign(self) -> Iterator[None]:
        """Measure the cores that other processes use while the block runs."""
        wall, busy, own = time.monotonic(), _busy_seconds(), _own_seconds()
        yield
        elapsed = time.monotonic() - wall
        self.foreign_load = max(0.0, (_busy_seconds() - busy - (_own_seconds() - own)) / elapsed)


def interleave(arms: Mapping[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Run every arm once per round, so that a slow moment hits all of them. Returns the values by arm."""
    values: dict[str, list[float]] = {name: [] for name in arms}
    for _ in range(rounds):
        for name, run in arms.items():
            values[name].append(run())
    return values


def medians(values: Mapping[str, list[float]]) -> dict[str, float]:
    """The median of each arm."""
    return {name: statistics.median(series) for name, series in values.items()}


def _busy_seconds() -> float:
    """CPU seconds used by everybody since boot (user, nice, system, irq, softirq)."""
    ticks = [int(n) for n in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(ticks[:3]) + ticks[5] + ticks[6]) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    """CPU seconds of this process, its finished children, and the servers it runs."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system + tree_seconds()


def tree_seconds(pid: int | None = None) -> float:
    """CPU seconds of process ``pid`` and its living descendants; without ``pid``, of our own descendants."""
    pids = _descendants(os.getpid()) if pid is None else [pid, *_descendants(pid)]
    return sum(_process_seconds(each) for each in pids)


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_descendants(child)]
    return found


def _process_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(n) for n in fields[11:15]) / os.sysconf("SC_CLK_TCK")
