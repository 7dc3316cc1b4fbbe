"""The report as one page that needs nothing else: tables, plots and method, wide and narrow."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from colophon_model.evaluation import plots
from colophon_model.evaluation.adopt import FEWEST as FEWEST_JUDGED
from colophon_model.evaluation.deliveries import DELIVERIES, SCREENSHOT
from colophon_model.evaluation.matching import FEWEST
from colophon_model.evaluation.rates import ANY, CANDIDATE
from colophon_model.evaluation.report import Part, Report, found_at_1
from colophon_model.evaluation.shortcuts import HIGH, LOW
from colophon_model.evaluation.thresholds import LABEL, RESEARCH

WHOLE, EQUAL = "whole pictures", "equal squares"
# Upper bound that a source may have at a point; a point made up for the page is held to the milder one.
ALLOWED = {RESEARCH.name: RESEARCH.upper, LABEL.name: LABEL.upper, CANDIDATE: RESEARCH.upper}


def page(report: Report) -> str:
    """The report as HTML."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "share": share,
        "auc": auc,
        "percent": percent,
        "gate": gate,
        "found_at_1": found_at_1,
    }
    parts = {name: part for name, part in ((WHOLE, report.whole), (EQUAL, report.equal)) if part}
    return environment.get_template("page.html").render(
        report=report,
        parts=parts,
        first=next(iter(parts.values()), None),
        plots=_plots(parts),
        crossings=_crossings(parts),
        any=ANY,
        candidate=CANDIDATE,
        deliveries=[delivery.name for delivery in DELIVERIES],
        screenshot=SCREENSHOT,
        low=LOW,
        high=HIGH,
        fewest=FEWEST,
        fewest_judged=FEWEST_JUDGED,
    )


def auc(value: float | None) -> str:
    """.713, or a dash where there is none."""
    return "–" if value is None or math.isnan(value) else f"{value:.3f}".removeprefix("0")


def share(value: float | None) -> str:
    """.71, or a dash where there is none."""
    return "–" if value is None or math.isnan(value) else f"{value:.2f}".removeprefix("0")


def percent(value: float | None) -> str:
    """1.7 %, or a dash where there is none."""
    return "–" if value is None or math.isnan(value) else f"{100 * value:.1f} %"


def gate(name: str) -> str:
    """The gate in words."""
    return name.replace("_", " ").replace("jpeg", "JPEG")


def _plots(parts: dict[str, Part]) -> dict[str, Markup]:
    if not parts:
        return {}
    first = next(iter(parts.values())).figures
    worst = next(iter(first.conditions))
    front = first.conditions[worst]
    drawn: dict[str, Callable[[], str]] = {
        "auc": lambda: plots.auc_by_condition(
            {n: p.figures.conditions for n, p in parts.items()},
            {n: {row for row, audit in p.audit.items() if audit.void} for n, p in parts.items()},
        ),
        "roc": lambda: plots.roc(first.conditions, worst),
        "histogram": lambda: plots.histogram(front, worst),
        "calibration": lambda: plots.calibration(first.conditions, worst),
        "risk": lambda: plots.risk(first.conditions, worst),
    }
    for name, part in parts.items():
        drawn[f"groups {name}"] = lambda n=name, p=part: plots.auc_by_group(  # type: ignore[misc]
            p.figures.groups, n
        )
    for point, rows in first.points.items():
        drawn[f"mistakes {point}"] = lambda p=point, r=rows: plots.mistakes(  # type: ignore[misc]
            r[ANY], ALLOWED[p], p
        )
    return {name: Markup(draw()) for name, draw in drawn.items()}  # noqa: S704  our own drawing


def _crossings(parts: dict[str, Part]) -> dict[str, Any]:
    return next(iter(parts.values())).figures.points if parts else {}
