"""What an entry keeps of a picture, and what a picture asks with: hashes and tile hashes, never pixels."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colophon.images.compare import SIZE, Comparison, compare_tiles, tiles_of
from colophon.images.frame import WHOLE, Box, content_box
from colophon.images.hashes import FLOOR, HASH_BYTES, pdq_code, thumbnail
from colophon.images.variants import FRAME, VARIANTS, variant_hashes

VERSION = 2  # 1 had no chroma
HEADER = struct.Struct("<BBB")  # version, quality, number of variants
FRAME_BOX = struct.Struct("<4H")  # sides of the frame within the registered picture, in 1/65535
SCALE = 65535
LAST_CODE = max(VARIANTS)


@dataclass(frozen=True, eq=False)
class Sketch:
    """What an entry keeps of its picture.

    ``codes`` (n,) and ``hashes`` (n, 32), uint8, are rows for the search. ``tiles`` is for `compare` alone:
    the frame's box within the registered picture, then the tile hashes; empty where only a hash is known,
    from somebody's list. ``quality`` is the frame's PDQ quality, 50 to 100.
    """

    codes: NDArray[np.uint8]
    hashes: NDArray[np.uint8]
    tiles: bytes
    quality: int

    @classmethod
    def of_hash(cls, hash: bytes) -> Sketch:
        """What a list tells of a picture: its PDQ hash, 32 bytes. Raises ValueError for another length."""
        if len(hash) != HASH_BYTES:
            raise ValueError(f"a PDQ hash has {HASH_BYTES} bytes, not {len(hash)}")
        rows = np.frombuffer(hash, np.uint8).reshape(1, HASH_BYTES)
        return cls(np.array([FRAME], np.uint8), rows, b"", FLOOR)

    def dump(self) -> bytes:
        """As bytes, for storage."""
        head = HEADER.pack(VERSION, self.quality, len(self.codes))
        return b"".join((head, self.codes.tobytes(), self.hashes.tobytes(), self.tiles))

    @classmethod
    def load(cls, data: bytes) -> Sketch:
        """The inverse of `dump`, also for bytes from elsewhere.

        Raises ValueError for another version, a wrong length, an unknown variant or a frame with no inside.
        """
        if len(data) < HEADER.size or data[0] != VERSION:
            raise ValueError(
                f"a sketch starts with version {VERSION}, this one with {data[:1].hex() or 'nothing'}"
            )
        _, quality, count = HEADER.unpack_from(data)
        hashes = HEADER.size + count
        tiles = hashes + count * HASH_BYTES
        if len(data) not in (tiles, tiles + FRAME_BOX.size + SIZE):
            raise ValueError(f"a sketch of {count} variants is not {len(data)} bytes long")
        codes = np.frombuffer(data, np.uint8, count, HEADER.size)
        if count and codes.max() > LAST_CODE:
            raise ValueError(f"a sketch has variants up to {LAST_CODE}, not {codes.max()}")
        if data[tiles:]:
            _frame_box(data[tiles:])
        rows = np.frombuffer(data, np.uint8, count * HASH_BYTES, hashes).reshape(count, HASH_BYTES)
        return cls(codes, rows, data[tiles:], quality)


def sketch_of(pixels: NDArray[np.uint8]) -> Sketch | None:
    """The sketch of sRGB pixels (height, width, 3); None where PDQ's quality is below 50: such a picture is
    known by its SHA-256 only."""
    frame = content_box(thumbnail(pixels))
    inner = frame.cut(pixels)
    quality = pdq_code(thumbnail(inner))[1]
    if quality < FLOOR:
        return None
    codes, hashes = variant_hashes(pixels, frame)
    sides = (round(side * SCALE) for side in (frame.left, frame.top, frame.right, frame.bottom))
    return Sketch(codes, hashes, FRAME_BOX.pack(*sides) + tiles_of(inner), quality)


@dataclass(frozen=True, eq=False)
class QueryFrame:
    """One view of a picture under which it is sought: ``box`` of the picture, its PDQ ``hash`` (32 bytes) and
    ``quality``."""

    hash: bytes
    quality: int
    box: Box


def query_of(pixels: NDArray[np.uint8]) -> tuple[QueryFrame, ...]:
    """The views of sRGB pixels (height, width, 3): the whole picture and, where it has uniform borders, the
    part inside them. The first one's hash is the picture's PDQ hash."""
    small = thumbnail(pixels)
    box = content_box(small)
    views = [(WHOLE, small)]
    if box != WHOLE:
        views.append((box, thumbnail(box.cut(pixels))))
    found = ((view, *pdq_code(each)) for view, each in views)
    return tuple(QueryFrame(code.tobytes(), quality, view) for view, code, quality in found)


def compare(pixels: NDArray[np.uint8], frame: QueryFrame, variant: int, tiles: bytes) -> Comparison | None:
    """Hold a picture that was found under ``frame`` against the entry's ``tiles`` (`Sketch.tiles`).

    ``variant`` is the code of the row that was near. None when the pictures have nothing in common. Raises
    ValueError for tiles of the wrong size, KeyError for a code that no variant has.
    """
    how, inner = VARIANTS[variant], _frame_box(tiles)
    box = how.box if how.framed else how.box.seen_from(inner)
    return compare_tiles(frame.box.cut(pixels), box, how.turn, tiles[FRAME_BOX.size :])


def _frame_box(tiles: bytes) -> Box:
    if len(tiles) != FRAME_BOX.size + SIZE:
        raise ValueError(f"a sketch's tiles are {FRAME_BOX.size + SIZE} bytes, these are {len(tiles)}")
    box = Box(*(side / SCALE for side in FRAME_BOX.unpack_from(tiles)))
    if box.width <= 0 or box.height <= 0:
        raise ValueError("a sketch's frame has no inside")
    return box
