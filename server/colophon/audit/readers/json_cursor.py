"""A place in a stream of JSON that moves over whole values, whatever their length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from colophon.errors import InputError

CHUNK = 64 * 1024
_MAX_PREFIX = 1024  # bytes before ` = `, as in `window.YTD.tweets.part0 = [`
_BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(rb"[ \t\r\n]*")
_STRUCTURE = re.compile(rb'[\[\]{}"]')
_SCALAR = re.compile(rb"[^ \t\r\n,\]}\[{\":]*")


class Broken(Exception):
    """The text ends, or is no JSON, where it was being read."""


class Cursor:
    """A place in a stream of JSON, with the chunk around it. All methods raise Broken where it ends."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._chunk, self._at, self._before = file, b"", 0, 0

    @property
    def offset(self) -> int:
        """In bytes from the begin of the text."""
        return self._before + self._at

    def skip_prefix(self) -> None:
        """Begin: pass over a byte order mark, and over what stands before a first ``=``."""
        self._fill()
        if self._chunk.startswith(_BOM):
            self._at = len(_BOM)
        if self.peek() not in (b"[", b"{"):
            end = self._chunk.find(b"=", 0, _MAX_PREFIX)
            if end < 0:
                raise Broken
            self._at = end + 1

    def peek(self) -> bytes:
        """The next byte that is no space."""
        while True:
            found = _SPACE.match(self._chunk, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._chunk):
                return self._chunk[self._at : self._at + 1]
            self._fill()

    def expect(self, byte: bytes) -> None:
        """Pass over ``byte``, which has to come next."""
        if self.peek() != byte:
            raise Broken
        self._at += 1

    def parts(self, begin: bytes, end: bytes) -> Iterator[None]:
        """Stands before each part of a list or an object in turn; whoever asks takes it."""
        self.expect(begin)
        if self.peek() != end:
            yield
            while self.peek() == b",":
                self._at += 1
                yield
        self.expect(end)

    def value(self, limit: int) -> bytes | None:
        """The bytes of the value that stands here; None where it has more than ``limit``."""
        pieces: list[bytes] = []
        self.peek()
        start = self.offset
        for piece in self._pieces():
            if self.offset - start <= limit:
                pieces.append(piece)
            else:
                pieces.clear()
        return b"".join(pieces) if self.offset - start <= limit else None

    def _pieces(self) -> Iterator[bytes]:
        first = self.peek()
        if first not in b'[{"':
            yield from self._scalar()
            return
        depth, text, escaped = 0, False, False
        while True:
            begin, end = self._at, len(self._chunk)
            while self._at < end:
                if text:
                    self._at, text, escaped = _string_end(self._chunk, self._at, escaped)
                    if not text and not depth:
                        break
                    continue
                found = _STRUCTURE.search(self._chunk, self._at)
                self._at = found.end() if found else end
                mark = found.group() if found else b""
                text = mark == b'"'
                depth += (mark in (b"[", b"{")) - (mark in (b"]", b"}"))
                if found and not text and not depth:
                    break
            yield self._chunk[begin : self._at]
            if not text and not depth:
                return
            self._fill()

    def _scalar(self) -> Iterator[bytes]:
        length = 0
        while True:
            found = _SCALAR.match(self._chunk, self._at)
            begin, self._at = self._at, found.end() if found else self._at
            length += self._at - begin
            yield self._chunk[begin : self._at]
            if self._at < len(self._chunk):
                break
            self._fill()
        if not length:
            raise Broken

    def _fill(self) -> None:
        self._before += len(self._chunk)
        self._at = 0
        try:
            self._chunk = self._file.read(CHUNK)
        except InputError:  # damage in what it is packed in: as if it ended here
            self._chunk = b""
        if not self._chunk:
            raise Broken


def _string_end(chunk: bytes, at: int, escaped: bool) -> tuple[int, bool, bool]:
    """Where a string goes on to: the place, whether it is still open, whether the next byte is escaped."""
    while True:
        quote = chunk.find(b'"', at)
        stop = len(chunk) if quote < 0 else quote
        slashes = stop - at - len(chunk[at:stop].rstrip(b"\\"))
        odd = (slashes + (escaped and slashes == stop - at)) % 2 == 1
        if quote < 0:
            return stop, True, odd
        if not odd:
            return quote + 1, False, False
        at, escaped = quote + 1, False
