"""Where on a picture words are looked for, and how closely: the strips where notes stand, then the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PIL import Image

from colophon.checks.image_text.reader import Line, Reader

# A note has letters of 16 to 24 px on a picture of 1,080 px. Larger pictures are kept larger, up to a bound.
WIDTHS = (1080, 1600)
_ENLARGED = 2  # at most: letters that are smaller yet are not legible
_STRIP = 0.15  # height over the picture's width: two lines of a note and their margins
_STRIP_SCALE = 1.5  # reads 4 notes in 100 more than 1.0, at twice the cost
_STRIP_HINT = 0.7  # at 0.5 one note in 40 gives no hint
_SCALE = 1.0
_HINT = 0.5
_OVERLAP = 0.045  # over the picture's width: a line cut by one area lies whole in the next
_MAX_PIXELS = 800_000  # of an area that is read: 0.3 s of CPU and 220 MB to locate its lines
_MAX_PICTURE = 8_000_000  # pixels to enlarge to; a strip of 200 x 20,000 px stays narrow


@dataclass(frozen=True, slots=True)
class Area:
    """Rows of a picture, and how much they are scaled to be looked at for a hint and to be read."""

    top: int
    bottom: int
    hint: float
    scale: float


def at_reading_size(picture: Image.Image) -> Image.Image:
    """``picture`` scaled to a width within `WIDTHS`, or less where that would enlarge it too much."""
    bound = int(picture.width * (_MAX_PICTURE / (picture.width * picture.height)) ** 0.5)
    width = max(1, min(max(picture.width, WIDTHS[0]), WIDTHS[1], _ENLARGED * picture.width, bound))
    if width == picture.width:
        return picture
    size = (width, max(1, round(picture.height * width / picture.width)))
    return picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)


def areas(width: int, height: int) -> list[Area]:
    """The strips at the lower and the upper edge, then what lies between; one area for a flat picture."""
    strip, overlap = round(_STRIP * width), round(_OVERLAP * width)
    if height <= 2 * strip:
        return [_area(0, height, width, _STRIP_HINT, _STRIP_SCALE)]
    return [
        _area(height - strip, height, width, _STRIP_HINT, _STRIP_SCALE),
        _area(0, strip, width, _STRIP_HINT, _STRIP_SCALE),
        _area(strip - overlap, height - strip + overlap, width, _HINT, _SCALE),
    ]


def _area(top: int, bottom: int, width: int, hint: float, scale: float) -> Area:
    """An area that is scaled as asked, or less where it would have more than `_MAX_PIXELS`."""
    bounded = min(scale, (_MAX_PIXELS / (width * (bottom - top))) ** 0.5)
    return Area(top, bottom, hint * bounded / scale, bounded)


def lines_of(picture: Image.Image, reader: Reader) -> list[Line]:
    """All lines of ``picture``, which has reading size. Areas without a hint of text are not read."""
    found: list[Line] = []
    for area in areas(*picture.size):
        part = picture.crop((0, area.top, picture.width, area.bottom))
        if reader.hint(part, area.hint):
            read = _whole(reader.lines(part, area.scale), area, picture.height)
            found += [line for line in read if not any(_same_place(line, other) for other in found)]
    return found


def _whole(lines: list[Line], area: Area, height: int) -> Iterator[Line]:
    """The lines that no inner edge of ``area`` cuts, in rows of the picture."""
    last = area.bottom - area.top
    for line in lines:
        cut = (line.top <= 0 and area.top > 0) or (line.bottom >= last and area.bottom < height)
        if not cut:
            yield replace(line, top=line.top + area.top, bottom=line.bottom + area.top)


def _same_place(a: Line, b: Line) -> bool:
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 0 and down > 0.5 * min(a.height, b.height)
