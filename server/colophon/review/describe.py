"""What an item keeps of an image: evidence in words, where it was seen; no caption, no author, no pixels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from colophon.assess import Asking, assessment
from colophon.evidence import Findings
from colophon.images.hashes import FLOOR
from colophon.resolve import resolve
from colophon.store.review_words import Item
from colophon.wire import AssessmentOut

KEPT = ("label", "conflict", "evidence", "checks", "reason", "permalink", "site", "posted_at", "places")
MOST = 1000  # of doubt: sources that contradict each other
UNKNOWN = 600  # nothing is known: a person sees more in it than in what a signed record settles
_SETTLED = {"reviewed": 50, "recorded": 150, "matched": 300, "stated": 450, "estimated": 900}


def item_of(id: str, queue: str, known: Mapping[str, Any], draw: int = 0, first: str | None = None) -> Item:
    """An item for an image of which ``known`` is told: a row of an audit, or `told` of findings."""
    label = known.get("label") or {}
    sure = (known.get("pdq_quality") or 0) >= FLOOR
    return Item(
        id,
        queue,
        known["sha256"],
        first=first,
        pdq=known.get("pdq") if sure else None,
        label=label.get("id"),
        process=label.get("process"),
        doubt=doubt(known),
        draw=draw,
        known={name: known[name] for name in KEPT if known.get(name) is not None},
    )


def told(findings: Findings) -> dict[str, Any]:
    """What is known of an image, in English, with scores: for reviewers. Nobody's own disclosures."""
    told: AssessmentOut = assessment(findings, Asking(scores=True), {})
    return told.model_dump(mode="json")


def disputed(findings: Findings) -> bool:
    """Whether what the image itself says asks for a person (specification, section 7, and 14, 3)."""
    if findings.protected or findings.pending:
        return False
    public = [piece for piece in findings.evidence if piece.details.get("owner") is None]
    found = resolve(public)
    return found.conflict or found.review


def doubt(known: Mapping[str, Any]) -> int:
    """How little the evidence settles, 0 to 1000: what a person is asked first.

    Not "the most AI first": an estimate near its threshold says least, whichever way it points.
    """
    if known.get("conflict"):
        return MOST
    label = known.get("label") or {}
    score = next(
        (e["details"].get("score") for e in known.get("evidence", ()) if "score" in e["details"]), None
    )
    if label.get("confidence") not in _SETTLED:
        return UNKNOWN if score is None else round(UNKNOWN + 300 * (1 - abs(2 * float(score) - 1)))
    return _SETTLED[label["confidence"]]
