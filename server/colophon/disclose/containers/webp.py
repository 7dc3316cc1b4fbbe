"""WebP: chunks of a RIFF file. XMP and a signed record have their own; a header says what there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from colophon.errors import InputError

_XMP: Final = b"XMP "
_RECORD: Final = b"C2PA"
_HEADER: Final = b"VP8X"
_PICTURE: Final = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_FRAMES: Final = frozenset({b"ANIM", b"ANMF"})
# Which chunk sets which flag of the header (WebP Container Specification, "Extended File Format").
_FLAGS: Final = {b"ICCP": 0x20, b"ALPH": 0x10, b"EXIF": 0x08, _XMP: 0x04, b"ANIM": 0x02}
_ALPHA: Final = 0x10

_Chunk = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Webp:
    """``chunks`` are (type, body) without the header chunk; ``alpha`` says whether pixels may be transparent.

    ``size`` is width and height of the canvas.
    """

    chunks: tuple[_Chunk, ...]
    size: tuple[int, int]
    alpha: bool

    @classmethod
    def parse(cls, data: bytes) -> Webp:
        """Cut a file up. Raises InputError where a chunk is cut off."""
        chunks: list[_Chunk] = []
        at, end = 12, 8 + int.from_bytes(data[4:8], "little")
        while at < end:
            length = int.from_bytes(data[at + 4 : at + 8], "little")
            if at + 8 + length > min(end, len(data)):
                raise InputError("its WebP chunks are damaged")
            chunks.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
            at += 8 + length + length % 2
        return cls(tuple(c for c in chunks if c[0] != _HEADER), *_canvas(chunks))

    def xmp(self) -> tuple[bytes, ...]:
        """See `Container`."""
        return tuple(body for kind, body in self.chunks if kind == _XMP)

    def with_xmp(self, packets: tuple[bytes, ...]) -> Webp:
        """Behind the picture and EXIF."""
        others = [chunk for chunk in self.chunks if chunk[0] != _XMP]
        return self._with((*others, *((_XMP, packet) for packet in packets)))

    def has_record(self) -> bool:
        """See `Container`."""
        return any(kind == _RECORD for kind, _ in self.chunks)

    def without_record(self) -> Webp:
        """See `Container`."""
        return self._with(tuple(chunk for chunk in self.chunks if chunk[0] != _RECORD))

    def with_picture(self, encoded: bytes) -> Webp:
        """See `Container`. Animations, which have frames, are not to be given here."""
        other = Webp.parse(encoded)
        coded = [chunk for chunk in other.chunks if chunk[0] in _PICTURE]
        before = [chunk for chunk in self.chunks if chunk[0] == b"ICCP"]
        after = [c for c in self.chunks if c[0] not in _PICTURE | _FRAMES | {b"ICCP"}]
        return Webp((*before, *coded, *after), other.size, other.alpha)

    def to_bytes(self) -> bytes:
        """See `Container`. Always with a header chunk: a file with metadata must have one."""
        flags = _ALPHA * self.alpha
        for kind, _ in self.chunks:
            flags |= _FLAGS.get(kind, 0)
        sides = b"".join((side - 1).to_bytes(3, "little") for side in self.size)
        parts = [(_HEADER, bytes([flags, 0, 0, 0]) + sides), *self.chunks]
        body = b"WEBP" + b"".join(
            kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
            for kind, content in parts
        )
        return b"RIFF" + len(body).to_bytes(4, "little") + body

    def is_lossless(self) -> bool:
        """Whether the picture is coded without loss."""
        return any(kind == b"VP8L" for kind, _ in self.chunks)

    def _with(self, chunks: tuple[_Chunk, ...]) -> Webp:
        return Webp(chunks, self.size, self.alpha)


def _canvas(chunks: list[_Chunk]) -> tuple[tuple[int, int], bool]:
    """Size and transparency, from the header or, in the simple format, from the coded picture."""
    kind, body = chunks[0] if chunks else (b"", b"")
    if kind == _HEADER and len(body) >= 10:
        sides = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
        return (next(sides), next(sides)), bool(body[0] & _ALPHA)
    if kind == b"VP8L" and len(body) >= 5:
        bits = int.from_bytes(body[1:5], "little")  # behind the signature byte: 14, 14 and 1 bits
        return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1), bool(bits >> 28 & 1)
    if kind == b"VP8 " and len(body) >= 10:
        sides = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        return (next(sides), next(sides)), False
    raise InputError("its WebP chunks are damaged")
