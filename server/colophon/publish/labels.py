"""Published rows as labels of the AT Protocol, signed (atproto.com/specs/label).

A label names an image by its hash (RFC 6920) and pins its exact bytes by the CID that they have as a blob:
CIDv1, raw, sha2-256.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from colophon.publish.identity import Identity
from colophon.publish.values import VALUES
from colophon.store.published import Published

PREFIX = "ni:///sha-256;"
_RAW_SHA256 = bytes([1, 0x55, 0x12, 32])  # version, codec, hash function and its length
_URI = re.compile(rf"{re.escape(PREFIX)}([A-Za-z0-9_-]{{43}})")
KEPT = 2048  # signed labels: a signature takes 0.3 ms, and many ask for the same

Label = Mapping[str, Any]


def uri_of(sha256: str) -> str:
    """The name of the image with this SHA-256 (hex)."""
    return PREFIX + base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")


def sha256_of(uri: str) -> str | None:
    """The SHA-256 (hex) that a name is of; None where it names something else."""
    found = _URI.fullmatch(uri)
    return base64.urlsafe_b64decode(found[1] + "=").hex() if found else None


def cid_of(sha256: str) -> str:
    """The CID that the image's bytes have as a blob."""
    encoded = base64.b32encode(_RAW_SHA256 + bytes.fromhex(sha256)).decode()
    return "b" + encoded.rstrip("=").lower()


def unsigned(row: Published, did: str) -> dict[str, Any] | None:
    """The label that a row comes to; None where it names no process, or is not told any more.

    That nothing was found is said by taking back what stood. Of an image that is protected by now only that
    is told.
    """
    value = VALUES.get(row.process)
    if value is None or (row.emptied and not row.negated):
        return None
    label: dict[str, Any] = {
        "ver": 1,
        "src": did,
        "uri": uri_of(row.sha256),
        "cid": cid_of(row.sha256),
        "val": value.name,
        "cts": _when(row.created),
    }
    if row.negated:
        return label | {"neg": True}
    return label | ({"exp": _when(row.expires)} if row.expires is not None else {})


class Labeler:
    """Labels as this server signs them."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.label: Callable[[Published], Label | None] = lru_cache(KEPT)(self._signed)

    def _signed(self, row: Published) -> Label | None:
        from libipld import encode_dag_cbor  # only a server that publishes needs it

        label = unsigned(row, self.identity.did)
        return label and label | {"sig": self.identity.sign(encode_dag_cbor(label))}


def in_json(label: Label) -> dict[str, Any]:
    """A label as JSON has it: bytes as atproto.com/specs/data-model says."""
    sig = base64.b64encode(label["sig"]).decode().rstrip("=")
    return {**label, "sig": {"$bytes": sig}}


def _when(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
