"""A folder, a zip, a tar or one file: named files behind one interface, none of which leads out of it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from colophon.audit.limits import Limits
from colophon.audit.readers.trees.disk import folder, regular, single_file
from colophon.audit.readers.trees.names import Contents, shown
from colophon.audit.readers.trees.tars import gunzipped_head, is_gzip, is_tar, tarred, unpacked
from colophon.audit.readers.trees.zips import is_zip, zipped
from colophon.errors import InputError, TooLarge

_HEAD = 64 * 1024


class Tree:
    """What was opened at ``path``. ``refused`` are the names that were not let in, and why.

    Nothing but the bytes of a tar.gz is ever written, under a name of our own; links are never followed.
    """

    def __init__(self, path: Path, contents: Contents, limits: Limits) -> None:
        self.path, self.refused, self.limits = path, contents.refused, limits
        self._contents, self._names = contents, sorted(contents.sizes)

    def names(self) -> Sequence[str]:
        """Posix names of regular files, sorted: relative, without ``..``."""
        return self._names

    def __contains__(self, name: str) -> bool:
        return name in self._contents.sizes

    def size(self, name: str) -> int:
        """In bytes, as the source says; 0 for a name that it does not hold."""
        return self._contents.sizes.get(name, 0)

    def open(self, name: str) -> BinaryIO:
        """A stream that ends where the file does, with random access where ``seekable()`` says so.

        Opening and reading raise InputError.
        """
        if name not in self._contents.sizes:
            raise InputError(f"{shown(name)} is not in {self.path.name}")
        return self._contents.open(name)

    def read(self, name: str, limit: int) -> bytes:
        """All of a file. Raises TooLarge where it has more than ``limit`` bytes, InputError."""
        with self.open(name) as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise TooLarge(f"{shown(name)} in {self.path.name} has more than {limit:,} bytes")
        return data

    def head(self, name: str, size: int = _HEAD) -> bytes:
        """The first bytes of a file, to see what it is; none where it cannot be read."""
        try:
            with self.open(name) as file:
                return _begin(file, size)
        except InputError:
            return b""


def _begin(file: BinaryIO, size: int) -> bytes:
    """Without its buffer, which would unpack 64 KiB of every picture for a look at 512 bytes."""
    source = file.raw if isinstance(file, io.BufferedReader) else file
    begin = b""
    while len(begin) < size and (more := source.read(size - len(begin))):
        begin += more
    return begin


def open_tree(path: Path, work: Path, limits: Limits) -> Tree:
    """What lies at ``path``, by its first bytes.

    ``work`` is a folder of the audit's own: a tar.gz is unpacked there once, and it is left out of a folder
    that holds it. Raises InputError for what is absent, damaged or no file; TooLarge for what is beyond
    ``limits`` as a whole.
    """
    try:
        return Tree(path, _opened(path, work, limits), limits)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def _opened(path: Path, work: Path, limits: Limits) -> Contents:
    if path.is_dir():
        return folder(path, limits, leave_out=work)
    if not path.exists():
        raise InputError(f"{path} does not exist: name a folder or a file")
    with regular(path.resolve(), path.name) as file:
        head = file.read(_HEAD)
    if is_zip(head):
        return zipped(path, limits)
    if is_tar(head):
        return tarred(path, limits)
    if is_gzip(head) and is_tar(gunzipped_head(head)):
        tar, cut = unpacked(path, work, limits)
        contents = tarred(path, limits, tar)
        contents.refused.extend(cut)
        return contents
    return single_file(path, limits)
