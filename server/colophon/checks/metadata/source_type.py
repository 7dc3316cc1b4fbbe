"""IPTC digital source types: which process a term states (specification, sections 3 and 4)."""

from __future__ import annotations

from colophon.evidence import Process

PROCESSES = {
    "digitalCapture": Process.CAPTURED,
    "computationalCapture": Process.CAPTURED,
    "negativeFilm": Process.CAPTURED,
    "positiveFilm": Process.CAPTURED,
    "print": Process.CAPTURED,
    "humanEdits": Process.CAPTURED_EDITED,
    "minorHumanEdits": Process.CAPTURED_EDITED,  # retired
    "algorithmicallyEnhanced": Process.CAPTURED_EDITED,  # not generative (facts 2.2)
    "trainedAlgorithmicMedia": Process.AI_GENERATED,
    "compositeWithTrainedAlgorithmicMedia": Process.AI_EDITED,
    "compositeSynthetic": Process.COMPOSITE_AI,
    "composite": Process.COMPOSITE,
    "compositeCapture": Process.COMPOSITE,
    # For the card only: none of these says how the picture was made in our words.
    "digitalCreation": Process.UNKNOWN,
    "digitalArt": Process.UNKNOWN,  # retired
    "dataDrivenMedia": Process.UNKNOWN,
    "algorithmicMedia": Process.UNKNOWN,  # not AI (facts 2.2)
    "softwareImage": Process.UNKNOWN,  # retired
    "screenCapture": Process.UNKNOWN,
    "virtualRecording": Process.UNKNOWN,
}
_LONGEST = 200  # characters; the longest URI of the list has 84
_BY_LOWER = {term.lower(): term for term in PROCESSES}


def term_of(value: str) -> str | None:
    """The term in a URI (``http`` or ``https``), a QCode or alone, or None when it is not one of the list."""
    last = value[:_LONGEST].strip().rstrip("/").rpartition("/")[2].rpartition(":")[2]
    return _BY_LOWER.get(last.lower())
