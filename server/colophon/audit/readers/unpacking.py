"""A stream that may be packed with gzip, member by member, with the place in the file of what comes next."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from colophon.errors import InputError

_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"


class Unpacking:
    """Bytes in their order, with 64 KiB of them in memory.

    Damage, also in what the file itself is packed in, is an end: ``damaged`` says so. More than ``ratio``
    times what was read, once ``free`` bytes were given, is an end as well: ``bomb``.
    """

    def __init__(self, file: BinaryIO, start: int, ratio: int, free: int) -> None:
        self._file, self._ratio, self._free = file, ratio, free
        self.damaged = self.bomb = False
        self._ready, self._at = b"", 0
        self._raw, self._end, self._begin = b"", start, start
        self._member, self._given, self._given_here = start, 0, 0
        self._unpacker: zlib._Decompress | None = None
        self._go_to(start)
        self._more()
        self._packed = self._raw.startswith(_GZIP)

    def place(self) -> tuple[int, int]:
        """Where the next byte lies: in the file, or its gzip member and the unpacked bytes before it."""
        left = len(self._ready) - self._at
        return (self._member, self._given_here - left) if self._packed else (self._end - left, 0)

    def read(self, size: int) -> bytes:
        """The next bytes; fewer at the end."""
        pieces: list[bytes] = []
        while size > 0 and self._fill():
            piece = self._ready[self._at : self._at + size]
            self._at += len(piece)
            size -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def skip(self, size: int) -> int:
        """Pass over bytes. How many there were."""
        left = size
        while left > 0 and self._fill():
            step = min(left, len(self._ready) - self._at)
            self._at += step
            left -= step
        return size - left

    def line(self, most: int) -> bytes:
        """The next line with its end, or the first ``most`` bytes of it."""
        pieces: list[bytes] = []
        while most > 0 and self._fill():
            end = self._ready.find(b"\n", self._at, self._at + most) + 1
            piece = self._ready[self._at : end or self._at + most]
            self._at += len(piece)
            most -= len(piece)
            pieces.append(piece)
            if end:
                break
        return b"".join(pieces)

    def skip_blank(self) -> bool:
        """Pass over ends of lines. Whether anything follows."""
        while self._fill():
            rest = self._ready[self._at :].lstrip(b"\r\n")
            self._at = len(self._ready) - len(rest)
            if rest:
                return True
        return False

    def _fill(self) -> bool:
        while self._at >= len(self._ready):
            self._ready, self._at = b"", 0
            if self.damaged or self.bomb or not (self._unpack() if self._packed else self._take()):
                return False
        return True

    def _take(self) -> bool:
        if not self._raw:
            self._more()
        self._ready, self._raw = self._raw, b""
        return bool(self._ready)

    def _unpack(self) -> bool:
        if not self._raw:
            self._more()
        if self._unpacker is None and not self._next_member():
            return False
        assert self._unpacker is not None
        starved = not self._raw
        try:
            self._ready = self._unpacker.decompress(self._raw, _CHUNK)
        except zlib.error:
            self.damaged = True
            return False
        self._raw = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
        self._given += len(self._ready)
        self._given_here += len(self._ready)
        taken = self._end - len(self._raw) - self._begin
        self.bomb = self._given > max(self._free, self._ratio * (taken + _CHUNK))
        if self._unpacker.eof:
            self._unpacker = None
        elif starved and not self._ready:
            self.damaged = True
        return not self.bomb and not self.damaged

    def _next_member(self) -> bool:
        if len(self._raw) == 1:
            rest, self._raw = self._raw, b""
            self._more()
            self._raw = rest + self._raw
        if not self._raw.startswith(_GZIP):
            self.damaged = self.damaged or bool(self._raw.strip(b"\0"))
            return False
        self._member, self._given_here = self._end - len(self._raw), 0
        self._unpacker = zlib.decompressobj(31)
        return True

    def _more(self) -> None:
        try:
            self._raw = self._file.read(_CHUNK)
        except InputError:
            self._raw, self.damaged = b"", True
        self._end += len(self._raw)

    def _go_to(self, start: int) -> None:
        if self._file.seekable():
            self._file.seek(start)
            return
        while start > 0 and (passed := self._file.read(min(start, _CHUNK))):
            start -= len(passed)
