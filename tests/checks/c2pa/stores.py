"""Manifest stores as the library prints them, with only what matters."""

from __future__ import annotations

from typing import Any

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def action(name: str, term: str | None = None, **more: Any) -> dict[str, Any]:
    return {"action": f"c2pa.{name}"} | ({"digitalSourceType": IPTC + term} if term else {}) | more


def manifest(*actions: dict[str, Any], ingredients: tuple[Any, ...] = (), **more: Any) -> dict[str, Any]:
    assertion = {"label": "c2pa.actions.v2", "data": {"actions": list(actions)}, "created": True}
    return {
        "claim_version": 2,
        "assertions": [assertion] if actions else [],
        "ingredients": list(ingredients),
        "signature_info": {"issuer": "Example Org", "time": "2026-05-31T21:03:40+00:00"},
    } | more


def taken_in(relationship: str, label: str | None) -> dict[str, Any]:
    return {"relationship": relationship} | ({"active_manifest": label} if label else {})


def store(active: dict[str, Any], **others: dict[str, Any]) -> dict[str, Any]:
    return {"active_manifest": "active", "manifests": {"active": active, **others}}
