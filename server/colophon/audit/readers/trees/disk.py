"""A folder, or one file, as a tree. Links are counted and never followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from colophon.audit.limits import Limits
from colophon.audit.readers.trees.names import Contents, Gathered, shown
from colophon.audit.readers.trees.streams import Piece, buffered, guarded
from colophon.audit.timeline import Why
from colophon.errors import InputError

_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


def folder(path: Path, limits: Limits, leave_out: Path) -> Contents:
    """All regular files below a folder. ``leave_out`` is a folder within it that is not part of it."""
    root = path.resolve()
    gathered = Gathered(path.name, limits, one_case=False)
    _walk(root, leave_out.resolve(), gathered, limits.depth)

    def open_(name: str) -> BinaryIO:
        place = root / name
        if not place.resolve().is_relative_to(root):  # a folder became a link since it was listed
            raise InputError(f"{shown(name)} leads out of {path.name}")
        return regular(place, shown(name))

    return Contents(gathered.sizes, open_, gathered.refused)


def single_file(path: Path, limits: Limits) -> Contents:
    """One file as a tree of one name, its own."""
    gathered = Gathered(path.name, limits, one_case=False)
    gathered.admit(path.name, path.stat().st_size)
    return Contents(gathered.sizes, lambda name: regular(path.resolve(), shown(name)), gathered.refused)


def regular(path: Path, name: str) -> BinaryIO:
    """A regular file with random access. Raises InputError for links, devices and what cannot be opened."""
    file = guarded(lambda: os.fdopen(os.open(path, _FLAGS), "rb"), name)
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        raise InputError(f"{name} is not a regular file")
    return buffered(Piece(file, 0, status.st_size, name))


def _walk(root: Path, leave_out: Path, gathered: Gathered, depth: int) -> None:
    below: list[tuple[Path, str, int]] = [(root, "", 0)]
    while below:
        folder, prefix, level = below.pop()
        for entry in _entries(folder, prefix, gathered):
            name = prefix + entry.name
            kind = _kind(entry)
            if kind == "folder" and Path(entry.path) == leave_out:
                continue
            if kind == "folder" and level < depth:
                below.append((Path(entry.path), f"{name}/", level + 1))
            elif kind == "file":
                _admit(gathered, name, entry)
            else:
                gathered.refuse(Why.LIMIT if kind == "folder" else Why.OUTSIDE, name)


def _admit(gathered: Gathered, name: str, entry: os.DirEntry[str]) -> None:
    try:
        size = entry.stat(follow_symlinks=False).st_size
    except OSError:
        gathered.refuse(Why.DAMAGED, name)
    else:
        gathered.admit(name, size)


def _entries(folder: Path, prefix: str, gathered: Gathered) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        gathered.refuse(Why.DAMAGED, prefix or ".")


def _kind(entry: os.DirEntry[str]) -> str:
    """``folder``, ``file`` or, for links, devices, pipes and sockets, ``other``."""
    try:
        if entry.is_symlink():
            return "other"
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        return "file" if entry.is_file(follow_symlinks=False) else "other"
    except OSError:
        return "other"
