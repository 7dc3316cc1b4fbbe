"""An image as the checks see it: bytes that are known by their SHA-256, and pixels decoded at most once."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from colophon.errors import NotAnImage, Unreadable
from colophon.images.decode import decode_rgb
from colophon.images.sketch import QueryFrame, query_of
from colophon.images.sniff import media_type_of


@dataclass(eq=False)
class Picture:
    """Bytes of one image. Build it with `Picture.of`; `pixels` decodes on first use and is thread-safe."""

    data: bytes
    media_type: str
    sha256: str
    max_pixels: int
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _pixels: NDArray[np.uint8] | Unreadable | None = field(default=None, repr=False)
    _frames: tuple[QueryFrame, ...] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, data: bytes, max_pixels: int, sha256: str | None = None) -> Picture:
        """Sniff ``data``, and hash it where its ``sha256`` is not known yet.

        Raises NotAnImage when the first bytes are of no type we read.
        """
        media_type = media_type_of(data)
        if media_type is None:
            raise NotAnImage(
                "the first bytes are not those of a JPEG, PNG, WebP, AVIF, HEIC, GIF or DNG/TIFF image"
            )
        return cls(data, media_type, sha256 or hashlib.sha256(data).hexdigest(), max_pixels)

    def pixels(self) -> NDArray[np.uint8]:
        """Upright sRGB pixels of the first frame, shape (height, width, 3), alpha on white.

        Raises Unreadable, naming the limit, when they are too many, truncated, damaged or of a type that is
        read for its records only.
        """
        with self._lock:
            if self._pixels is None:
                try:
                    self._pixels = decode_rgb(self.data, self.media_type, self.max_pixels)
                except Unreadable as error:
                    self._pixels = error
            if isinstance(self._pixels, Unreadable):
                raise self._pixels
            return self._pixels

    def frames(self) -> tuple[QueryFrame, ...]:
        """What the picture is looked for by: the whole frame first, then without borders where it has some.

        Raises Unreadable like `pixels`.
        """
        pixels = self.pixels()
        with self._lock:
            if self._frames is None:
                self._frames = query_of(pixels)
            return self._frames

    @property
    def known_frames(self) -> tuple[QueryFrame, ...]:
        """Those of `frames`, as far as they have been asked for; never blocks."""
        return self._frames or ()

    def release(self) -> None:
        """Give the memory of the pixels back; they are decoded again when asked for."""
        with self._lock:
            if not isinstance(self._pixels, Unreadable):
                self._pixels = None
