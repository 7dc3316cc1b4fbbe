"""From the content claim to the label's process (label specification, section 3 and section 14, 16)."""

from __future__ import annotations

from collections.abc import Iterable

from colophon.checks.c2pa.claim import PLACED, Finding
from colophon.checks.c2pa.manifest import Action
from colophon.evidence import ContentClaim, Process

_PLAIN = {
    ContentClaim.AI_GENERATED: Process.AI_GENERATED,
    ContentClaim.CAPTURED: Process.CAPTURED,
    ContentClaim.EDITED: Process.UNKNOWN,  # no label at any trust (section 14, 15)
    ContentClaim.UNSPECIFIED: Process.UNKNOWN,
}

# Recorded actions as words that the catalogue translates, under ``details.what``.
_WHAT = {
    "c2pa.cropped": "cropped",
    "c2pa.color_adjustments": "color_adjusted",
    "c2pa.adjustedColor": "color_adjusted",
    "c2pa.resized": "resized",
    "c2pa.drawing": "drawn_on",
    "c2pa.filtered": "filtered",
    "c2pa.removed": "object_removed",
    "c2pa.deleted": "object_removed",
    "c2pa.placed": "image_added",
    "c2pa.addedText": "text_added",
    "c2pa.translated": "text_translated",
}
_REGION = "area_changed"
_OTHER = "edited"
WHAT_KEYS = frozenset({*_WHAT.values(), _REGION, _OTHER})


def process_of(finding: Finding) -> Process:
    """The process a label may name: narrower than the claim where the record lacks detail."""
    if finding.claim == ContentClaim.AI_EDITED:
        if finding.ai_component:
            return Process.COMPOSITE_AI
        return Process.AI_EDITED if _is_described(finding.action) else Process.AI_INVOLVED
    if finding.claim == ContentClaim.CAPTURED_EDITED:
        placed = any(a.name == PLACED for a in finding.changes)
        return Process.COMPOSITE if placed else Process.CAPTURED_EDITED
    return _PLAIN[finding.claim]


def what_of(changes: Iterable[Action]) -> list[str]:
    """The recorded changes as catalogue keys, each once, in the order of the record."""
    keys: dict[str, None] = {}
    for action in changes:
        if action.has_region:
            keys[_REGION] = None
        keys[_WHAT.get(action.name, _OTHER)] = None
    return list(keys)


def _is_described(action: Action | None) -> bool:
    """Opening a file is not the change: its description does not say what AI did."""
    if action is None or action.name == "c2pa.opened":
        return False
    return action.has_region or bool(action.description)
