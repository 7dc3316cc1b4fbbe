"""Small archives for tests, made from names and bytes."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

Files = Mapping[str, bytes]


def folder(path: Path, files: Files) -> Path:
    for name, data in files.items():
        place = path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return path


def zipped(path: Path, files: Files, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return path


def tarred(path: Path, files: Files) -> Path:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    data = stream.getvalue()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


MAKERS: dict[str, Callable[[Path, Files], Path]] = {
    "folder": lambda path, files: folder(path / "source", files),
    "zip": lambda path, files: zipped(path / "source.zip", files),
    "stored zip": lambda path, files: zipped(path / "source.zip", files, zipfile.ZIP_STORED),
    "tar": lambda path, files: tarred(path / "source.tar", files),
    "tar.gz": lambda path, files: tarred(path / "source.tar.gz", files),
}
