"""Files written whole or not at all: whoever reads meanwhile sees the old contents or the new."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, making its folder. Raises OSError, and then leaves what was there."""
    with writing_whole(path) as file:
        file.write(data)


def make_once(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` unless something is there, readable by its owner only.

    Written whole under another name, then linked: of several that do so at once one makes it, and all find
    that one. Makes the folder. Raises OSError.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its place at ``path`` at the end, readable by its owner only.

    Makes the folder. Raises OSError; then, and on any other error, what was there is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
