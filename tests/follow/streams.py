"""Streams of decisions as a publisher would serve them, without a server."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from colophon.follow.lines import Head, Position, Signer, after
from colophon.store.published import Published, seal

SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = Signer(Ed25519PrivateKey.from_private_bytes(bytes(32)))


def record(seq: int, **changes: Any) -> Published:
    """A decision, or its negation."""
    values: dict[str, Any] = {
        "seq": seq,
        "decision": f"{seq:032x}",
        "sha256": hashlib.sha256(f"picture {seq}".encode()).hexdigest(),
        "process": "ai_generated",
        "negated": False,
        "reason": f"the layers were shown, {seq}",
        "team": "Reviewers",
        "near": False,
        "expires": None,
        "created": 1_760_000_000 + seq,
        "sketch": None,
    } | changes
    return Published(**values, sealed=seal(values["reason"], values["sketch"]))


def answer(
    records: Sequence[Published], since: int = 0, to: int | None = None, signer: Signer = SIGNER, **head: Any
) -> list[bytes]:
    """The lines of an answer: of ``records``, the first of which has the number 1, those after ``since``."""
    at, lines, begin = Position(), [], Position()
    for one in records:
        if since < one.seq <= (to or len(records)):
            lines.append(signer.record(one, at.hash))
        at = after(one, at)
        begin = at if one.seq == since else begin
    said: dict[str, Any] = {
        "server": "A newsroom",
        "address": "https://colophon.example.org",
        "key": signer.fingerprint,
        "since": since,
        "prev": begin.hash,
        "to": to or len(records),
        "latest": len(records),
    } | head
    return [signer.head(Head(**said)), *lines]
