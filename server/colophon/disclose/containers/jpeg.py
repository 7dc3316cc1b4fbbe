"""JPEG: segments up to the coded picture. XMP is in APP1, a signed record in APP11, more pictures behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from colophon.disclose.containers import mpf
from colophon.errors import InputError

_SOI: Final = b"\xff\xd8"
_SOS, _COM, _APP0, _APP1, _APP2, _APP11, _APP14, _APP15 = 0xDA, 0xFE, 0xE0, 0xE1, 0xE2, 0xEB, 0xEE, 0xEF
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_EXIF: Final = b"Exif\0\0"
_JUMBF: Final = b"JP"
_C2PA: Final = b"jumdc2pa"  # the description box of a C2PA store, within the first bytes of its first segment
_MAX_BODY: Final = 65_533  # bytes: the length field counts itself

_Segment = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Jpeg:
    """``segments`` are (marker, body) in front of the coded picture; ``tail`` is that and what follows."""

    segments: tuple[_Segment, ...]
    tail: bytes

    @classmethod
    def parse(cls, data: bytes) -> Jpeg:
        """Cut a file up. Raises InputError where its head is damaged."""
        segments: list[_Segment] = []
        at = len(_SOI)
        while True:
            while data[at : at + 2] == b"\xff\xff":  # fill
                at += 1
            marker, length = data[at + 1 : at + 2], int.from_bytes(data[at + 2 : at + 4])
            if data[at : at + 1] != b"\xff" or not marker or length < 2:
                raise InputError("its JPEG segments are damaged")
            if marker[0] == _SOS:
                return cls(tuple(segments), data[at:])
            segments.append((marker[0], data[at + 4 : at + 2 + length]))
            at += 2 + length

    def xmp(self) -> tuple[bytes, ...]:
        """See `Container`."""
        return tuple(body[len(_XMP) :] for marker, body in self.segments if _is_xmp(marker, body))

    def with_xmp(self, packets: tuple[bytes, ...]) -> Jpeg:
        """Behind JFIF and EXIF, where readers expect it."""
        bodies = [_XMP + packet for packet in packets]
        if any(len(body) > _MAX_BODY for body in bodies):
            raise InputError(
                f"its XMP block would be larger than the {_MAX_BODY - len(_XMP):,} bytes that a JPEG holds; "
                "save the picture without its editing history first, or as PNG"
            )
        others = [segment for segment in self.segments if not _is_xmp(*segment)]
        at = 0
        while at < len(others) and (others[at][0] == _APP0 or _is_exif(*others[at])):
            at += 1
        return self._with((*others[:at], *((_APP1, body) for body in bodies), *others[at:]))

    def has_record(self) -> bool:
        """See `Container`."""
        return bool(self._record_instances())

    def without_record(self) -> Jpeg:
        """See `Container`."""
        gone = self._record_instances()
        return self._with(tuple(s for s in self.segments if not (_is_jumbf(*s) and s[1][2:4] in gone)))

    def with_picture(self, encoded: bytes) -> Jpeg:
        """See `Container`. The marker APP14 says how colours are coded, so it comes with the picture."""
        other = Jpeg.parse(encoded)
        own = tuple(s for s in self.segments if _is_metadata(s[0]))
        return Jpeg(own + tuple(s for s in other.segments if not _is_metadata(s[0])), other.tail)

    def to_bytes(self) -> bytes:
        """See `Container`."""
        return _head(self.segments) + self.tail

    def has_more_pictures(self) -> bool:
        """Whether an index names further pictures behind the first (a gain map, a preview)."""
        return any(mpf.is_index(*segment) for segment in self.segments)

    def _record_instances(self) -> set[bytes]:
        """The numbers of the JUMBF boxes that are C2PA stores; one box may be cut into many segments."""
        return {body[2:4] for marker, body in self.segments if _is_jumbf(marker, body) and _C2PA in body[:48]}

    def _with(self, segments: tuple[_Segment, ...]) -> Jpeg:
        """Other segments in front of the same picture: an index of pictures behind it is kept right."""
        grown = len(_head(segments)) - len(_head(self.segments))
        behind = _behind_index(segments) - _behind_index(self.segments)
        kept = (
            (marker, mpf.shifted(body, grown, behind) if mpf.is_index(marker, body) else body)
            for marker, body in segments
        )
        return Jpeg(tuple(kept), self.tail)


def _head(segments: tuple[_Segment, ...]) -> bytes:
    return _SOI + b"".join(
        bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body for marker, body in segments
    )


def _behind_index(segments: tuple[_Segment, ...]) -> int:
    """Bytes from the index of further pictures on, up to the first picture; 0 without one."""
    for number, segment in enumerate(segments):
        if mpf.is_index(*segment):
            return len(_head(segments[number:]))
    return 0


def _is_xmp(marker: int, body: bytes) -> bool:
    return marker == _APP1 and body.startswith(_XMP)


def _is_exif(marker: int, body: bytes) -> bool:
    return marker == _APP1 and body.startswith(_EXIF)


def _is_jumbf(marker: int, body: bytes) -> bool:
    return marker == _APP11 and body.startswith(_JUMBF)


def _is_metadata(marker: int) -> bool:
    return marker == _COM or (_APP0 <= marker <= _APP15 and marker != _APP14)
