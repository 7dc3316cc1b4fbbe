"""The picture: CPU of the page's main thread in every run, with the extension and without."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from tests.bench.feed.run import Cost
from tests.bench.measure import Bench

BLUE, GREY = "#0072B2", "#6b7280"  # Okabe and Ito; told apart by their place as well


def draw(bench: Bench, found: Mapping[str, Mapping[str, list[Cost]]], path: Path) -> None:
    """Write the picture; the format follows the file's ending."""
    figure, axes = plt.subplots(1, len(found), figsize=(6 * len(found), 4.6), squeeze=False)
    for ax, (browser, costs) in zip(axes[0], found.items(), strict=True):
        _runs(ax, browser, costs)
    figure.suptitle(
        "CPU of a feed's main thread, with Colophon and without", x=0.01, ha="left", fontweight="bold"
    )
    machine, load = bench.report()["machine"], bench.foreign_load
    figure.text(
        0.01,
        0.9,
        f"{machine}; every dot one run, bars medians; foreign load {load:.2f} cores",
        color=GREY,
        fontsize=9,
    )
    figure.tight_layout(rect=(0, 0, 1, 0.9))
    figure.savefig(path, dpi=130)
    plt.close(figure)


def _runs(ax: Axes, browser: str, costs: Mapping[str, list[Cost]]) -> None:
    names = list(costs)[::-1]
    for place, name in enumerate(names):
        runs = costs[name]
        seconds = [one.cpu for one in runs]
        colour = BLUE if name.endswith("with") else GREY
        ax.barh(place, statistics.median(seconds), color=colour, alpha=0.35, height=0.6)
        ax.plot(seconds, [place] * len(seconds), "o", color=colour, markersize=5)
    ax.set_yticks(range(len(names)), names)
    ax.set_xlim(left=0)
    ax.set_xlabel("CPU seconds of the page's main thread per run")
    ax.set_title(browser.capitalize(), loc="left", fontsize=10)
    ax.spines[["top", "right"]].set_visible(False)
