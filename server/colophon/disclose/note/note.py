"""Drawing a note into a corner of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from colophon.disclose.note.contrast import Look, look_for, on_bar
from colophon.disclose.note.font import Font, font_for
from colophon.errors import InputError

# Specification of the issue: 16 to 24 pixels on a picture 1080 pixels wide; never too small to be read.
_EM: Final = 22 / 1080
_LEAST_EM: Final = 12  # pixels
_MOST_OF_HEIGHT: Final = 0.08  # of a panorama's height
_MARGIN: Final = 0.75  # of an em, from the edges of the picture
_PADDING: Final = 0.45  # of an em, around the text
_ROOM: Final = 0.25  # of the picture's height, at most


class Corner(StrEnum):
    """Where a note stands. Our own labels stand in an upper corner, so a lower one keeps both in sight."""

    BOTTOM_LEFT = "bottom-left"
    BOTTOM_RIGHT = "bottom-right"
    TOP_LEFT = "top-left"
    TOP_RIGHT = "top-right"


@dataclass(frozen=True, slots=True)
class Note:
    """What to draw: ``font`` is a font file, or None for the first that will do."""

    text: str
    corner: Corner = Corner.BOTTOM_LEFT
    font: Path | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn: ``size`` in pixels per em, ``box`` as left, top, right and bottom in pixels."""

    text: str
    corner: Corner
    size: int
    box: tuple[int, int, int, int]
    look: Look
    font: str


def draw(picture: Image.Image, note: Note) -> Drawn:
    """Draw into ``picture``, which is upright and of mode L, LA, RGB or RGBA.

    Raises InputError, naming the limit and the way out, when the picture has no room or no font has the
    characters.
    """
    size = max(_LEAST_EM, round(min(_EM * picture.width, _MOST_OF_HEIGHT * picture.height)))
    font = font_for(note.text, size, note.font)
    margin, padding = round(_MARGIN * size), round(_PADDING * size)
    pen = ImageDraw.Draw(picture)
    text = _wrapped(note.text, font, picture.width - 2 * (margin + padding))
    left, top, right, bottom = pen.multiline_textbbox((0, 0), text, font=font, spacing=padding)
    width, height = round(right - left) + 2 * padding, round(bottom - top) + 2 * padding
    if height + margin > _ROOM * picture.height or width + 2 * margin > picture.width:
        raise _no_room(picture, note.text)
    x = margin if note.corner.endswith("left") else picture.width - margin - width
    y = margin if note.corner.startswith("top") else picture.height - margin - height
    box = (x, y, x + width, y + height)
    look = _look(picture.crop(box))
    if look.bar:
        pen.rectangle((x, y, x + width - 1, y + height - 1), fill="black")
    at = (x + padding - left, y + padding - top)
    align = note.corner.rpartition("-")[2]
    pen.multiline_text(at, text, fill=look.ink, font=font, spacing=padding, align=align)
    return Drawn(note.text, note.corner, size, box, look, " ".join(part for part in font.getname() if part))


def _look(below: Image.Image) -> Look:
    """What is seen through transparent pixels is not ours to know, so a note over them gets a bar."""
    if below.mode.endswith("A") and np.asarray(below.getchannel("A")).min() < 255:
        return on_bar()
    return look_for(np.asarray(below.convert("RGB")))


def _wrapped(text: str, font: Font, room: int) -> str:
    """The text in as many lines as its words need; a word that is too long stays on a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def _no_room(picture: Image.Image, text: str) -> InputError:
    return InputError(
        f"a picture of {picture.width} x {picture.height} pixels has no room for the note {text!r} "
        f"in letters of {_LEAST_EM} pixels or more on a quarter of its height; give shorter words with "
        "--note-text, or leave the note out and say it in the post"
    )
