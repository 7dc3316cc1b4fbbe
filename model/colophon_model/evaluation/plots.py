"""The plots of a report. Colours: AI pictures, other pictures, and grey for what is there to compare with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from colophon_model.evaluation.conditions import Condition
from colophon_model.evaluation.groups import Group
from colophon_model.evaluation.rates import Crossing
from colophon_model.evaluation.svg import AI, INK, OTHER, PAPER, QUIET, drawing

_ROW = 0.27  # inches for a bar of its own
_HOLLOW: dict[str, Any] = {"markerfacecolor": PAPER, "markeredgewidth": 1.4}
_LONGEST = 24  # letters of a name beside an axis


def auc_by_condition(
    parts: Mapping[str, Mapping[str, Condition]], void: Mapping[str, Collection[str]]
) -> str:
    """AUC with its interval by delivery; the parts (whole pictures, equal squares) side by side.

    Rows that are ``void`` (by part) have a hollow marker.
    """
    names = list(dict.fromkeys(name for part in parts.values() for name in part))[::-1]
    with drawing("auc", "AUC by delivery, with 95 % intervals", 0.9 + 2 * _ROW * len(names)) as drawn:
        ax = drawn.axes
        for place, (label, part) in enumerate(parts.items()):
            rows = [number for number, name in enumerate(names) if name in part]
            found = [part[names[row]] for row in rows]
            _whiskers(
                ax,
                [row + (0.16 if place == 0 else -0.16) * (len(parts) > 1) for row in rows],
                [c.auc for c in found],
                [c.auc_95 for c in found],
                (INK, QUIET)[place],
                ("o", "s")[place],
                label,
                [names[row] in void[label] for row in rows],
            )
        if any(void.values()):
            ax.plot([], [], "o", **_HOLLOW, color=INK, markersize=4.5, label="hollow: void")
        _names(ax, names)
        _chance(ax)
        if len(parts) > 1 or any(void.values()):
            ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1), ncols=2)
    return drawn.svg


def auc_by_group(rows: Sequence[Group], name: str) -> str:
    """Mean AUC of every group in the part ``name`` with its interval, worst at the top."""
    upward = rows[::-1]
    with drawing(
        f"groups {name}", f"AUC by generator and by source, {name}", 0.9 + _ROW * len(rows)
    ) as drawn:
        ax = drawn.axes
        for colour, marker, label, ai in (
            (AI, "o", "AI, by generator", True),
            (OTHER, "s", "other, by source", False),
        ):
            places = [number for number, row in enumerate(upward) if row.ai is ai]
            found = [upward[number] for number in places]
            _whiskers(ax, places, [g.mean for g in found], [g.mean_95 for g in found], colour, marker, label)
        _names(ax, [row.name for row in upward])
        _chance(ax)
        ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1), ncols=2)
    return drawn.svg


def roc(conditions: Mapping[str, Condition], name: str) -> str:
    """Hits against mistakes; condition ``name`` in front, the others in grey behind."""
    with drawing("roc", f"ROC curves, {name} in front") as drawn:
        ax = drawn.axes
        ax.plot([0, 1], [0, 1], color=QUIET, linewidth=0.8, linestyle=":")
        for one in conditions.values():
            ax.plot(*zip(*one.roc, strict=True), color=QUIET, linewidth=0.9, alpha=0.45)
        ax.plot(*zip(*conditions[name].roc, strict=True), color=AI, linewidth=1.8, label=name)
        ax.set(
            xlabel="other pictures over the threshold", ylabel="AI pictures over it", xlim=(0, 1), ylim=(0, 1)
        )
        ax.legend(loc="lower right")
    return drawn.svg


def histogram(one: Condition, name: str) -> str:
    """Scores of both classes under condition ``name``."""
    with drawing("histogram", f"Scores by class, {name}") as drawn:
        ax = drawn.axes
        edges = one.histogram["edges"]
        for key, colour, label in (("other", OTHER, "other"), ("ai", AI, "AI")):
            ax.stairs(one.histogram[key], edges, color=colour, fill=True, alpha=0.16)
            ax.stairs(one.histogram[key], edges, color=colour, linewidth=1.6, label=label)
        ax.set(xlabel="score", ylabel="share of the class")
        ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1), ncols=2)
    return drawn.svg


def calibration(conditions: Mapping[str, Condition], name: str) -> str:
    """Share of AI pictures against the mean score, by bin; condition ``name`` in front."""
    with drawing("calibration", f"Calibration, {name} in front") as drawn:
        ax = drawn.axes
        ax.plot([0, 1], [0, 1], color=QUIET, linewidth=0.8, linestyle=":")
        for one in conditions.values():
            ax.plot(
                [b[0] for b in one.bins], [b[1] for b in one.bins], color=QUIET, linewidth=0.9, alpha=0.45
            )
        bins = conditions[name].bins
        ax.plot([b[0] for b in bins], [b[1] for b in bins], "o-", color=INK, markersize=3.5, label=name)
        ax.set(xlabel="mean score of a bin", ylabel="share of AI pictures", xlim=(0, 1), ylim=(-0.02, 1.02))
        ax.legend(loc="upper left")
    return drawn.svg


def risk(conditions: Mapping[str, Condition], name: str) -> str:
    """Wrong answers against answers given, the surest first; condition ``name`` in front."""
    with drawing("risk", f"Risk against coverage, {name} in front") as drawn:
        ax = drawn.axes
        for one in conditions.values():
            ax.plot(one.risk.coverage, one.risk.risk, color=QUIET, linewidth=0.9, alpha=0.45)
        front = conditions[name].risk
        ax.plot(front.coverage, front.risk, color=INK, linewidth=1.8, label=name)
        ax.set(
            xlabel="share of pictures answered",
            ylabel="share of answers wrong",
            xlim=(0, 1.01),
            ylim=(0, None),
        )
        ax.legend(loc="lower right")
    return drawn.svg


def mistakes(crossing: Crossing, bar: float, point: str) -> str:
    """Share of each source's pictures over a threshold with its upper bound; ``bar`` is what is allowed."""
    names = list(crossing.groups)[::-1]
    with drawing(
        f"mistakes {point}", "Other pictures over the threshold, by source", 0.9 + _ROW * len(names)
    ) as drawn:
        ax = drawn.axes
        for row, name in enumerate(names):
            rate = crossing.groups[name]
            ax.plot([rate.fpr, rate.upper95], [row, row], color=OTHER, linewidth=1.4)
            ax.plot(rate.upper95, row, "|", color=OTHER, markersize=8)
            ax.plot(rate.fpr, row, "s", color=OTHER, markersize=4)
        ax.axvline(bar, color=QUIET, linewidth=0.9, linestyle=":")
        _names(ax, [f"{name} ({crossing.groups[name].n})" for name in names])
        ax.set(xlabel="share over it, with its upper bound", xlim=(0, None))
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    return drawn.svg


def _whiskers(
    ax: Axes,
    rows: Sequence[float],
    values: Sequence[float],
    bounds: Sequence[tuple[float, float]],
    colour: str,
    marker: str,
    label: str,
    hollow: Sequence[bool] = (),
) -> None:
    """``hollow`` by row; a row's marker is never cut off at the edge of the axes."""
    for row, (low, high) in zip(rows, bounds, strict=True):
        ax.plot([low, high], [row, row], color=colour, linewidth=1.4)
    ax.plot([], [], marker, color=colour, markersize=4.5, label=label)
    for place, (value, row) in enumerate(zip(values, rows, strict=True)):
        filling = _HOLLOW if hollow and hollow[place] else {}
        ax.plot(value, row, marker, color=colour, markersize=4.5, clip_on=False, zorder=3, **filling)


def _names(ax: Axes, names: Sequence[str]) -> None:
    ax.set_yticks(range(len(names)), [n if len(n) <= _LONGEST else f"{n[: _LONGEST - 1]}…" for n in names])
    ax.set_ylim(-0.6, len(names) - 0.4)
    ax.tick_params(axis="y", length=0)


def _chance(ax: Axes) -> None:
    ax.axvline(0.5, color=QUIET, linewidth=0.9, linestyle=":")
    left, right = ax.get_xlim()
    ax.set_xlim(min(0.4, left), min(1.0, max(0.6, right)))
    ax.set_xlabel("AUC (dotted: chance)")
