"""The report's head, and its sections in their order."""

from __future__ import annotations

from pathlib import Path

from colophon.audit.report.page import answer, copies, gaps, method, places, seen
from colophon.audit.report.whole import Whole
from colophon.report.blocks import Section
from colophon.report.page import Head, document

ABOUT = "Audit of a timeline"


def page(report: Whole, more: list[Section] | None = None) -> str:
    """The file's text. ``more`` sections stand after the answer: what changed since an earlier audit."""
    (_, title), *facts = method.facts(report)
    head = Head(
        tab=f"{ABOUT}: {title}",
        over=ABOUT,
        title=title,
        facts=facts,
        answer=answer.sentences(report),
        tiles=answer.tiles(report),
        note=answer.NO_LABEL,
    )
    return document(head, [*(more or []), *sections(report)], Path(__file__).parent)


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
