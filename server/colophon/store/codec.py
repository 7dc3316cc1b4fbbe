"""Findings as JSON and back."""

from __future__ import annotations

from typing import Any

import orjson

from colophon.evidence import Confidence, Evidence, Findings, Process, Source


def dump_findings(found: Findings) -> bytes:
    """Encode; `load_findings` gives an equal value back."""
    return orjson.dumps(
        {
            "sha256": found.sha256,
            "media_type": found.media_type,
            "evidence": [_dump_evidence(piece) for piece in found.evidence],
            "checks": dict(found.checks),
            "pdq": found.pdq,
            "pdq_quality": found.pdq_quality,
            "unreadable": found.unreadable,
        },
        default=dict,  # read-only mappings
    )


def load_findings(body: bytes) -> Findings:
    """Decode what `dump_findings` made."""
    value: dict[str, Any] = orjson.loads(body)
    return Findings(**{**value, "evidence": tuple(_load_evidence(piece) for piece in value["evidence"])})


def _dump_evidence(piece: Evidence) -> dict[str, Any]:
    return {
        "source": piece.source,
        "process": piece.process,
        "confidence": piece.confidence,
        "rank": int(piece.rank),
        "source_name": piece.source_name,
        "date": piece.date,
        "details": piece.details,
    }


def _load_evidence(value: dict[str, Any]) -> Evidence:
    words = {
        "source": Source(value["source"]),
        "process": Process(value["process"]),
        "confidence": Confidence(value["confidence"]),
    }
    return Evidence(**{**value, **words})
