"""The report of a large study: how long from its export to a page, and what memory that needs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import orjson
from tests.bench.measure import Bench
from tests.bench.study.large import BYTES

SECONDS = 60


def report_figures(bench: Bench, export: Path, events: int) -> None:
    """Fill ``bench`` with what a report of ``export`` costs, as people run the command."""
    _closed(export / "manifest.json")
    out = export.parent / "report"
    command = [sys.executable, "-m", "colophon.cli", "study", "report", str(export), "--out", str(out)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the report ended with {process.returncode}")
    seconds, memory = time.perf_counter() - begun, used.ru_maxrss * 1024
    name = f"report of {events / 1e6:g} million events"
    bench.add(name, seconds, "s", f"<= {SECONDS}", seconds <= SECONDS)
    bench.note(f"CPU of it, {name}", used.ru_utime + used.ru_stime, "s")
    peak, limit = memory / 1e6, BYTES / 1e6
    bench.add(f"memory of it, at most, {name}", peak, "MB", f"<= {limit:g}", memory <= BYTES, timed=False)
    bench.note("size of the page", (out / "report.html").stat().st_size / 1000, "kB")


def _closed(manifest: Path) -> None:
    """Of a study that still runs a report tells little."""
    manifest.write_bytes(orjson.dumps(orjson.loads(manifest.read_bytes()) | {"state": "closed"}))
