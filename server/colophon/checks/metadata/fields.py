"""Packets to named texts, which the recognisers read. A name is a place, a colon and the key there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from colophon.checks.metadata import exif, iim, samsung, xmp
from colophon.checks.metadata.containers import WALKERS
from colophon.checks.metadata.records import Kind, Packet, Records

Fields = Mapping[str, Sequence[str]]


def read_fields(data: bytes, media_type: str, records: Records) -> Fields:
    """All named texts of a file, in the order they lie in it. Problems are noted in ``records``."""
    walk = WALKERS.get(media_type)
    if walk is None:
        return {}
    samsung.walk(data, walk(data, records), records)
    fields: dict[str, list[str]] = {}
    for packet in records.packets:
        for name, value in _texts(packet, records):
            fields.setdefault(name, []).append(value)
    return fields


def _texts(packet: Packet, records: Records) -> Iterator[tuple[str, str]]:
    match packet.kind:
        case Kind.TEXT:
            yield packet.name, packet.data.decode("utf-8", "replace").strip("\0 \t\r\n")
        case Kind.XMP:
            found, problem = xmp.properties(packet.data, records.limits)
            if problem is not None:
                records.problem(problem)
            yield from ((f"xmp:{name}", value) for name, value in found)
        case Kind.IIM:
            if (line := iim.credit(packet.data)) is not None:
                yield "iptc:Credit", line
        case Kind.EXIF:
            values = exif.tags(packet.data, exif.NAMES, records.limits.metadata_packet_bytes)
            yield from ((f"exif:{exif.NAMES[tag]}", exif.text_of(tag, raw)) for tag, raw in values.items())
