"""PNG: text chunks (also those after the image data), XMP and EXIF."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from colophon.checks.metadata.records import Kind, Records
from colophon.evidence import Reason, Why

_XMP_KEY = b"XML:com.adobe.xmp"
# The keys that a recogniser asks for; others are neither kept nor inflated.
_KEYS = frozenset(
    b"parameters prompt workflow fooocus_scheme Dream sd-metadata invokeai_metadata "
    b"Software Source Comment Title Description Author AIGC".split()
)


class Chunk(NamedTuple):
    """One chunk; ``start`` and ``end`` are offsets of its body, cut at the end of the file."""

    kind: bytes
    start: int
    end: int


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks up to and including IEND, or up to the one that is cut off."""
    at = 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        chunk = Chunk(data[at + 4 : at + 8], at + 8, min(at + 8 + length, len(data)))
        yield chunk
        at += 12 + length
        if chunk.kind == b"IEND":
            return


def walk(data: bytes, records: Records) -> int:
    """Keep the packets; return the offset behind IEND, or the file's length when it is absent."""
    for chunk in chunks(data):
        if not records.more():
            return len(data)
        if chunk.kind == b"IEND":
            return chunk.end + 4  # its checksum
        if chunk.kind == b"eXIf":
            records.add(Kind.EXIF, data[chunk.start : chunk.end])
        elif chunk.kind in (b"tEXt", b"zTXt", b"iTXt"):
            _keep_text(chunk.kind, data[chunk.start : chunk.end], records)
    records.problem(Reason(Why.DAMAGED))
    return len(data)


def _keep_text(kind: bytes, body: bytes, records: Records) -> None:
    key, _, rest = body.partition(b"\0")
    if key not in _KEYS and key != _XMP_KEY:
        return
    packed = kind == b"zTXt"
    if packed:
        rest = rest[1:]  # compression method: there is only one
    elif kind == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].split(b"\0", 2)[-1]  # language and translated keyword
    if packed:
        rest = _inflated(rest, records)
    if key == _XMP_KEY:
        records.add(Kind.XMP, rest)
    else:
        records.add(Kind.TEXT, rest, f"png:{key.decode()}")


def _inflated(body: bytes, records: Records) -> bytes:
    """At most one byte more than there is room for, so that the limit is seen to be passed."""
    try:
        return zlib.decompressobj().decompress(body, records.room() + 1)
    except zlib.error:
        records.problem(Reason(Why.BLOCK_DAMAGED))
        return b""
