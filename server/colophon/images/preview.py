"""A small picture for a page, from somebody's file. Made where files are taken apart: see `isolation`."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

from PIL import Image

from colophon.errors import Unreadable
from colophon.images.decode import decode_rgb

QUALITY = 82


def previewing(side: int, max_pixels: int) -> Callable[[str, bytes], dict[str, str]]:
    """A job that gives a JPEG of at most ``side`` pixels a side, in base64, or why there is none.

    It has no metadata, and of what moves the first frame.
    """

    def preview(media_type: str, data: bytes) -> dict[str, str]:
        try:
            image = Image.fromarray(decode_rgb(data, media_type, max_pixels, least=side))
        except Unreadable as error:
            return {"unreadable": str(error)}
        image.thumbnail((side, side))
        image.save(stream := io.BytesIO(), "JPEG", quality=QUALITY)
        return {"jpeg": base64.b64encode(stream.getvalue()).decode()}

    return preview
