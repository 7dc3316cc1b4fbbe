"""WebP: the EXIF and XMP chunks of the RIFF container."""

from __future__ import annotations

from colophon.checks.metadata.records import Kind, Records

_EXIF = b"Exif\0\0"  # some writers keep JPEG's prefix


def walk(data: bytes, records: Records) -> int:
    """Keep the packets; return the offset behind the RIFF container."""
    end = min(8 + int.from_bytes(data[4:8], "little"), len(data))
    at = 12
    while at + 8 <= end and records.more():
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        kind, body = data[at : at + 4], (at + 8, min(at + 8 + length, end))
        if kind == b"EXIF":
            records.add(Kind.EXIF, data[slice(*body)].removeprefix(_EXIF))
        elif kind == b"XMP ":
            records.add(Kind.XMP, data[slice(*body)])
        at += 8 + length + length % 2
    return end
