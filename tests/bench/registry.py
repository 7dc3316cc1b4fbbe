"""The registry: near-copy search, and how well reshares are recognised and edits told from them."""

from __future__ import annotations

from tests.bench.hash_search import search_figures
from tests.bench.measure import Bench
from tests.bench.near_copies import reshare_figures


def run(bench: Bench) -> None:
    """Fill ``bench``; see the modules of its parts."""
    search_figures(bench)
    reshare_figures(bench)
