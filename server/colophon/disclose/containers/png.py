"""PNG: chunks. XMP lies in an international text chunk, a signed record in a caBX chunk."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

from colophon.errors import InputError

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_XMP_KEY: Final = b"XML:com.adobe.xmp\0"
_PLAIN: Final = b"\0\0\0\0"  # not compressed, no method, no language, no translated key
_TEXTS: Final = frozenset({b"iTXt", b"tEXt", b"zTXt"})
_RECORD: Final = b"caBX"
_MAX_XMP: Final = 1 << 20  # bytes, inflated: what the check reads at most
# What belongs to the coded picture; all others are metadata.
_PICTURE: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"IEND"})
_OF_THE_OLD_PICTURE: Final = frozenset({b"bKGD", b"sBIT", b"hIST", b"sPLT"})

_Chunk = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Png:
    """``chunks`` are (type, body), IHDR to IEND; ``tail`` is what lies behind."""

    chunks: tuple[_Chunk, ...]
    tail: bytes

    @classmethod
    def parse(cls, data: bytes) -> Png:
        """Cut a file up. Raises InputError where a chunk is cut off."""
        chunks: list[_Chunk] = []
        at = len(_SIGNATURE)
        while True:
            length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
            end = at + 12 + length
            if end > len(data) or (not chunks and kind != b"IHDR"):
                raise InputError("its PNG chunks are damaged")
            chunks.append((kind, data[at + 8 : end - 4]))
            at = end
            if kind == b"IEND":
                return cls(tuple(chunks), data[at:])

    def xmp(self) -> tuple[bytes, ...]:
        """See `Container`. Raises InputError when a compressed packet is damaged or beyond 1 MiB."""
        return tuple(_xmp_of(kind, body) for kind, body in self.chunks if _is_xmp(kind, body))

    def with_xmp(self, packets: tuple[bytes, ...]) -> Png:
        """Behind the header, in front of the picture."""
        others = [chunk for chunk in self.chunks if not _is_xmp(*chunk)]
        added = [(b"iTXt", _XMP_KEY + _PLAIN + packet) for packet in packets]
        return Png((others[0], *added, *others[1:]), self.tail)

    def has_record(self) -> bool:
        """See `Container`."""
        return any(kind == _RECORD for kind, _ in self.chunks)

    def without_record(self) -> Png:
        """See `Container`."""
        return Png(tuple(chunk for chunk in self.chunks if chunk[0] != _RECORD), self.tail)

    def with_picture(self, encoded: bytes) -> Png:
        """See `Container`."""
        other = Png.parse(encoded).chunks
        gone = _PICTURE | _OF_THE_OLD_PICTURE
        first = next((n for n, chunk in enumerate(self.chunks) if chunk[0] == b"IDAT"), len(self.chunks))
        before = [chunk for chunk in self.chunks[:first] if chunk[0] not in gone]
        after = [chunk for chunk in self.chunks[first:] if chunk[0] not in gone]
        coded = [chunk for chunk in other[1:-1] if chunk[0] in _PICTURE]
        return Png((other[0], *before, *coded, *after, other[-1]), self.tail)

    def to_bytes(self) -> bytes:
        """See `Container`."""
        parts = (
            len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)
            for kind, body in self.chunks
        )
        return _SIGNATURE + b"".join(parts) + self.tail

    def bits_per_channel(self) -> int:
        """From the header: 1, 2, 4, 8 or 16."""
        return self.chunks[0][1][8]


def _is_xmp(kind: bytes, body: bytes) -> bool:
    """Under its key; some writers use another kind of text chunk than the one it belongs in."""
    return kind in _TEXTS and body.startswith(_XMP_KEY)


def _xmp_of(kind: bytes, body: bytes) -> bytes:
    rest = body[len(_XMP_KEY) :]
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _inflated(rest[1:])
    text = rest[2:].split(b"\0", 2)[-1]  # behind language and translated key
    return _inflated(text) if rest[:1] == b"\1" else text


def _inflated(text: bytes) -> bytes:
    inflating = zlib.decompressobj()
    try:
        found = inflating.decompress(text, _MAX_XMP)
    except zlib.error as error:
        raise InputError("its XMP block is damaged") from error
    if inflating.unconsumed_tail:
        raise InputError(f"its XMP block is larger than {_MAX_XMP:,} bytes")
    return found
