"""A zip as a tree. Nothing is unpacked to the disk; members are read where they lie."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, NamedTuple

from colophon.audit.limits import Limits
from colophon.audit.readers.trees.disk import regular
from colophon.audit.readers.trees.names import Contents, Gathered, shown
from colophon.audit.readers.trees.streams import Inflated, Piece, buffered
from colophon.audit.timeline import Why
from colophon.errors import InputError, TooLarge

_END, _END_SIZE, _COMMENT = b"PK\x05\x06", 22, 0xFFFF
_END64, _LOCATOR64 = b"PK\x06\x06", b"PK\x06\x07"
_LOCAL, _LOCAL_SIZE = b"PK\x03\x04", 30
_ENTRY_BYTES = 512  # of the directory, a member on average; real ones take about 120
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack into memory without a bound
_ERRORS: tuple[type[Exception], ...] = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError),
    *(NotImplementedError, RuntimeError, OverflowError),
)


def is_zip(head: bytes) -> bool:
    """Whether a file that begins so is a zip: one with members, or an empty one."""
    return head.startswith((_LOCAL, _END))


class _Member(NamedTuple):
    """Where a member lies. A fifth of what zipfile remembers of it: an export has hundreds of thousands."""

    begin: int
    packed: int
    crc: int
    stored: bool


def zipped(path: Path, limits: Limits) -> Contents:
    """The members of a zip that are plain files. Raises InputError, TooLarge."""
    _directory_fits(path, limits)
    gathered = Gathered(path.name, limits, one_case=True)
    members: dict[str, _Member] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            infos, directory = archive.infolist(), archive.start_dir
    except _ERRORS as error:
        raise InputError(f"{path.name} is a damaged or cut off zip: {type(error).__name__}") from error
    ends = _ends(infos, directory)
    for info in infos:
        if why := _why_not(info, ends):
            gathered.refuse(why, info.filename)
        elif info.filename.endswith("/") and not info.file_size:  # is_dir() fails for an empty name
            continue
        elif kept := gathered.admit(_posix(info.filename), info.file_size, info.compress_size):
            stored = info.compress_type == zipfile.ZIP_STORED
            members[kept] = _Member(info.header_offset, info.compress_size, info.CRC, stored)
    place = path.resolve()
    return Contents(
        gathered.sizes, lambda name: _open(place, name, members[name], gathered.sizes[name]), gathered.refused
    )


def _posix(name: str) -> str:
    """Some programs of Windows write the wrong slash."""
    return name.replace("\\", "/")


def _open(path: Path, name: str, member: _Member, size: int) -> BinaryIO:
    """With random access where it is only stored, which a web archive within a WACZ needs."""
    name = f"{shown(name)} in {path.name}"
    file = regular(path, path.name)
    file.seek(member.begin)
    head = file.read(_LOCAL_SIZE)
    if len(head) < _LOCAL_SIZE or not head.startswith(_LOCAL):
        file.close()
        raise InputError(f"{name} cannot be read: it is damaged")
    start = member.begin + _LOCAL_SIZE + sum(struct.unpack("<HH", head[26:30]))
    if member.stored:
        return buffered(Piece(file, start, size, name, crc=member.crc))
    packed = buffered(Piece(file, start, member.packed, name))
    return buffered(Inflated(packed, size, member.crc, name))


def _why_not(info: zipfile.ZipInfo, ends: dict[int, int]) -> Why | None:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return Why.OUTSIDE
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
        return Why.UNKNOWN
    if info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size:
        return Why.DAMAGED
    # Members that lie in each other unpack the same bytes over and over (Fifield, "A better zip bomb", 2019).
    begin = info.header_offset
    if begin < 0 or begin + _LOCAL_SIZE + info.compress_size > ends[begin]:
        return Why.LIMIT
    return None


def _ends(infos: list[zipfile.ZipInfo], directory: int) -> dict[int, int]:
    """For each begin of a member where the next one begins, or the directory.

    Of two that begin at one place, the second has no room.
    """
    begins = sorted(info.header_offset for info in infos)
    following = [*begins[1:], directory]
    ends = dict(zip(begins, following, strict=True))
    doubled = {begin for begin, after in zip(begins, following, strict=True) if begin == after}
    return ends | {begin: begin for begin in doubled}


def _directory_fits(path: Path, limits: Limits) -> None:
    """Looks at the end of a zip before its directory is loaded. Raises InputError, TooLarge."""
    with regular(path.resolve(), path.name) as file:
        size = file.seek(0, 2)
        file.seek(max(size - _END_SIZE - _COMMENT - 20, 0))
        tail = file.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < _END_SIZE:
            raise InputError(f"{path.name} is a zip whose end is missing: export or download it again")
        count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
        locator = tail[max(at - 20, 0) : at]
        if locator.startswith(_LOCATOR64):
            file.seek(min(struct.unpack("<Q", locator[8:16])[0], size))
            record = file.read(56)
            if len(record) < 56 or not record.startswith(_END64):
                raise InputError(f"{path.name} is a zip whose end is damaged: export or download it again")
            count, length = struct.unpack("<QQ", record[32:48])
    if count > limits.members or length > limits.members * _ENTRY_BYTES:
        raise TooLarge(
            f"{path.name} holds {count:,} files; at most {limits.members:,} are read of one source: "
            "split it and audit the parts"
        )
