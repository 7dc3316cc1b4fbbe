"""EXIF: the few tags that can name a generator. Location, names of people and serial numbers are not read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

IMAGE_DESCRIPTION, MAKE, MODEL, SOFTWARE, ARTIST = 0x010E, 0x010F, 0x0110, 0x0131, 0x013B
XMP, IPTC, EXIF_IFD, USER_COMMENT = 0x02BC, 0x83BB, 0x8769, 0x9286
NAMES = {
    IMAGE_DESCRIPTION: "ImageDescription",
    MAKE: "Make",
    MODEL: "Model",
    SOFTWARE: "Software",
    ARTIST: "Artist",
    USER_COMMENT: "UserComment",
}
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MAX_ENTRIES = 1000  # of one directory; cameras write fewer than 100


class _Entry(NamedTuple):
    tag: int
    start: int
    length: int


def tags(tiff: bytes, wanted: Collection[int], max_value: int) -> dict[int, bytes]:
    """Raw values of ``wanted`` tags in the first directory and its EXIF directory.

    Values over ``max_value`` bytes, and values that reach beyond the data, are left out.
    """
    if tiff[:4] not in (b"II*\0", b"MM\0*"):
        return {}
    order: Literal["little", "big"] = "little" if tiff[:1] == b"I" else "big"
    found: dict[int, bytes] = {}
    start = int.from_bytes(tiff[4:8], order)
    for _ in range(2):
        following = 0
        for entry in _entries(tiff, start, order):
            if entry.tag == EXIF_IFD:
                following = int.from_bytes(tiff[entry.start : entry.start + 4], order)
            elif entry.tag in wanted and entry.tag not in found and entry.length <= max_value:
                value = tiff[entry.start : entry.start + entry.length]
                if len(value) == entry.length:
                    found[entry.tag] = value
        start = following
        if not start:
            break
    return found


def _entries(tiff: bytes, at: int, order: Literal["little", "big"]) -> Iterator[_Entry]:
    count = min(int.from_bytes(tiff[at : at + 2], order), _MAX_ENTRIES)
    for place in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind = (int.from_bytes(tiff[i : i + 2], order) for i in (place, place + 2))
        length = int.from_bytes(tiff[place + 4 : place + 8], order) * _TYPE_SIZES.get(kind, 0)
        inside = length <= 4
        start = place + 8 if inside else int.from_bytes(tiff[place + 8 : place + 12], order)
        if length:
            yield _Entry(tag, start, length)


def text_of(tag: int, value: bytes) -> str:
    """The text of a raw value. A user comment begins with eight bytes that name its character code."""
    if tag != USER_COMMENT:
        return _utf8(value)
    code, body = value[:8], value[8:]
    return _utf16(body) if code == b"UNICODE\0" else _utf8(body)


def _utf8(value: bytes) -> str:
    return value.decode("utf-8", "replace").strip("\0 \t\r\n")


def _utf16(value: bytes) -> str:
    """The byte order is whatever the writer used, whatever the order of the EXIF: ask the zero bytes."""
    big = value[::2].count(0) >= value[1::2].count(0)
    return value.decode("utf-16-be" if big else "utf-16-le", "replace").strip("\0\ufeff \t\r\n")
