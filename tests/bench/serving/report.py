"""Ratios beside their goals, and the tables with every round."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.bench.measure import Bench
from tests.bench.proc import Memory
from tests.bench.serving.overload import HONOURING, IGNORING, SATURATED, TIMES, Overload
from tests.bench.serving.rounds import OURS, PEERS, Measured
from tests.bench.serving.sizes import CORES, HASHES

VERSIONS = (
    "aiohttp",
    "onnxruntime",
    "pillow",
    "numpy",
    "fastapi",
    "uvicorn",
    "uvloop",
    "litserve",
    "mosec",
)
MIB = 1024 * 1024
MANY = f"lookup {HASHES}"


def write(bench: Bench, measured: Measured, pressed: Overload) -> None:
    """Fill ``bench``."""
    bench.swing = measured.swing()
    _misses(bench, measured)
    _peers(bench, measured)
    _known(bench, measured)
    _overload(bench, pressed)
    _errors(bench, measured, pressed)
    _tables(bench, measured, pressed)


def write_whole(bench: Bench, server: Memory, readers: Memory) -> None:
    """What every check together needs in memory, beside the model-only profile of the goals."""
    bench.note("resident memory with every check: the server itself", server.rss / MIB, "MiB")
    bench.note("resident memory with every check: its reader processes", readers.pss / MIB, "MiB")


def _at_most(bench: Bench, name: str, value: float, goal: float, unit: str = "x", timed: bool = True) -> None:
    bench.add(name, value, unit, f"<= {goal:g}", value <= goal, timed=timed)


def _at_least(bench: Bench, name: str, value: float, goal: float, unit: str = "x") -> None:
    bench.add(name, value, unit, f">= {goal:g}", value >= goal)


def _misses(bench: Bench, measured: Measured) -> None:
    bare = measured.bare_cpu(1)
    bench.note("bare loop: slowest round / fastest", bench.swing, "x")
    _at_most(
        bench, "new image: server CPU / bare loop", measured.median(OURS, 8, "cpu_ms") / 1000 / bare, 1.15
    )
    for clients, goal in ((32, 0.85), (8, 0.75)):
        share = measured.median(OURS, clients, "rate") * bare / CORES
        _at_least(bench, f"new images, {clients} at once: throughput / (cores / bare loop)", share, goal)
    spread = measured.bare_cpu(CORES) / bare
    bench.note(f"bare loop on {CORES} threads: CPU per image / on one", spread, "x")
    speed = measured.bare_wall(1) / measured.bare_wall(CORES)
    bench.note(f"bare loop on {CORES} threads: throughput / on one", speed, "x")


def _peers(bench: Bench, measured: Measured) -> None:
    peers = [name for name in PEERS if (name, 8) in measured.samples]
    if not peers:
        return
    for clients, goal in ((8, 1.1), (32, 1.0)):
        best = max(peers, key=lambda name: measured.median(name, clients, "rate"))
        ratio = measured.median(OURS, clients, "rate") / measured.median(best, clients, "rate")
        _at_least(bench, f"new images, {clients} at once: throughput / best peer ({best})", ratio, goal)
    cheapest = min(peers, key=lambda name: measured.median(name, 8, "cpu_ms"))
    ratio = measured.median(OURS, 8, "cpu_ms") / measured.median(cheapest, 8, "cpu_ms")
    bench.note(f"new images, 8 at once: server CPU / cheapest peer ({cheapest})", ratio, "x")
    ours, theirs = measured.resident(OURS), measured.resident("FastAPI")
    _at_most(bench, "resident memory / FastAPI with the same work", ours / theirs, 1.0, timed=False)
    for name in (OURS, *peers):
        bench.note(f"resident memory, {name}", measured.resident(name) / MIB, "MiB")


def _known(bench: Bench, measured: Measured) -> None:
    at = 32
    cost = {name: measured.median(name, at, "cpu_ms") for name in ("hit", "echo", "lookup 1", MANY, "hello")}
    share = cost["echo"] / cost["hit"]
    _at_least(bench, "known image with its body: requests per core-second / echo of the body", share, 0.70)
    share = cost["hello"] / cost["lookup 1"]
    _at_least(bench, "lookup of one: requests per core-second / empty answer", share, 0.5)
    gain = HASHES * cost["lookup 1"] / cost[MANY]
    _at_least(bench, f"lookup of {HASHES}: cheaper per hash than lookups of one", gain, 20)
    for name, value in cost.items():
        bench.note(f"{name}, {at} at once", value, "CPU ms")


def _overload(bench: Bench, pressed: Overload) -> None:
    bench.note("clients that saturate the server", pressed.clients, "")
    for arm, verdict in ((HONOURING, True), (IGNORING, False)):
        p99 = pressed.median(arm, "p99") / pressed.median(SATURATED, "p99")
        good = pressed.median(arm, "goodput") / pressed.median(SATURATED, "goodput")
        what = f"{TIMES} x as many clients, {arm} Retry-After"
        if verdict:
            _at_most(bench, f"{what}: p99 of accepted / at saturation", p99, 3)
            _at_least(bench, f"{what}: goodput / at saturation", good, 0.85)
        else:
            bench.note(f"{what}: p99 of accepted / at saturation", p99, "x")
            bench.note(f"{what}: goodput / at saturation", good, "x")
    what = "growth of resident memory from saturation to overload"
    _at_most(bench, f"{what}, {HONOURING} Retry-After", pressed.growth(HONOURING), 5, "%", timed=False)
    bench.note(f"{what}, {IGNORING} Retry-After", pressed.growth(IGNORING), "%")


def _errors(bench: Bench, measured: Measured, pressed: Overload) -> None:
    ours = [s for (name, _), series in measured.samples.items() if name not in PEERS for s in series]
    arms = [one for series in pressed.arms.values() for one in series]
    errors = sum(s.errors + s.refused for s in ours) + sum(a.errors + a.refused for a in arms)
    what = "server errors, refusals, time-outs, broken connections"
    bench.add(what, errors, "", "0", not errors, timed=False)


def _tables(bench: Bench, measured: Measured, pressed: Overload) -> None:
    for (name, clients), series in measured.samples.items():
        bench.tables[f"{name}, {clients} at once"] = [sample.row() for sample in series]
    for threads, bare in measured.bare.items():
        bench.tables[f"bare loop, {threads} threads: ms"] = [
            {"cpu": round(1000 * one.cpu, 2), "wall": round(1000 * one.wall, 2)} for one in bare
        ]
    bench.tables["memory: MiB"] = {
        name: [{"pss": one.pss // MIB, "rss": one.rss // MIB} for one in series]
        for name, series in measured.memory.items()
    }
    bench.tables["overload"] = {
        "requests per second by clients": {str(c): round(rate, 2) for c, rate in pressed.search.items()},
        **{
            arm: [{k: round(v, 2) for k, v in asdict(one).items()} for one in series]
            for arm, series in pressed.arms.items()
        },
    }
    bench.tables["versions"] = {"cpu": _cpu(), **{name: _version(name) for name in VERSIONS}}
    bench.tables["foreign load by round"] = [round(cores, 3) for cores in measured.foreign]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _cpu() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return names[0].partition(":")[2].strip() if names else "unknown"
