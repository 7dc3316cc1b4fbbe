"""Which line of a file changed: a digest of every line, kept beside it.

That nothing changed follows from the hash of the whole file; these are for finding the place.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

DIGEST_BYTES = 8  # of SHA-256: enough to tell lines apart
SUFFIX = ".lines"
SHOWN = 5  # lines that are named
MAX_LINE = 1 << 26  # bytes that are held of one line; a longer one is taken in parts


def write_lines(path: Path) -> int:
    """Write the digests of a file's lines beside it, one a line in hex; gives their number.

    Raises OSError.
    """
    number = 0
    kept = path.with_name(path.name + SUFFIX)
    with path.open("rb") as file, kept.open("w", encoding="ascii", newline="\n") as out:
        for number, digest in enumerate(_digests(file), 1):  # noqa: B007 - counts
            out.write(f"{digest:0{2 * DIGEST_BYTES}x}\n")
    return number


def differences(file: BinaryIO, kept: BinaryIO) -> list[tuple[int | None, str]]:
    """Where a file is not as ``kept`` says: the first line of each place, from 1, and what happened there.

    Raises OSError, and ValueError where ``kept`` holds no digests.
    """
    before = array("Q", (int(line, 16) for line in kept))
    now = array("Q", _digests(file))
    first = _common(before, now)
    tail = min(_common(before[::-1], now[::-1]), min(len(before), len(now)) - first)
    return _said(before[first : len(before) - tail], now[first : len(now) - tail], first + 1)


def _said(before: Sequence[int], now: Sequence[int], line: int) -> list[tuple[int | None, str]]:
    """What happened to lines that begin at number ``line``."""
    if not before and not now:
        return []
    if not before:
        return [(line, f"{_lines(len(now))} added here")]
    if not now:
        return [(line, f"{_lines(len(before))} removed here")]
    if sorted(before) == sorted(now):
        return [(line, f"lines {line} to {line + len(now) - 1} are in another order")]
    if len(before) == len(now):
        changed = [line + n for n, (a, b) in enumerate(zip(before, now, strict=True)) if a != b]
        said: list[tuple[int | None, str]] = [(number, "changed") for number in changed[:SHOWN]]
        return [
            *said,
            *([(None, f"{len(changed) - SHOWN:,} more lines changed")] if len(changed) > SHOWN else []),
        ]
    end = line + len(before) - 1
    return [
        (line, f"lines {line} to {end} are not as they were: {len(now):,} stand where {len(before):,} stood")
    ]


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number:,} lines"


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many they have in common from the first on."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


def _digests(file: BinaryIO) -> Iterator[int]:
    while line := file.readline(MAX_LINE):
        yield int.from_bytes(hashlib.sha256(line).digest()[:DIGEST_BYTES], "big")
