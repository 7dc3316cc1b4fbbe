"""Plots as SVG that takes its colours and its type from the page it stands in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Drawn in these, replaced by the page's own, so that one drawing serves light and dark.
INK, QUIET, LINE, AI, OTHER, PAPER = "#010101", "#020202", "#030303", "#040404", "#050505", "#060606"
_VARIABLES = {INK: "--ink", QUIET: "--quiet", LINE: "--line", AI: "--ai", OTHER: "--other", PAPER: "--paper"}
WIDTH = 4.7  # inches: about the width of a telephone, so that the letters need no shrinking there
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9.5,
    "axes.edgecolor": LINE,
    "axes.labelcolor": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.6,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": QUIET,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}


class Drawing:
    """One plot: ``axes`` to draw on, then ``svg``."""

    def __init__(self, figure: Figure, axes: Axes) -> None:
        self.axes = axes
        self._figure = figure
        self.svg = ""

    def finish(self, title: str) -> None:
        """Fill ``svg``; ``title`` is what a screen reader says."""
        buffer = io.StringIO()
        self._figure.savefig(buffer, format="svg", metadata={"Date": None})
        self.svg = _for_page(buffer.getvalue(), title)


@contextmanager
def drawing(name: str, title: str, height: float = 3.1) -> Iterator[Drawing]:
    """A drawing of ``height`` inches; ``name`` keeps its inner ids apart from those of others on the page."""
    with mpl.rc_context(_STYLE | {"svg.hashsalt": name}):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        made = Drawing(figure, figure.add_subplot())
        yield made
        made.finish(title)


def _for_page(svg: str, title: str) -> str:
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' width="[\d.]+pt"| height="[\d.]+pt"', "", svg, count=2)
    svg = re.sub(r"(font: (?:[\d.]+ )?[\d.]+px) [^;\"]+", r"\1 var(--face)", svg)
    svg = re.sub(r"font-family: [^;\"]+", "font-family: var(--face)", svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    return svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
