"""What in a bundle is not as it was signed: each file by its name, and the line where it has lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import ValidationError

from colophon.audit.bundle.key import fingerprint
from colophon.audit.bundle.lines import SUFFIX, differences
from colophon.audit.bundle.manifest import (
    MANIFEST,
    MAX_BYTES,
    SIGNATURE,
    File,
    Kept,
    Manifest,
    Signature,
    canonical,
    file_of,
    is_signed,
    public_of,
)
from colophon.errors import InputError

K = TypeVar("K", bound=Kept)
SHOWN_EXTRA = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not as it was signed; ``line`` from 1, where the place is known."""

    file: str
    what: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}{'' if self.line is None else f', line {self.line:,}'}: {self.what}"


@dataclass(frozen=True, slots=True)
class Checked:
    """``fingerprint`` of the key that signed and ``manifest``, or None where that much is not in order."""

    problems: list[Problem]
    fingerprint: str | None = None
    manifest: Manifest | None = None


def check(folder: Path, expected: str | None = None) -> Checked:
    """Compare every file with what was signed. ``expected`` is the fingerprint that the key must have.

    Memory: 16 bytes for each line of a file that changed. Raises InputError where there is no bundle.
    """
    if not (folder / MANIFEST).exists() and not (folder / SIGNATURE).exists():
        raise InputError(f"{folder} holds no bundle: {MANIFEST} and {SIGNATURE} are not there")
    signed, manifest = _read(folder, SIGNATURE, Signature), _read(folder, MANIFEST, Manifest)
    broken = [one for one in (signed, manifest) if isinstance(one, Problem)]
    if isinstance(signed, Problem) or isinstance(manifest, Problem):
        return Checked(broken)
    if problem := _signature(canonical(manifest), signed):
        return Checked([problem])
    found = fingerprint(public_of(signed))
    problems = list(_files(folder, manifest))
    if expected is not None and found != expected:
        problems.insert(0, Problem(SIGNATURE, f"signed with another key: its fingerprint is {found}"))
    return Checked(problems, found, manifest)


def _read(folder: Path, name: str, model: type[K]) -> K | Problem:
    """A small file in its one form."""
    path = folder / name
    try:
        if path.is_symlink() or not path.is_file():
            return Problem(name, "not there, or no plain file")
        if path.stat().st_size > MAX_BYTES:
            return Problem(name, f"larger than {MAX_BYTES:,} bytes")
        data = path.read_bytes()
        value = model.model_validate(orjson.loads(data))
    except (OSError, orjson.JSONDecodeError, ValidationError):
        return Problem(name, "changed: it cannot be read any more")
    return value if canonical(value) == data else Problem(name, "changed: not in its one form")


def _signature(manifest: bytes, signed: Signature) -> Problem | None:
    """Which of the two changed: the hash of the manifest stands beside the signature."""
    same = hashlib.sha256(manifest).hexdigest() == signed.manifest_sha256
    try:
        good = is_signed(manifest, signed)
    except ValueError:
        return Problem(SIGNATURE, "changed: it holds no signature any more")
    if good and same:
        return None
    if good or same:
        return Problem(SIGNATURE, "changed: the signature does not fit the manifest")
    return Problem(MANIFEST, "changed: the signature does not fit it")


def _files(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    kept = {file.name: file for file in manifest.files}
    wrong = {file.name for file in manifest.files if not _is_as(folder, file)}
    for name in sorted(wrong):
        yield from _places(folder, kept[name], f"{name}{SUFFIX}" in kept and f"{name}{SUFFIX}" not in wrong)
    extra = sorted({path.name for path in folder.iterdir()} - kept.keys() - {MANIFEST, SIGNATURE})
    for name in extra[:SHOWN_EXTRA]:
        yield Problem(name, "added: it is not part of what was signed")
    if len(extra) > SHOWN_EXTRA:
        yield Problem(extra[SHOWN_EXTRA], f"added, and {len(extra) - SHOWN_EXTRA - 1:,} more files after it")


def _is_as(folder: Path, file: File) -> bool:
    path = folder / file.name
    try:
        plain = path.is_file() and not path.is_symlink()
        return plain and path.stat().st_size == file.bytes and file_of(path).sha256 == file.sha256
    except OSError:
        return False


def _places(folder: Path, file: File, has_lines: bool) -> Iterator[Problem]:
    path = folder / file.name
    if path.is_symlink() or not path.is_file():
        yield Problem(file.name, "removed, or no plain file any more")
        return
    try:
        places = differences(path, folder / f"{file.name}{SUFFIX}") if has_lines else []
    except OSError as error:
        yield Problem(file.name, f"cannot be read: {error.strerror}")
        return
    for line, what in places:
        yield Problem(file.name, what, line)
    if not places:
        size = path.stat().st_size
        told = "" if size == file.bytes else f": {size:,} bytes instead of {file.bytes:,}"
        yield Problem(file.name, f"changed{told}")
