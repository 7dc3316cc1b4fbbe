"""What processes use: CPU to the nanosecond, and resident memory. Linux only."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
KIB = 1024


@dataclass(frozen=True)
class Memory:
    """Bytes. ``pss`` divides shared pages among those who share them; ``rss`` counts them for each.

    ``anonymous`` leaves out files: it does not hang on who else on this machine has the same libraries open.
    """

    pss: int
    rss: int
    anonymous: int = 0

    def __add__(self, other: Memory) -> Memory:
        return Memory(self.pss + other.pss, self.rss + other.rss, self.anonymous + other.anonymous)


def tree(pid: int) -> list[int]:
    """The process and its living descendants."""
    return [pid, *descendants(pid)]


def descendants(pid: int) -> list[int]:
    """Living processes below ``pid``, at any depth."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue  # the thread has ended
        for child in map(int, children):
            found += tree(child)
    return found


def cpu_seconds(pids: list[int]) -> float:
    """CPU used so far by these processes, with their children that have ended and were waited for."""
    return sum(_cpu(pid) for pid in pids)


def memory(pids: list[int]) -> Memory:
    """Resident memory of these processes together."""
    return sum((_memory(pid) for pid in pids), Memory(0, 0))


def stopped(pids: list[int]) -> bool:
    """Whether none of these processes runs: each is stopped or has ended."""
    return all(_stat(pid)[:1] in ([], ["T"], ["Z"]) for pid in pids)


def busy_seconds() -> float:
    """CPU seconds used by everybody since boot, and what the host withheld (steal)."""
    user, nice, system, _, _, irq, softirq, steal, *_ = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    )
    return (user + nice + system + irq + softirq + steal) / TICKS


def tree_seconds(pid: int | None = None) -> float:
    """CPU of a process and all below it, what has ended there included; without ``pid``, of all below us."""
    return cpu_seconds(descendants(os.getpid()) if pid is None else tree(pid))


class ForeignLoad:
    """The cores that processes other than ours use from the moment this is made."""

    def __init__(self) -> None:
        self._wall, self._busy, self._own = time.monotonic(), busy_seconds(), tree_seconds(os.getpid())

    def cores(self) -> float:
        """On average until now."""
        elapsed = max(time.monotonic() - self._wall, 1e-9)
        return max(0.0, (busy_seconds() - self._busy - (tree_seconds(os.getpid()) - self._own)) / elapsed)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _cpu(pid: int) -> float:
    """The clock of a whole process with its ended threads, as ``clock_getcpuclockid`` names it."""
    fields = _stat(pid)
    if not fields:
        return 0.0
    try:
        return sum(int(n) for n in fields[13:15]) / TICKS + time.clock_gettime((~pid << 3) | 2)
    except OSError:  # it has ended meanwhile
        return 0.0


def _memory(pid: int) -> Memory:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return Memory(0, 0)
    sizes = {name: int(rest.split()[0]) * KIB for name, _, rest in (line.partition(":") for line in lines)}
    return Memory(sizes["Pss"], sizes["Rss"], sizes["Anonymous"])
