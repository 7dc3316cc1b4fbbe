"""The records of a web archive (WARC: ISO 28500; ARC: Internet Archive, "Arc File Format", 1996), one after
the other.

Written here and not taken from warcio, which holds a line, a chunk or an unpacked block of any length in
memory and passes over a cut off end with a word on the terminal; the tests compare the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from colophon.audit.limits import Limits
from colophon.audit.readers.unpacking import Unpacking
from colophon.audit.timeline import Why
from colophon.errors import InputError

_MAX_HEAD = 64 * 1024  # bytes of the names and values before a block; real ones take less than a thousand
_VERSION = re.compile(rb"WARC/\d\.\d+\s*")
# The whole head of a record of an ARC: address, IP, date, media type, more of them in version 2, length.
_ARC = re.compile(rb"([a-z][a-z0-9+.-]*:\S+) \S+ \d{14} (?:\S+ )+(\d{1,15})\s*")
_OF_ARC = {"warc-type": "response", "content-type": "application/http"}  # the same in words of a WARC


@dataclass(slots=True)
class Record:
    """A record; its block is read while it is the current one.

    ``start`` is where it begins in the file, or where the gzip member begins that holds it, and ``skip`` the
    unpacked bytes before it in there. ``length`` is that of its block; names of ``headers`` are small.
    """

    start: int
    skip: int
    headers: Mapping[str, str]
    length: int
    _stream: Unpacking = field(repr=False)
    _taken: int = 0

    def block(self, most: int) -> bytes:
        """The next bytes of the block; fewer than announced where the archive is cut off."""
        data = self._stream.read(min(most, self.length - self._taken))
        self._taken += len(data)
        return data

    def pass_over(self) -> bool:
        """Go to its end. Whether that was there."""
        left = self.length - self._taken
        self._taken = self.length
        return self._stream.skip(left) == left


def records(file: BinaryIO, limits: Limits) -> Iterator[Record | Why]:
    """All records in their order; DAMAGED or LIMIT for what cannot be read. Raises nothing.

    After a stretch that is no record it goes on with the next line that begins one.
    """
    stream = Unpacking(file, 0, limits.ratio, limits.ratio_free_bytes)
    lost = False
    while stream.skip_blank():
        record = _record(stream)
        if record is None:
            if not lost:
                yield Why.DAMAGED
            lost = True
            continue
        lost = False
        yield record
        if not record.pass_over():
            yield Why.LIMIT if stream.bomb else Why.DAMAGED
            return
    if stream.bomb or (stream.damaged and not lost):
        yield Why.LIMIT if stream.bomb else Why.DAMAGED


def record_at(file: BinaryIO, start: int, skip: int, limits: Limits) -> Record:
    """The record at a place that `records` gave. Raises InputError where there is none now."""
    stream = Unpacking(file, start, limits.ratio, limits.ratio_free_bytes)
    record = _record(stream) if stream.skip(skip) == skip and stream.skip_blank() else None
    if record is None:
        raise InputError("no record is at this place: has the web archive changed since it was listed?")
    return record


def _record(stream: Unpacking) -> Record | None:
    """The record that begins here; None after a line that begins none, or after a head without a length."""
    start, skip = stream.place()
    first = stream.line(_MAX_HEAD)
    if (arc := _ARC.fullmatch(first)) is not None:
        headers = _OF_ARC | {"warc-target-uri": arc[1].decode("utf-8", "replace")}
        return Record(start, skip, headers, int(arc[2]), stream)
    if not _VERSION.fullmatch(first):
        return None
    headers = _headers(stream)
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or len(length) > 15:
        return None
    return Record(start, skip, headers, int(length), stream)


def _headers(stream: Unpacking) -> dict[str, str]:
    left = _MAX_HEAD
    lines: list[bytes] = []
    while left > 0 and (line := stream.line(left)).strip():
        left -= len(line)
        if line[:1] in b" \t" and lines:
            lines[-1] += line  # the value goes on (section 4 of the standard)
        else:
            lines.append(line)
    headers: dict[str, str] = {}
    for text in lines:
        name, _, value = text.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers
