"""Findings as JSON and back. What most findings have in common is held in memory once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
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
        "checks": _checks(tuple((name, *_words_of(outcome)) for name, outcome in value["checks"].items())),
        "unreadable": unreadable and _load_reason(unreadable),
        "hashes": tuple(value["hashes"]),
        "looked_with": sys.intern(value["looked_with"]),
        "media_type": sys.intern(value["media_type"]),
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


def _words_of(outcome: dict[str, Any]) -> tuple[str, tuple[tuple[Any, ...], ...]]:
    """State, and of each reason its key and values: what can be compared."""
    return outcome["state"], tuple((r["key"], *r["values"].items()) for r in outcome["reasons"])


@lru_cache(maxsize=1000)
def _checks(outcomes: tuple[tuple[str, str, tuple[tuple[Any, ...], ...]], ...]) -> Mapping[str, Outcome]:
    return MappingProxyType({name: _load_outcome(state, reasons) for name, state, reasons in outcomes})


def _load_outcome(state: str, reasons: tuple[tuple[Any, ...], ...]) -> Outcome:
    return Outcome(State(state), tuple(Reason(Why(key), dict(values)) for key, *values in reasons))


def _dump_reason(reason: Reason) -> dict[str, Any]:
    return {"key": reason.key, "values": reason.values}


def _load_reason(value: dict[str, Any]) -> Reason:
    return Reason(Why(value["key"]), value["values"])
