"""TIFF and DNG: the file is one EXIF structure, with XMP and IPTC as tags."""

from __future__ import annotations

from colophon.checks.metadata import exif
from colophon.checks.metadata.records import Kind, Records


def walk(data: bytes, records: Records) -> int:
    """Keep the packets; a TIFF file has no end of its own."""
    records.add_whole(data)
    tags = exif.tags(data, (exif.XMP, exif.IPTC), records.limits.metadata_packet_bytes)
    if exif.XMP in tags:
        records.add(Kind.XMP, tags[exif.XMP])
    if exif.IPTC in tags:
        records.add(Kind.IIM, tags[exif.IPTC])
    return len(data)
