"""Length-prefixed messages over a pair of pipes: how the check and its worker talk."""

from __future__ import annotations

import os

_LENGTH = 4  # bytes, big-endian
_CHUNK = 1 << 20
MAX_FRAME = 64 << 20  # bytes; a store of 30 manifests is about 0.3 MB of JSON


def write_frame(descriptor: int, *parts: bytes) -> None:
    """Write ``parts`` as one message. Raises OSError (BrokenPipeError) when nobody reads any more."""
    size = sum(len(part) for part in parts)
    for part in (size.to_bytes(_LENGTH), *parts):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(descriptor, rest) :]


def read_frame(descriptor: int) -> bytes:
    """Read one message. Raises EOFError when the other side is gone, ValueError beyond `MAX_FRAME`."""
    size = int.from_bytes(_read(descriptor, _LENGTH))
    if size > MAX_FRAME:
        raise ValueError(f"a message of {size} bytes is beyond the limit of {MAX_FRAME}")
    return _read(descriptor, size)


def _read(descriptor: int, size: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        piece = os.read(descriptor, min(_CHUNK, size - len(pieces)))
        if not piece:
            raise EOFError("the other side closed the pipe")
        pieces += piece
    return bytes(pieces)
