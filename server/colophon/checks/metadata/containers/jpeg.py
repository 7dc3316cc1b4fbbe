"""JPEG: EXIF and XMP in APP1, IPTC in APP13, comments."""

from __future__ import annotations

import re

from colophon.checks.metadata.records import Kind, Records
from colophon.evidence import Reason, Why

_SOI, _EOI, _SOS, _COM, _APP1, _APP13, _TEM = 0xD8, 0xD9, 0xDA, 0xFE, 0xE1, 0xED, 0x01
_STANDALONE = frozenset({_SOI, _TEM, *range(0xD0, 0xD8)})
_FILL = re.compile(rb"\xff+")
_NEXT_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")  # neither stuffing, nor fill, nor a restart marker
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"


def walk(data: bytes, records: Records) -> int:
    """Keep the packets; return the offset behind the end marker, or the file's length when there is none."""
    at = 0
    while records.more():
        fill = _FILL.match(data, at)
        if fill is None or fill.end() >= len(data):
            records.problem(Reason(Why.DAMAGED))
            break
        marker, at = data[fill.end()], fill.end() + 1
        if marker == _EOI:
            return at
        if marker in _STANDALONE:
            continue
        end = at + max(2, int.from_bytes(data[at : at + 2]))
        _keep(marker, data[at + 2 : end], records)
        at = end
        if marker == _SOS:
            following = _NEXT_IN_SCAN.search(data, at)
            if following is None:
                records.problem(Reason(Why.DAMAGED))
                break
            at = following.start()
    return len(data)


def _keep(marker: int, body: bytes, records: Records) -> None:
    if marker == _COM:
        records.add(Kind.TEXT, body, "jpeg:comment")
    elif marker == _APP1 and body.startswith(_EXIF):
        records.add(Kind.EXIF, body[len(_EXIF) :])
    elif marker == _APP1 and body.startswith(_XMP):
        records.add(Kind.XMP, body[len(_XMP) :])
    elif marker == _APP13 and body.startswith(_PHOTOSHOP):
        records.add(Kind.IIM, body[len(_PHOTOSHOP) :])
