"""The picture of a benchmark: every result as a bar beside the goal it is held against."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from tests.bench.measure import Bench

VERDICT = {True: "met", False: "missed", None: "no verdict"}
COLOURS = {True: "#2f6f6a", False: "#b4632f", None: "#8a8f98"}


def write_plot(bench: Bench, path: Path) -> None:
    """Write the results of ``bench`` to ``path``; the format follows the file's ending."""
    results = bench.results
    figure, axes = plt.subplots(len(results), 1, figsize=(8, 1.1 * len(results) + 0.8), squeeze=False)
    for ax, result in zip(axes[:, 0], results, strict=True):
        ax.barh([0], [result.value], color=COLOURS[result.met], height=0.5)
        ax.set_yticks([])
        ax.set_xlim(0, max(result.value * 1.35, 1e-9))
        ax.text(result.value, 0, f"  {result.value:g} {result.unit}", va="center")
        ax.set_title(f"{result.name} (goal {result.goal}: {VERDICT[result.met]})", loc="left", fontsize=9)
        ax.spines[["top", "right", "left"]].set_visible(False)
    figure.suptitle(
        f"{bench.name}: {bench.report()['machine']}, foreign load {bench.foreign_load:.2f} cores", fontsize=10
    )
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)
