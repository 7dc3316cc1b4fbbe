"""GIF: comments and the XMP application extension."""

from __future__ import annotations

from colophon.checks.metadata.records import Kind, Records

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_COMMENT, _APPLICATION = 0xFE, 0xFF
_XMP = b"\x0bXMP DataXMP"
_MAGIC, _MAGIC_BYTES = b"\x01\xff\xfe\xfd", 258


def walk(data: bytes, records: Records) -> int:
    """Keep the packets; return the offset behind the trailer, or the file's length when it is absent."""
    at = 13 + _table(data[10:11])
    while at + 1 < len(data) and records.more():
        if data[at] == _EXTENSION:
            at = _extension(data, at + 1, records)
        elif data[at] == _IMAGE:
            at = _behind_blocks(data, at + 11 + _table(data[at + 9 : at + 10]), records)
        else:
            break
    return at + 1 if data[at : at + 1] == bytes([_TRAILER]) else len(data)


def _table(flags: bytes) -> int:
    """Bytes of the colour table that the flags announce."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _extension(data: bytes, at: int, records: Records) -> int:
    kind, start = data[at], at + 1
    end = _behind_blocks(data, start, records)
    if kind == _COMMENT:
        records.add(Kind.TEXT, _joined(data, start, end), "gif:comment")
    elif kind == _APPLICATION and data.startswith(_XMP, start):
        # The packet is stored as it is, not in blocks; a "magic trailer" leads block readers out of it.
        begin = start + len(_XMP)
        stop = data.rfind(_MAGIC, max(begin, end - _MAGIC_BYTES), end)
        records.add(Kind.XMP, data[begin : stop if stop >= 0 else end])
    return end


def _behind_blocks(data: bytes, at: int, records: Records) -> int:
    while at < len(data) and data[at] and records.more():
        at += 1 + data[at]
    return min(at + 1, len(data))


def _joined(data: bytes, at: int, end: int) -> bytes:
    parts = []
    while at < end and data[at]:
        parts.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(parts)
