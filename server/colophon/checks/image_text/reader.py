"""Lines of text in a picture: where they are, then what they say. Upright text only."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from colophon.checks.image_text.locate import line_boxes, may_hold_text, tensor, text_map
from colophon.checks.image_text.models import Networks
from colophon.checks.image_text.regions import Region

_LINE = 48  # height in pixels that the recogniser reads
_MAX_WIDTH = 2400  # pixels at that height: 1,080 px of the smallest letters
_LEGIBLE = 0.6  # mean probability of a line's characters
_MAX_COLUMNS = 8000  # read of one image, at that height: 1 s of CPU, and more is a page of text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box in pixels, ends exclusive; ``ground`` is the grey it stands on, 0 to 255."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    ground: float

    @property
    def height(self) -> float:
        """In pixels; about 1.6 times the size of the letters."""
        return self.bottom - self.top


class Reader:
    """Reads with two networks on the calling thread."""

    def __init__(self, networks: Networks) -> None:
        self._networks = networks

    def hint(self, image: Image.Image, scale: float) -> bool:
        """Whether ``image`` (RGB) may hold text: a look at ``scale`` times its size."""
        return may_hold_text(text_map(self._networks.detect, image, scale))

    def lines(self, image: Image.Image, scale: float) -> list[Line]:
        """The legible lines of ``image`` (RGB), looked for at ``scale`` times its size.

        Of a page of text only so many as a second allows, first those nearest to the upper and lower edge.
        """
        found = text_map(self._networks.detect, image, scale)
        boxes = line_boxes(found, image.width, image.height)
        boxes.sort(key=lambda box: min(box.top, image.height - box.bottom))
        reach = accumulate(_columns(box) for box in boxes)
        chosen = [box for box, columns in zip(boxes, reach, strict=True) if columns <= _MAX_COLUMNS]
        return [line for line in (self._line(image, box) for box in chosen) if line.text]

    def _line(self, image: Image.Image, box: Region) -> Line:
        place = (box.left, box.top, box.right, box.bottom)
        cut = image.crop(place).resize((_columns(box), _LINE), Image.Resampling.BILINEAR)
        chances = self._networks.recognise.run(None, {"x": tensor(cut)})[0][0]
        ground = float(np.median(np.asarray(cut.convert("L"))))  # letters cover less than half
        return Line(_decoded(chances, self._networks.characters), *place, ground)


def _columns(box: Region) -> int:
    """The width of a line at the height that the recogniser reads."""
    return min(max(round(box.width * _LINE / box.height), _LINE), _MAX_WIDTH)


def _decoded(chances: NDArray[np.float32], characters: tuple[str, ...]) -> str:
    """The likeliest characters without repetitions and blanks (CTC); nothing where they are not legible."""
    best = chances.argmax(axis=1)
    kept = (best != 0) & np.append(True, best[1:] != best[:-1])
    if not kept.any() or chances.max(axis=1)[kept].mean() < _LEGIBLE:
        return ""
    return "".join(characters[i] for i in best[kept]).strip()
