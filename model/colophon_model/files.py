"""Reading the files of a model's folder: nothing outside it, nothing too large, nothing of another kind."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from colophon_model.manifest import ModelRefused

MAX_PICTURE_BYTES = 64 << 20  # of a golden picture

# How files begin that are taken for ONNX models by mistake, and what to do about each.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "is a PyTorch checkpoint or another zip archive; export the model to ONNX"),
    (b"\x80\x02", "is a PyTorch checkpoint (a pickle, which can run code); export the model to ONNX"),
    (b"\x80\x03", "is a pickle, which can run code; export the model to ONNX"),
    (b"\x80\x04", "is a pickle, which can run code; export the model to ONNX"),
    (b"\x80\x05", "is a pickle, which can run code; export the model to ONNX"),
    (b"version https://git-lfs", "is a Git LFS pointer, not the model; fetch the file it points to"),
    (b"\x89HDF", "is an HDF5 file (Keras); export the model to ONNX"),
    (b"\x1f\x8b", "is compressed with gzip; unpack it first"),
)
_PAGES = (b"<!doctype html", b"<html", b"<?xml", b"<head")


def read_file(folder: Path, name: str, sha256: str, limit: int) -> bytes:
    """The bytes of ``folder/name``. Raises ModelRefused saying why not: a path or link that leads out of the
    folder, no file, more than ``limit`` bytes, another SHA-256.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ModelRefused(f"{name} lies outside the model's folder")
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ModelRefused(f"{name} is not a file")
        if found.st_size > limit:
            raise ModelRefused(
                f"{name} has {found.st_size} bytes; at most {limit} ({limit / (1 << 20):g} MiB) are read"
            )
        with path.open("rb") as file:
            data = file.read(limit + 1)  # it may have grown since
    except OSError as error:
        raise ModelRefused(f"{name}: {error.strerror}") from error
    if len(data) > limit:
        raise ModelRefused(f"{name} has more than {limit} bytes")
    if (digest := hashlib.sha256(data).hexdigest()) != sha256:
        other = what_else(data)
        raise ModelRefused(
            f"{name} has SHA-256 {digest}, the manifest says {sha256}" + (f"; it {other}" if other else "")
        )
    return data


def what_else(data: bytes) -> str | None:
    """What ``data`` is where it is plainly no ONNX model, as the end of a sentence, or None.

    Told by the first bytes: zip archives and pickles (PyTorch), HDF5 (Keras), safetensors, pages of the web.
    """
    if not data:
        return "is empty"
    for start, said in _OTHERS:
        if data.startswith(start):
            return said
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        return "is a page of the web, not a model; the address answered with an error or asks to sign in"
    if data[8:10] == b'{"' and int.from_bytes(data[:8], "little") < len(data):
        return "is a safetensors file, which holds no graph; export the model to ONNX"
    return None
