"""A zip with one form only: files in order, not packed, without dates. What is signed says every byte of it.

PKWARE's APPNOTE 6.3.10: 4.3.7 (local header), 4.3.12 (central directory), 4.3.14 to 4.3.16 (its end).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

CHUNK = 1 << 20
_LOCAL, _CENTRAL, _END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_END64, _WHERE64 = b"PK\6\6", b"PK\6\7"
_NO_DAY = 0x0021  # 1980-01-01, the first day that a zip can name
_UNIX = 3 << 8
_MODE = 0o100600 << 16
_ELSEWHERE, _ELSEWHERE_FILES = 0xFFFFFFFF, 0xFFFF  # in the place of a number that stands in a longer field
MOST, MOST_FILES = _ELSEWHERE, _ELSEWHERE_FILES  # from there on everything is written the longer way


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the zip; ``crc`` is CRC-32 of its bytes, or 0 as long as it is not known."""

    name: str
    size: int
    crc: int = 0


class Form:
    """Where the bytes of these files lie in a zip, and the bytes between them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: entry.name)
        files = sum(entry.size + 2 * len(entry.name) + 128 for entry in self.entries)
        self._long = files >= MOST or len(self.entries) >= MOST_FILES

    @cached_property
    def starts(self) -> list[int]:
        """Where the header of each file begins; last, where the directory does."""
        starts = [0]
        for entry in self.entries:
            starts.append(starts[-1] + len(self.header(entry)) + entry.size)
        return starts

    def header(self, entry: Entry) -> bytes:
        """What stands before the bytes of a file."""
        extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.size) if self._long else b""
        return self._about(_LOCAL, entry, extra) + entry.name.encode() + extra

    def record(self, entry: Entry, start: int) -> bytes:
        """What stands in the directory of a file whose header begins at ``start``."""
        extra = struct.pack("<HHQQQ", 1, 24, entry.size, entry.size, start) if self._long else b""
        about = self._about(_CENTRAL + struct.pack("<H", _UNIX | self._version), entry, extra)
        place = struct.pack("<HHHII", 0, 0, 0, _MODE, _ELSEWHERE if self._long else start)
        return about + place + entry.name.encode() + extra

    def end(self, size: int) -> bytes:
        """What stands after a directory of ``size`` bytes."""
        count, start = len(self.entries), self.starts[-1]
        if not self._long:
            return struct.pack("<4sHHHHIIH", _END, 0, 0, count, count, size, start, 0)
        long = struct.pack("<4sQHHIIQQQQ", _END64, 44, _UNIX | 45, 45, 0, 0, count, count, size, start)
        where = struct.pack("<4sIQI", _WHERE64, 0, start + size, 1)
        return (
            long
            + where
            + struct.pack("<4sHHHHIIH", _END, 0, 0, *[_ELSEWHERE_FILES] * 2, *[_ELSEWHERE] * 2, 0)
        )

    @property
    def _version(self) -> int:
        return 45 if self._long else 20

    def _about(self, begin: bytes, entry: Entry, extra: bytes) -> bytes:
        size = _ELSEWHERE if self._long else entry.size
        lengths = (len(entry.name), len(extra))
        return begin + struct.pack(
            "<HHHHHIIIHH", self._version, 0, 0, 0, _NO_DAY, entry.crc, size, size, *lengths
        )


Opened = Callable[[], BinaryIO]


def entry_of(name: str, open_: Opened) -> Entry:
    """Read a file to its end. Raises OSError."""
    size = crc = 0
    with open_() as file:
        while data := file.read(CHUNK):
            crc, size = zlib.crc32(data, crc), size + len(data)
    return Entry(name, size, crc)


def write_zip(out: BinaryIO, files: Sequence[tuple[Entry, Opened]]) -> None:
    """Write all files. Raises OSError, and ValueError where one is not as its entry says any more."""
    form = Form(entry for entry, _ in files)
    opened = {entry.name: open_ for entry, open_ in files}
    for entry in form.entries:
        out.write(form.header(entry))
        crc = size = 0
        with opened[entry.name]() as file:
            while data := file.read(CHUNK):
                crc, size = zlib.crc32(data, crc), size + len(data)
                out.write(data)
        if (crc, size) != (entry.crc, entry.size):
            raise ValueError(f"{entry.name} was changed meanwhile")
    length = 0
    for entry, start in zip(form.entries, form.starts, strict=False):
        length += out.write(form.record(entry, start))
    out.write(form.end(length))
