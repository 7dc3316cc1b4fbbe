"""The variants of a picture under which its copies are found again: crops and turns, each with a hash.

A PDQ hash holds for a crop that is off by 1 % of the picture at one side (93 to 97 % of 60 pictures within
31 bits; 90 % at 1.25 %, half at 2 %). Crops of one side are therefore indexed in steps of 2.25 %, so that any
crop up to 12.6 % is at most 1.1 % away from an indexed one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colophon.images.frame import WHOLE, Box
from colophon.images.hashes import FLOOR, pdq_code, thumbnail

ONE_SIDED = (0.025, 0.0475, 0.07, 0.0925, 0.115)  # of the height or width, cut off at one side
CENTRED = (0.025, 0.05)  # cut off at every side (facts 4.2)
TURNS = 8  # rotations by 90 degrees, and the same of the mirrored picture


@dataclass(frozen=True, slots=True)
class Variant:
    """One way a copy may differ from the picture that was registered: cut to ``box`` (of the frame where
    ``framed``, else of the picture with its borders), then turned (see `turned`)."""

    box: Box
    framed: bool = False
    turn: int = 0


def _variants() -> Iterator[Variant]:
    yield Variant(WHOLE)
    yield Variant(WHOLE, framed=True)
    for cut in CENTRED:
        yield Variant(Box(cut, cut, 1 - cut, 1 - cut))
    for cut in ONE_SIDED:
        sides = Box(cut, 0, 1, 1), Box(0, cut, 1, 1), Box(0, 0, 1 - cut, 1), Box(0, 0, 1, 1 - cut)
        yield from map(Variant, sides)
    for turn in range(1, TURNS):
        yield Variant(WHOLE, True, turn)


AS_GIVEN, FRAME = 0, 1  # codes: the picture with its borders, and without
VARIANTS = dict(enumerate(_variants()))  # by code; codes are stored, so only ever add at the end


def turned(pixels: NDArray[np.uint8], turn: int) -> NDArray[np.uint8]:
    """The pixels (height, width, 3) mirrored left to right if ``turn`` >= 4, then rotated by ``turn`` % 4
    quarter turns; a view."""
    return np.rot90(pixels[:, ::-1] if turn >= 4 else pixels, turn % 4)


def turned_back(pixels: NDArray[np.uint8], turn: int) -> NDArray[np.uint8]:
    """The inverse of `turned`."""
    back = np.rot90(pixels, -(turn % 4))
    return back[:, ::-1] if turn >= 4 else back


def variant_hashes(pixels: NDArray[np.uint8], frame: Box) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Codes (n,) and PDQ hashes (n, 32) of a picture's variants; those of too little quality are left out."""
    codes, hashes = [], []
    for code, view in _views(pixels, frame):
        found, quality = pdq_code(view)
        if quality >= FLOOR:
            codes.append(code)
            hashes.append(found)
    return np.array(codes, np.uint8), np.array(hashes, np.uint8).reshape(-1, 32)


def _views(pixels: NDArray[np.uint8], frame: Box) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """The codes and pixels of the variants that differ. They are cut after scaling: a third of the time."""
    given, framed = thumbnail(pixels), thumbnail(frame.cut(pixels))
    for code, variant in VARIANTS.items():
        if code != AS_GIVEN or frame != WHOLE:
            yield code, turned(variant.box.cut(framed if variant.framed else given), variant.turn)
