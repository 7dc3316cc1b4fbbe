"""Streams over parts of files that end where they should and fail in one way."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from colophon.errors import InputError

_CHUNK = 64 * 1024


class Piece(io.RawIOBase):
    """``size`` bytes of ``file`` from ``start``; closes the file. With random access.

    ``crc`` is the CRC-32 of all of it, compared once it has been read from begin to end. ``name`` is for the
    errors. Reading raises InputError where the file ends early, cannot be read or does not fit its CRC.
    """

    def __init__(self, file: BinaryIO, start: int, size: int, name: str, crc: int | None = None) -> None:
        self._file, self._start, self._size, self._name = file, start, size, name
        self._crc, self._sum, self._summed, self._at = crc, 0, 0, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The place within the piece."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place within the piece, or to the nearest end of it."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = min(max(base + offset, 0), self._size)
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer`` as far as there is something. Raises InputError."""
        view = memoryview(cast(bytearray, buffer))
        wanted = min(len(view), self._size - self._at)
        if wanted <= 0:
            return 0
        try:
            self._file.seek(self._start + self._at)
            data = self._file.read(wanted)
        except (OSError, ValueError) as error:
            raise InputError(f"{self._name} cannot be read: {type(error).__name__}") from error
        if not data:
            raise InputError(f"{self._name} ends early: its archive is cut off or damaged")
        view[: len(data)] = data
        self._check(data)
        self._at += len(data)
        return len(data)

    def _check(self, data: bytes) -> None:
        if self._crc is None or self._at != self._summed:
            return
        self._sum = zlib.crc32(data, self._sum)
        self._summed += len(data)
        if self._summed == self._size and self._sum != self._crc:
            raise InputError(f"{self._name} is damaged: its bytes do not fit their checksum")

    def close(self) -> None:
        """Close what lies below as well."""
        if not self.closed:
            self._file.close()
        super().close()


class Inflated(io.RawIOBase):
    """What ``packed`` (raw deflate) unpacks to, forward only: ``size`` bytes with the CRC-32 ``crc``.

    Reading raises InputError where it is more, less or something else. 64 KiB are in memory.
    """

    def __init__(self, packed: BinaryIO, size: int, crc: int, name: str) -> None:
        self._packed, self._left, self._crc, self._name = packed, size, crc, name
        self._unpacker, self._waiting, self._sum = zlib.decompressobj(-zlib.MAX_WBITS), b"", 0
        self._check()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer`` as far as there is something. Raises InputError."""
        view = memoryview(cast(bytearray, buffer))
        data = b""
        while self._left and not data:
            data = self._next(min(len(view), self._left))
        view[: len(data)] = data
        return len(data)

    def _next(self, most: int) -> bytes:
        packed = self._waiting or self._packed.read(_CHUNK)
        try:
            data = self._unpacker.decompress(packed, most)
        except zlib.error as error:
            raise InputError(f"{self._name} is damaged") from error
        if not data and (self._unpacker.eof or not packed):
            raise InputError(f"{self._name} is damaged: it ends early")
        self._waiting = self._unpacker.unconsumed_tail
        self._sum = zlib.crc32(data, self._sum)
        self._left -= len(data)
        self._check()
        return data

    def _check(self) -> None:
        if not self._left and self._sum != self._crc:
            raise InputError(f"{self._name} is damaged: its bytes do not fit their checksum")

    def close(self) -> None:
        """Close what lies below as well."""
        if not self.closed:
            self._packed.close()
        super().close()


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """A reader over ``raw`` that fills its requests."""
    return io.BufferedReader(raw, _CHUNK)


def guarded(open_it: Callable[[], BinaryIO], name: str) -> BinaryIO:
    """What ``open_it`` opens. Raises InputError where the system refuses."""
    try:
        return open_it()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InputError(f"{name} cannot be opened: {reason or type(error).__name__}") from error
