"""Whether a file keeps pixels as they were given to it."""

from __future__ import annotations

from typing import Final

from colophon.images import sniff

_LOSSY, _LOSSLESS = b"VP8 ", b"VP8L"
_MAX_CHUNKS: Final = 64  # in front of the picture there are at most three


def is_lossless(data: bytes, media_type: str) -> bool:
    """True for PNG, and for WebP files that hold one lossless picture."""
    return media_type == sniff.PNG or (media_type == sniff.WEBP and _coding(data) == _LOSSLESS)


def _coding(data: bytes) -> bytes | None:
    """The type of the first chunk that holds a picture; None for animations, whose frames lie deeper."""
    at = 12
    for _ in range(_MAX_CHUNKS):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind in (_LOSSY, _LOSSLESS):
            return kind
        at += 8 + length + length % 2
    return None
