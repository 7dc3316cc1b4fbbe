"""IPTC-IIM: the credit line, in Photoshop's resource blocks or bare."""

from __future__ import annotations

_IIM_RESOURCE = 0x0404
_CREDIT = b"\x1c\x02\x6e"  # record 2, data set 110
_MAX_PARTS = 1000  # resources of one block, data sets of one resource; editors write about 30


def credit(data: bytes) -> str | None:
    """The credit line, or None."""
    body = data if data[:1] == b"\x1c" else _resource(data)
    at = 0
    for _ in range(_MAX_PARTS):
        if body[at : at + 1] != b"\x1c":
            return None
        length = int.from_bytes(body[at + 3 : at + 5])
        if length & 0x8000:
            return None  # an extended data set: pictures, not text
        if body.startswith(_CREDIT, at):
            return body[at + 5 : at + 5 + length].decode("utf-8", "replace").strip("\0 ")
        at += 5 + length
    return None


def _resource(data: bytes) -> bytes:
    at = 0
    for _ in range(_MAX_PARTS):
        if data[at : at + 4] != b"8BIM" or at + 7 > len(data):
            return b""
        kind, name = int.from_bytes(data[at + 4 : at + 6]), data[at + 6]
        at += 6 + (name + 2) // 2 * 2  # length byte and name, padded to even
        length, at = int.from_bytes(data[at : at + 4]), at + 4
        if kind == _IIM_RESOURCE:
            return data[at : at + length]
        at += length + length % 2
    return b""
