"""How every benchmark is measured and reported: interleaved rounds, medians, foreign load."""

from __future__ import annotations

import math
import os
import platform
import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.proc import ForeignLoad

ROUNDS = 5
INFORMATION = "for information"  # the goal of a value without one
MAX_FOREIGN = 0.1  # cores used by others above which a verdict is not given
MAX_SWING = 1.15  # slowest round / fastest of the same work, above which it is not either


@dataclass(frozen=True)
class Result:
    """One measured value beside its goal. ``met`` is None without a goal, or when the machine was busy."""

    name: str
    value: float
    unit: str
    goal: str
    met: bool | None


@dataclass(frozen=True)
class Options:
    """What only some benchmarks can be told; the help of `scripts/bench` says which."""

    quick: bool = False
    peers: bool | None = None
    minutes: float = 30.0
    load: float = 0.8


@dataclass
class Bench:
    """A benchmark under way; `report` is what `scripts/bench` prints."""

    name: str
    rounds: int = ROUNDS
    options: Options = Options()
    foreign_load: float = 0.0
    swing: float = 1.0  # of the machine's own speed, where a benchmark knows it
    results: list[Result] = field(default_factory=list)
    tables: dict[str, Any] = field(default_factory=dict)
    draw: Callable[[Path], None] | None = None  # where bars beside goals (`plot`) do not show enough

    def add(self, name: str, value: float, unit: str, goal: str, met: bool, *, timed: bool = True) -> None:
        """Record a value; the verdict on a timed one is withheld where there is a `reservation`."""
        verdict = met if not (timed and self.reservation) else None
        self.results.append(Result(name, round(value, 4), unit, goal, verdict))

    @property
    def reservation(self) -> str:
        """Why no verdict is given on what was timed; empty if one is."""
        if self.options.quick:
            return "a quick look: no verdicts"
        if self.foreign_load > MAX_FOREIGN:
            return "the machine was busy: no verdicts"
        if self.swing > MAX_SWING:
            return f"the machine's own speed swung by {self.swing:.2f}x: no verdicts"
        return ""

    def note(self, name: str, value: float, unit: str) -> None:
        """Record a value that has no goal."""
        self.results.append(Result(name, round(value, 4), unit, INFORMATION, None))

    def report(self) -> dict[str, Any]:
        """The object of the contract."""
        return {
            "bench": self.name,
            "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
            "rounds": self.rounds,
            "foreign_load": round(self.foreign_load, 3),
            "swing": round(self.swing, 3),
            "results": [vars(result) for result in self.results],
            "tables": _finite(self.tables),
        }

    @contextmanager
    def foreign(self) -> Iterator[None]:
        """Measure the cores that other processes use while the block runs."""
        load = ForeignLoad()
        yield
        self.foreign_load = load.cores()


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


def _finite(value: Any) -> Any:
    """``value`` with null for numbers that JSON does not know: percentiles of nothing."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
