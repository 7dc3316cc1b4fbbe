"""By what near copies of a decided image are known: the best that is at hand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from colophon.entry import Entry
from colophon.errors import NotFound, Refused, Unreadable
from colophon.images.hashes import HASH_BYTES
from colophon.images.picture import Picture
from colophon.images.sketch import Sketch, sketch_of
from colophon.review.pictures import CasePictures
from colophon.store.database import Store
from colophon.store.sealed import Sealed


class Fingerprints:
    """Of images that are decided about; pictures have at most ``pixels``.

    Every method raises SQLAlchemyError when the database does not answer.
    """

    def __init__(self, store: Store, pictures: CasePictures, pixels: int) -> None:
        self._store = store
        self._pictures = pictures
        self._pixels = pixels

    async def at_hand(self, sha256: str, known: Sequence[Entry]) -> bool:
        """Whether there is one; ``known`` are the registry's entries of this image."""
        if any(entry.sketch for entry in known):
            return True
        return await self._hash(sha256) is not None

    async def best(self, sha256: str, known: Sequence[Entry]) -> bytes | None:
        """A sketch for an entry: with tiles, of the registry or of the kept picture; else of a hash alone, by
        which copies are similar at most. None of an image whose kept picture is protected."""
        sketches = [entry.sketch for entry in known if entry.sketch]
        if whole := next((sketch for sketch in sketches if _is_whole(sketch)), None):
            return whole
        try:
            picture = await self._pictures.open(sha256)
            made = await asyncio.to_thread(_sketch, picture, self._pixels)
        except Refused:
            return None
        except (NotFound, Sealed, Unreadable):
            made = None
        if made is not None or sketches:
            return made or sketches[0]
        hash = await self._hash(sha256)
        return None if hash is None else Sketch.of_hash(hash).dump()

    async def _hash(self, sha256: str) -> bytes | None:
        """A PDQ hash of sufficient quality: of its item, or of its kept picture."""
        if pdq := await self._store.review.hash_of(sha256):
            return bytes.fromhex(pdq)
        kept = await self._store.pictures.get(sha256)
        return kept.hashes[:HASH_BYTES] if kept and kept.hashes else None


def _is_whole(sketch: bytes) -> bool:
    try:
        return bool(Sketch.load(sketch).tiles)
    except ValueError:  # of an older version
        return False


def _sketch(kept: Picture, most: int) -> bytes | None:
    made = sketch_of(Picture.of(kept.data, most, kept.sha256).pixels())
    return None if made is None else made.dump()
