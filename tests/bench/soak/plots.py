"""The picture of a soak: memory over time, and how long each kind of question took."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from tests.bench.measure import Bench
from tests.bench.serving.tally import percentile
from tests.bench.soak.growth import WARM_UP, Reading
from tests.bench.soak.load import Soaked

BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#6b7280"  # Okabe and Ito: told apart with any colour vision


def draw(bench: Bench, readings: Sequence[Reading], found: Soaked, path: Path) -> None:
    """Write the picture; the format follows the file's ending."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(14, 5.5))
    minutes = [reading.moment / 60 for reading in readings]
    left.plot(minutes, [reading.resident >> 20 for reading in readings], color=BLUE, linewidth=1.5)
    left.axvspan(0, WARM_UP * minutes[-1], color="#e5e7eb", linewidth=0)
    left.text(0, 0, " warm-up", color=GREY, fontsize=9, va="bottom")
    left.set_ylim(bottom=0)
    left.set_xlabel("minutes")
    left.set_ylabel("MiB")
    left.set_title("Resident memory of the server and its readers", loc="left", fontsize=11)
    names = [name for name in sorted(found.by_name) if found.by_name[name].latencies]
    for share, colour, marker in ((0.5, BLUE, "o"), (0.99, VERMILION, "D")):
        values = [1000 * percentile(found.by_name[name].latencies, share) for name in names]
        right.plot(values, names, marker, color=colour, label=f"p{share * 100:.0f}")
    right.set_xscale("log")
    right.invert_yaxis()
    right.grid(axis="x", color="#e5e7eb")
    right.set_xlabel("milliseconds to the answer")
    right.set_title(
        f"{found.asked} answers, {found.errors} errors, {found.shed} shed", loc="left", fontsize=11
    )
    right.legend(frameon=False)
    for ax in (left, right):
        ax.spines[["top", "right"]].set_visible(False)
    title = f"Colophon soak: {bench.options.minutes:g} minutes at {bench.options.load:.0%} of the capacity"
    figure.suptitle(title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    figure.tight_layout()
    figure.savefig(path, dpi=130)
    plt.close(figure)
