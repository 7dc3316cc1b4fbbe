"""Ways in which an archive can be damaged or made to do harm, by a seeded generator."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.audit.readers.archives import MAKERS, Files

_ZEROS = 10_000_000  # bytes of a bomb: more than any test may hold in memory


def flipped(data: bytes, rng: random.Random) -> bytes:
    """With one to thirty bits turned over."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 30) if data else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def spliced(data: bytes, rng: random.Random) -> bytes:
    """With a stretch of it, or of noise, put in somewhere else."""
    start, at = rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)
    piece = rng.choice(
        [data[start : start + 200], rng.randbytes(50), b"\0" * 600, b"[" * 5000, b"PK\x03\x04"]
    )
    return data[:at] + piece + data[at + rng.choice([0, len(piece)]) :]


BYTES: list[Callable[[bytes, random.Random], bytes]] = [flipped, cut, spliced]


def inner(files: Files, rng: random.Random) -> Files:
    """One file damaged before it is packed, so that every checksum fits."""
    name = rng.choice(sorted(files))
    return {**files, name: rng.choice(BYTES)(files[name], rng)}


def swapped(files: Files, rng: random.Random) -> Files:
    """Every file with the contents of another."""
    contents = list(files.values())
    rng.shuffle(contents)
    return dict(zip(files, contents, strict=True))


def bombs(files: Files, rng: random.Random) -> Files:
    """One file that goes on in zeros, spaces, brackets or ends of lines, or an archive full of zeros."""
    name = rng.choice(sorted(files))
    filler = rng.choice([b"\0", b" ", b"[", b"\n", b'{"a":', b"<img src="])
    long = files[name] + filler * (_ZEROS // len(filler))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(_ZEROS))
    nested = rng.choice([stream.getvalue(), gzip.compress(long, 9), long])
    return {**files, rng.choice([name, "nested.zip", "a.warc.gz"]): nested}


def hostile(files: Files, rng: random.Random, outside: Path) -> Files:
    """Beside its own, names that lead to ``outside``, deceive or collide."""
    names = [
        *("../escaped", "../../escaped", f"{outside}/escaped", "/escaped", "a/../../escaped", "..\\escaped"),
        *("", ".", "..", "nul\0l", "x" * 5000, "\u202egpj.exe", "a//b", "C:\\escaped", "con", "\udce9"),
        *(name.upper() for name in files),
        *(f"./{name}" for name in files),
        *(f"../source/{name}" for name in files),
    ]
    chosen = rng.sample(names, k=min(8, len(names)))
    return {**dict.fromkeys(chosen, rng.choice(list(files.values()))), **files}


def packed(path: Path, kind: str, files: Files, rng: random.Random) -> Path:
    """``files`` as one archive, where their names can be written in it."""
    possible = {name: data for name, data in files.items() if _can_be_written(name, kind)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of zipfile, about names that occur twice
        archive = MAKERS[kind](path, possible)
    if kind == "tar" and rng.random() < 0.5:
        _add_links(archive, rng)
    return archive


def _can_be_written(name: str, kind: str) -> bool:
    return "zip" not in kind or (name.isprintable() and len(name) < 2000)


def _add_links(path: Path, rng: random.Random) -> None:
    with tarfile.open(path, "a") as archive:
        for name in ("link", "a", "p"):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = rng.choice([tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE]), "/"
            archive.addfile(info)
        beyond = tarfile.TarInfo("link/escaped")
        beyond.size = 4
        archive.addfile(beyond, io.BytesIO(b"data"))
