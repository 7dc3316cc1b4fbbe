"""A study: events taken in beside a bare loop into the same database, export and report of millions."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.measure import Bench
from tests.bench.study.ingest import ingest_figures
from tests.bench.study.large import EVENTS, QUICK, export_figures
from tests.bench.study.report import report_figures


def run(bench: Bench) -> None:
    """Fill ``bench``; see the modules of its parts."""
    with tempfile.TemporaryDirectory(prefix="colophon-bench-study-") as folder, bench.foreign():
        ingest_figures(bench, Path(folder))
        export_figures(bench, Path(folder))
        report_figures(bench, Path(folder) / "out", QUICK if bench.options.quick else EVENTS)
