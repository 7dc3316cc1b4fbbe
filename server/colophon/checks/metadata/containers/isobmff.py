"""AVIF and HEIC: XMP and EXIF as items of the ``meta`` box, XMP also in a ``uuid`` box (ISO/IEC 14496-12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from colophon.checks.metadata.records import Kind, Records
from colophon.evidence import Reason, Why

_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_XMP_TYPE = b"application/rdf+xml"
_MAX_ITEMS = 16  # of EXIF and XMP; items may share bytes, so that many could be made to cost much


class _Box(NamedTuple):
    kind: bytes
    start: int
    end: int


def walk(data: bytes, records: Records) -> int:
    """Keep the packets; return the offset behind the last whole box."""
    end = 0
    for box in _boxes(data, 0, len(data), records):
        end = box.end
        if box.kind == b"uuid" and data.startswith(_XMP_UUID, box.start):
            records.add(Kind.XMP, data[box.start + 16 : box.end])
        elif box.kind == b"meta":
            _meta(data, box, records)
    return end


def _boxes(data: bytes, at: int, end: int, records: Records) -> Iterator[_Box]:
    while at + 8 <= end and records.more():
        size, head = int.from_bytes(data[at : at + 4]), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            records.problem(Reason(Why.DAMAGED))
            return
        yield _Box(data[at + 4 : at + 8], at + head, at + size)
        at += size


def _meta(data: bytes, meta: _Box, records: Records) -> None:
    inner = {box.kind: box for box in _boxes(data, meta.start + 4, meta.end, records)}
    if b"iinf" not in inner or b"iloc" not in inner:
        return
    wanted = _items(data, inner[b"iinf"], records)
    stored = inner[b"idat"].start if b"idat" in inner else None
    for item, start, length in _locations(data, inner[b"iloc"], stored, records):
        kind = wanted.pop(item, None)
        if kind is Kind.EXIF:
            start += 4 + int.from_bytes(data[start : start + 4])  # leading: offset of the TIFF header
        if kind is not None:
            records.add(kind, data[start : start + length])


def _items(data: bytes, iinf: _Box, records: Records) -> dict[int, Kind]:
    found: dict[int, Kind] = {}
    skip = 6 if data[iinf.start : iinf.start + 1] == b"\0" else 8  # version, flags, count
    for box in _boxes(data, iinf.start + skip, iinf.end, records):
        if len(found) == _MAX_ITEMS:
            break
        wide = data[box.start : box.start + 1] == b"\3"
        name = box.start + (10 if wide else 8)
        item = int.from_bytes(data[box.start + 4 : name - 2])
        if data[name : name + 4] == b"Exif":
            found[item] = Kind.EXIF
        elif data[name : name + 4] == b"mime" and _XMP_TYPE in data[name + 4 : box.end].split(b"\0")[1:2]:
            found[item] = Kind.XMP
    return found


def _locations(
    data: bytes, iloc: _Box, stored: int | None, records: Records
) -> Iterator[tuple[int, int, int]]:
    """Item, offset and length of every item that lies in one piece in the file or in the ``idat`` box."""
    at, end = iloc.start, iloc.end

    def number(size: int) -> int:
        nonlocal at
        at += size
        return int.from_bytes(data[at - size : min(at, end)])

    version, _ = number(1), number(3)
    sizes = number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    wide = 4 if version == 2 else 2
    for _ in range(number(wide)):
        if at >= end or not records.more():
            return
        item = number(wide)
        method = number(2) & 15 if version else 0
        number(2)  # which file: always this one
        base, extents = number(base_size), number(2)
        places = [
            (number(index_size), base + number(offset_size), number(length_size))
            for _ in range(min(extents, 2))
        ]
        at += max(extents - 2, 0) * (index_size + offset_size + length_size)
        if extents == 1 and method == 0:
            yield item, places[0][1], places[0][2]
        elif extents == 1 and method == 1 and stored is not None:
            yield item, stored + places[0][1], places[0][2]
