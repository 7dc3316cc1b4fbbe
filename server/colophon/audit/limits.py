"""The most that is read of one source: an export that holds more is refused or cut, and says so."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds against archives made to exhaust whoever opens them. Sizes are in bytes, after unpacking.

    ``members`` are the files of a source, and names cost memory: about 1 KB each while a zip is open.
    ``bytes`` is everything together, which is also the most that is ever written to the disk (a tar.gz).
    ``member_bytes`` is one file: web archives are cut at a gigabyte or so, recordings seldom pass four.
    ``ratio`` is unpacked to packed. Deflate reaches 1032; text of posts 5 to 30, photographs 1. What unpacks
    to less than ``ratio_free_bytes`` is let through, since small files of one colour pass any ratio.
    ``json_bytes`` is a JSON text that has to be read whole: as objects it takes about five times as much.
    ``record_bytes`` is one element of a list that is read in pieces: a post, a request with its body.
    ``page_bytes`` is a page of a web archive that is searched for captions; beyond it, it is not.
    ``depth`` is folders within folders.
    """

    members: int = 500_000
    bytes: int = 256 * GIB
    member_bytes: int = 64 * GIB
    ratio: int = 200
    ratio_free_bytes: int = MIB
    json_bytes: int = 128 * MIB
    record_bytes: int = 64 * MIB
    page_bytes: int = 4 * MIB
    depth: int = 64
