"""Which source it is: an audit goes on with the same one only."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from colophon.errors import InputError


def fingerprint(path: Path) -> dict[str, str]:
    """Of a file ``sha256`` of its bytes; of a folder ``fingerprint``: names, sizes and times of its files.

    Reading every file of a folder would take as long as an audit's own reading. Links are not followed.
    Raises InputError where there is nothing, or it cannot be read.
    """
    try:
        if path.is_dir():
            return {"fingerprint": _of_folder(path)}
        with path.open("rb") as file:
            return {"sha256": hashlib.file_digest(file, "sha256").hexdigest()}
    except FileNotFoundError:
        raise InputError(f"{path} does not exist: name the folder or the file of a timeline") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def _of_folder(path: Path) -> str:
    digest = hashlib.sha256()
    for name, size, time in sorted(_files(path, "")):
        digest.update(b"%s\0%d\0%d\n" % (os.fsencode(name), size, time))
    return digest.hexdigest()


def _files(folder: Path, above: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{above}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path), f"{name}/")
            else:
                about = entry.stat(follow_symlinks=False)
                yield name, about.st_size, about.st_mtime_ns
