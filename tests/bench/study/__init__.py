"""A study: events taken in beside a bare loop into the same database, and an export of millions of them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.measure import Bench
from tests.bench.study.ingest import ingest_figures
from tests.bench.study.large import export_figures


def run(bench: Bench) -> None:
    """Fill ``bench``; see the modules of its parts."""
    with tempfile.TemporaryDirectory(prefix="colophon-bench-study-") as folder, bench.foreign():
        ingest_figures(bench, Path(folder))
        export_figures(bench, Path(folder))
