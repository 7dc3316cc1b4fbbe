"""Where the pictures of an audit are read again: from its source, or from a bundle that holds them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from colophon.audit.bundle.manifest import MANIFEST
from colophon.audit.bundle.pictures import MEDIA
from colophon.audit.folder import WORK
from colophon.audit.readers.all import open_source
from colophon.errors import InputError, TooLarge

Read = Callable[[Mapping[str, Any]], bytes]  # for a row; raises InputError, TooLarge, OSError, BadZipFile


@contextmanager
def reading(path: Path, audit: Path, limit: int) -> Iterator[Read]:
    """Open ``path``, a timeline or a bundle, for the rows of the audit in the folder ``audit``.

    A picture has at most ``limit`` bytes. Raises InputError where it is neither.
    """
    if _is_bundle(path):
        with zipfile.ZipFile(path) as bundle:
            yield _of_bundle(bundle, limit)
        return
    work = audit / WORK  # the audit's own, and gone at its end: what a kill leaves, the next one removes
    shutil.rmtree(work, ignore_errors=True)
    try:
        source = open_source(path, work)
        yield lambda row: source.read(row["locator"], limit)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _is_bundle(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return MANIFEST in archive.namelist()


def _of_bundle(bundle: zipfile.ZipFile, limit: int) -> Read:
    """Each picture is named by its hash there; who reads it compares that with its bytes."""
    media = (name for name in bundle.namelist() if name.startswith(f"{MEDIA}/"))
    by_hash = {name.removeprefix(f"{MEDIA}/").partition(".")[0]: name for name in media}

    def read(row: Mapping[str, Any]) -> bytes:
        if (name := by_hash.get(row["sha256"])) is None:
            raise InputError("the bundle does not hold this picture")
        with bundle.open(name) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise TooLarge(f"a picture in the bundle has more than {limit} bytes")
        return data

    return read
