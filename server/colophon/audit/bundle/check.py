"""What in a bundle is not as it was signed: each file by its name, and the line where it has lines."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.x509 import Certificate

from colophon.audit.bundle.container import CHUNK
from colophon.audit.bundle.lines import SUFFIX, differences
from colophon.audit.bundle.manifest import (
    MANIFEST,
    SIGNATURE,
    File,
    Manifest,
    Signature,
    canonical,
    is_signed,
    public_of,
)
from colophon.audit.bundle.place import Folder, Found, Place, Zip
from colophon.audit.bundle.problem import Problem, read_kept
from colophon.audit.bundle.stamp import check_stamp
from colophon.audit.bundle.timestamp import Stamp
from colophon.errors import InputError
from colophon.keyfile import fingerprint

SHOWN_EXTRA = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """``fingerprint`` of the key that signed and ``manifest``, or None where that much is not in order.

    ``stamp`` is None where there is no timestamp, or one that is not in order, or ``silent`` says why it
    cannot be read here.
    """

    problems: list[Problem]
    fingerprint: str | None = None
    manifest: Manifest | None = None
    stamp: Stamp | None = None
    silent: str | None = None


def check(path: Path, expected: str | None = None, roots: Sequence[Certificate] = ()) -> Checked:
    """Compare every file with what was signed. ``expected`` is the fingerprint that the key must have.

    ``roots`` are those of timestamp services that are known here.

    ``path`` is a folder or a zip, which is not unpacked. Memory: 16 bytes for each line of a file that
    changed. Raises InputError where there is no bundle.
    """
    place = _place(path)
    signed, manifest = read_kept(place, SIGNATURE, Signature), read_kept(place, MANIFEST, Manifest)
    broken = [one for one in (signed, manifest) if isinstance(one, Problem)]
    if isinstance(signed, Problem) or isinstance(manifest, Problem):
        return Checked(broken)
    if problem := _signature(canonical(manifest), signed):
        return Checked([problem])
    found = fingerprint(public_of(signed))
    own = {MANIFEST: canonical(manifest), SIGNATURE: canonical(signed)}
    stamped = check_stamp(place, manifest, own[SIGNATURE], public_of(signed), roots)
    problems = [*stamped.problems, *_files(place, manifest, {**own, **stamped.good}, stamped.sizes)]
    if expected is not None and found != expected:
        problems.insert(0, Problem(SIGNATURE, f"signed with another key: its fingerprint is {found}"))
    return Checked(problems, found, manifest, stamped.stamp, stamped.silent)


def _place(path: Path) -> Place:
    try:
        place: Place = Folder(path) if path.is_dir() else Zip(path)
        if place.find(MANIFEST) or place.find(SIGNATURE):
            return place
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    raise InputError(f"{path} holds no bundle: {MANIFEST} and {SIGNATURE} are not there")


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


def _files(
    place: Place, manifest: Manifest, own: Mapping[str, bytes], more: Mapping[str, int]
) -> Iterator[Problem]:
    """``own`` are files that were compared already, ``more`` the sizes of some that may be wrong."""
    kept = {file.name: file for file in manifest.files}
    sizes = {name: file.bytes for name, file in kept.items()} | dict(more)
    place.settle(sizes | {name: len(data) for name, data in own.items()})
    good = {name: zlib.crc32(data) for name, data in own.items()}
    for file in manifest.files:
        if (crc := _crc(place, file)) is not None:
            good[file.name] = crc
    for name in sorted(kept.keys() - good.keys()):
        yield from _places(
            place, kept[name], kept.get(f"{name}{SUFFIX}") if f"{name}{SUFFIX}" in good else None
        )
    for name, what in place.between(good):
        yield Problem(name, what)
    extra = place.added(kept.keys() | own.keys() | more.keys() | _folders(kept))
    for name in extra[:SHOWN_EXTRA]:
        yield Problem(name, "added: it is not part of what was signed")
    if len(extra) > SHOWN_EXTRA:
        yield Problem(extra[SHOWN_EXTRA], f"added, and {len(extra) - SHOWN_EXTRA - 1:,} more files after it")


def _folders(names: Iterable[str]) -> set[str]:
    return {name.partition("/")[0] for name in names if "/" in name}


def _crc(place: Place, file: File) -> int | None:
    """CRC-32 of a file that is as it was signed, else None."""
    try:
        for found in place.find(file.name):
            if (crc := _crc_of(found, file)) is not None:
                return crc
    except OSError:
        pass
    return None


def _crc_of(found: Found, file: File) -> int | None:
    if found.size != file.bytes:
        return None
    digest, crc = hashlib.sha256(), 0
    with found.open() as stream:
        while data := stream.read(CHUNK):
            digest.update(data)
            crc = zlib.crc32(data, crc)
    return crc if digest.hexdigest() == file.sha256 else None


def _places(place: Place, file: File, lines: File | None) -> Iterator[Problem]:
    """Where a file changed, by the digests of its lines where these are as they were."""
    try:
        there = place.find(file.name)
        if not there:
            yield Problem(file.name, "removed, or no plain file any more")
            return
        found = []
        if lines is not None:
            (digests,) = [one for one in place.find(lines.name) if _crc_of(one, lines) is not None][:1]
            with there[0].open() as now, digests.open() as before:
                found = differences(now, before)
    except OSError as error:
        yield Problem(file.name, f"cannot be read: {error.strerror}")
        return
    for line, what in found:
        yield Problem(file.name, what, line)
    if not found:
        size = there[0].size
        told = "" if size == file.bytes else f": {size:,} bytes instead of {file.bytes:,}"
        yield Problem(file.name, f"changed{told}")
