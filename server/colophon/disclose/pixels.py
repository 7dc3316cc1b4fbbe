"""A note on the pixels of a file: decoded, drawn on as it is seen, and coded again in the same way."""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import Image, JpegImagePlugin

from colophon.checks.metadata.containers import jpeg as jpeg_walker
from colophon.checks.metadata.records import Records
from colophon.config import Limits
from colophon.disclose.containers.base import Container
from colophon.disclose.containers.jpeg import Jpeg
from colophon.disclose.containers.png import Png
from colophon.disclose.containers.webp import Webp
from colophon.disclose.note import Drawn, Note, draw
from colophon.errors import InputError

_ORIENTATION: Final = 0x0112
_TURN: Final = Image.Transpose
# How to turn a picture upright, by its EXIF orientation, and how to turn it back.
_TURNS: Final = {
    2: (_TURN.FLIP_LEFT_RIGHT, _TURN.FLIP_LEFT_RIGHT),
    3: (_TURN.ROTATE_180, _TURN.ROTATE_180),
    4: (_TURN.FLIP_TOP_BOTTOM, _TURN.FLIP_TOP_BOTTOM),
    5: (_TURN.TRANSPOSE, _TURN.TRANSPOSE),
    6: (_TURN.ROTATE_270, _TURN.ROTATE_90),
    7: (_TURN.TRANSVERSE, _TURN.TRANSVERSE),
    8: (_TURN.ROTATE_90, _TURN.ROTATE_270),
}
_DRAWN_ON: Final = {"1": "L", "L": "L", "LA": "LA", "RGB": "RGB", "RGBA": "RGBA"}
_WEBP_QUALITY: Final = 90  # the file does not say how its own picture was coded


def with_note(data: bytes, container: Container, note: Note) -> tuple[bytes, Drawn]:
    """The picture with ``note`` on it, coded as a file of the same type, and what was drawn.

    Raises InputError where drawing would lose more than the pixels below the note.
    """
    _refuse_what_would_be_lost(data, container)
    with Image.open(io.BytesIO(data)) as opened:
        if getattr(opened, "n_frames", 1) > 1:
            raise InputError(
                "it is an animation, and a note is only drawn on still pictures; leave --note out"
            )
        mode = _mode(opened)
        there, back = _TURNS.get(opened.getexif().get(_ORIENTATION, 1), (None, None))
        picture = opened.convert(mode)
        if there is not None:
            picture = picture.transpose(there)
        drawn = draw(picture, note)
        if back is not None:
            picture = picture.transpose(back)
        out = io.BytesIO()
        picture.save(out, opened.format, **_coding(opened, container))
    return out.getvalue(), drawn


def _refuse_what_would_be_lost(data: bytes, container: Container) -> None:
    if isinstance(container, Jpeg):
        end = jpeg_walker.walk(data, Records(Limits()))
        if container.has_more_pictures() or data[end:].strip(b"\0"):
            raise InputError(
                "it holds more behind the picture (a gain map, a preview, a video), which would not show "
                "the note; save it as a plain JPEG first, or leave --note out"
            )
    if isinstance(container, Png) and container.bits_per_channel() == 16:
        raise InputError(
            "it has 16 bits per channel, and a note can only be drawn at 8; save it with 8 first, or leave "
            "--note out"
        )


def _mode(opened: Image.Image) -> str:
    if opened.mode == "P":
        return "RGBA" if opened.has_transparency_data else "RGB"
    if opened.mode == "RGB" and opened.has_transparency_data:  # one colour is transparent
        return "RGBA"
    if opened.mode not in _DRAWN_ON:
        raise InputError(
            f"its colours are {opened.mode}, and a note is only drawn on RGB or grey; save it as RGB first, "
            "or leave --note out"
        )
    return _DRAWN_ON[opened.mode]


def _coding(opened: Image.Image, container: Container) -> dict[str, Any]:
    """Options that code the picture as it was: for JPEG, with its own tables."""
    if isinstance(opened, JpegImagePlugin.JpegImageFile):
        sampling = JpegImagePlugin.get_sampling(opened)
        return {
            "qtables": opened.quantization,
            "optimize": True,
            "progressive": bool(opened.info.get("progressive")),
            **({"subsampling": sampling} if sampling >= 0 else {}),
        }
    if isinstance(container, Webp):
        return {"lossless": container.is_lossless(), "quality": _WEBP_QUALITY, "exact": True}
    return {}
