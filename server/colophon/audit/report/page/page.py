"""The report as one HTML file: no script, nothing from elsewhere, no clock."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from colophon.audit.report.page import answer, copies, gaps, method, places, seen
from colophon.audit.report.page.blocks import Section
from colophon.audit.report.whole import Whole

_STYLE = Path(__file__).with_name("report.css")
ABOUT = "Audit of a timeline"


def page(report: Whole, more: list[Section] | None = None) -> str:
    """The file's text. ``more`` sections stand after the answer: what changed since an earlier audit."""
    environment = Environment(
        loader=PackageLoader("colophon.audit.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    facts = method.facts(report)
    return environment.get_template("report.html").render(
        over=ABOUT,
        title=facts[0][1],
        facts=facts[1:],
        answer=answer.sentences(report),
        note=answer.NO_LABEL,
        tiles=answer.tiles(report),
        sections=[*(more or []), *sections(report)],
        style=Markup(_STYLE.read_text(encoding="utf-8")),  # noqa: S704 - a file of ours
    )


def sections(report: Whole) -> list[Section]:
    """In the order in which they should be read."""
    sampled = seen.prevalence(report)
    return [
        seen.labels(report),
        *([sampled] if sampled else []),
        seen.over_time(report),
        copies.near_copies(report),
        copies.conflicts(report),
        seen.evidence(report),
        places.accounts(report),
        places.sites(report),
        gaps.gaps(report),
        method.method(report),
        method.limits(report),
        method.versions(report),
    ]
