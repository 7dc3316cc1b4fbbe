"""Findings as JSON and back."""

from __future__ import annotations

from typing import Any

import orjson

from colophon.evidence import Confidence, Evidence, Findings, Outcome, Process, Reason, Source, State, Why


def dump_findings(found: Findings) -> bytes:
    """Encode; `load_findings` gives an equal value back."""
    return orjson.dumps(
        {
            "sha256": found.sha256,
            "media_type": found.media_type,
            "evidence": [_dump_evidence(piece) for piece in found.evidence],
            "checks": {name: _dump_outcome(outcome) for name, outcome in found.checks.items()},
            "pdq": found.pdq,
            "pdq_quality": found.pdq_quality,
            "unreadable": found.unreadable and _dump_reason(found.unreadable),
            "hashes": found.hashes,
            "generation": found.generation,
            "looked_with": found.looked_with,
            "protected": found.protected,
        },
        default=dict,  # read-only mappings
    )


def load_findings(body: bytes) -> Findings:
    """Decode what `dump_findings` made."""
    value: dict[str, Any] = orjson.loads(body)
    unreadable = value["unreadable"]
    loaded = {
        "evidence": tuple(_load_evidence(piece) for piece in value["evidence"]),
        "checks": {name: _load_outcome(outcome) for name, outcome in value["checks"].items()},
        "unreadable": unreadable and _load_reason(unreadable),
        "hashes": tuple(value["hashes"]),
    }
    return Findings(**{**value, **loaded})


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


def _dump_outcome(outcome: Outcome) -> dict[str, Any]:
    return {"state": outcome.state, "reasons": [_dump_reason(reason) for reason in outcome.reasons]}


def _load_outcome(value: dict[str, Any]) -> Outcome:
    return Outcome(State(value["state"]), tuple(_load_reason(reason) for reason in value["reasons"]))


def _dump_reason(reason: Reason) -> dict[str, Any]:
    return {"key": reason.key, "values": reason.values}


def _load_reason(value: dict[str, Any]) -> Reason:
    return Reason(Why(value["key"]), value["values"])
