"""A tar as a tree, packed with gzip or not. The members of a tar are read where they lie."""

from __future__ import annotations

import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from colophon.audit.limits import Limits
from colophon.audit.readers.trees.disk import regular
from colophon.audit.readers.trees.names import Contents, Gathered, shown
from colophon.audit.readers.trees.streams import Piece, buffered
from colophon.audit.timeline import Skipped, Why
from colophon.errors import InputError, TooLarge
from colophon.whole import writing_whole

_BLOCK = 512
_HEADER_BYTES = 1024 * 1024  # of long names and attributes before a member; real ones take a few hundred
_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"
_ERRORS = (tarfile.TarError, OSError, ValueError, OverflowError, EOFError, LookupError, RuntimeError)


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes are the head of a member, with its checksum."""
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def is_gzip(head: bytes) -> bool:
    """Whether a file that begins so was packed with gzip."""
    return head.startswith(_GZIP)


def gunzipped_head(head: bytes, size: int = _BLOCK) -> bytes:
    """The first bytes of what was packed with gzip; fewer where it is damaged."""
    try:
        return zlib.decompressobj(31).decompress(head, size)
    except zlib.error:
        return b""


def tarred(path: Path, limits: Limits, tar: Path | None = None) -> Contents:
    """The members of a tar that are plain files. ``tar`` is where it lies when it had to be unpacked.

    Raises InputError, TooLarge.
    """
    tar = (tar or path).resolve()
    gathered = Gathered(path.name, limits, one_case=True)
    places: dict[str, int] = {}
    with regular(tar, path.name) as file:
        end = file.seek(0, 2)
        for member in _members(file, end, gathered, path.name):
            if member.isdir():
                continue
            if not member.isreg() or member.issparse():
                gathered.refuse(Why.UNKNOWN if member.issparse() else Why.OUTSIDE, member.name)
            elif member.offset_data + member.size > end:
                gathered.refuse(Why.DAMAGED, member.name)
            elif kept := gathered.admit(member.name, member.size):
                places[kept] = member.offset_data

    def open_(name: str) -> BinaryIO:
        return buffered(Piece(regular(tar, path.name), places[name], gathered.sizes[name], shown(name)))

    return Contents(gathered.sizes, open_, gathered.refused)


class _Guarded:
    """The file as tarfile sees it.

    Between two members no more than ``_HEADER_BYTES`` of headers are read, since tarfile holds them all, and
    nothing before the begin. Raises tarfile.ReadError.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.left = file, _HEADER_BYTES
        self.tell = file.tell

    def read(self, size: int = -1) -> bytes:
        """As a file does."""
        self.left -= size
        if size < 0 or self.left < 0:
            raise tarfile.ReadError("headers of this length")
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """As a file does."""
        if offset < 0:
            raise tarfile.ReadError("a header before the begin")
        return self._file.seek(offset, whence)


def _members(file: BinaryIO, size: int, gathered: Gathered, source: str) -> Iterator[tarfile.TarInfo]:
    """All members in their order; what follows a damaged header is counted once. Raises InputError."""
    file.seek(0)
    reached, guarded = -1, _Guarded(file)
    try:
        tar = tarfile.TarFile(fileobj=cast(BinaryIO, guarded), mode="r", errorlevel=1)
        while member := tar.next():
            if member.offset <= reached:
                raise tarfile.ReadError("headers in a circle")
            reached = member.offset
            guarded.left = _HEADER_BYTES
            tar.members = []  # type: ignore[attr-defined]  # a list that would grow with the archive
            yield member
        whole = _ends_here(file, tar.offset, size)
    except _ERRORS as error:
        if reached < 0:
            raise InputError(f"{source} is a damaged tar: {type(error).__name__}") from error
        whole = False
    if not whole:
        gathered.refuse(Why.DAMAGED, f"what follows byte {max(reached, 0)}")


def _ends_here(file: BinaryIO, offset: int, size: int) -> bool:
    """Whether the block of zeros that ends every tar (POSIX.1-2001, pax) was found, or only damage."""
    file.seek(max(min(offset, size) - _BLOCK, 0))
    return bytes(_BLOCK) in file.read(2 * _BLOCK)


def unpacked(path: Path, work: Path, limits: Limits) -> tuple[Path, list[Skipped]]:
    """The tar within a tar.gz, unpacked into ``work`` once, and whether its end was missing.

    Raises TooLarge beyond ``limits.bytes`` or ``limits.ratio``, InputError where there is no room.
    """
    status = path.stat()
    key = f"{path.resolve()}\0{status.st_size}\0{status.st_mtime_ns}"
    target = work / f"{hashlib.sha256(key.encode(errors='surrogateescape')).hexdigest()[:16]}.tar"
    cut = target.with_suffix(".cut")
    if not target.exists():
        try:
            with regular(path.resolve(), path.name) as file, writing_whole(target) as out:
                whole = _unpack(file, out, path.name, limits)
                if not whole:
                    cut.touch()
        except OSError as error:
            raise InputError(
                f"{path.name} cannot be unpacked into {work.name}: {error.strerror}: make room"
            ) from error
    return target, [Skipped(Why.DAMAGED, f"{shown(path.name)}: its end")] if cut.exists() else []


def _unpack(file: BinaryIO, out: BinaryIO, source: str, limits: Limits) -> bool:
    """Whether the gzip was whole; what could be unpacked is in ``out``."""
    taken = given = 0
    unpacker = zlib.decompressobj(31)
    data = b""
    while data or (data := file.read(_CHUNK)):
        if unpacker.eof:
            if not data.startswith(_GZIP):
                return not data.strip(b"\0")
            unpacker = zlib.decompressobj(31)
        try:
            text = unpacker.decompress(data, _CHUNK)
        except zlib.error:
            return False
        left = unpacker.unconsumed_tail or unpacker.unused_data
        taken, given = taken + len(data) - len(left), given + len(text)
        data = left
        out.write(text)
        _within(given, taken, source, limits)
    return unpacker.eof


def _within(given: int, taken: int, source: str, limits: Limits) -> None:
    if given > limits.bytes:
        raise TooLarge(
            f"{source} unpacks to more than {limits.bytes:,} bytes, the most that is read of one source: "
            "unpack it yourself and audit its parts"
        )
    if given > limits.ratio_free_bytes and given > limits.ratio * (taken + _CHUNK):
        raise TooLarge(
            f"{source} unpacks to more than {limits.ratio} times its size: if that is right, unpack it "
            "yourself and audit the folder"
        )
