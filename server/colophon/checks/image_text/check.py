"""The check of words on a picture: a note that says AI made it. Slow, so it runs after the first answer."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from colophon.checks import patterns
from colophon.checks.base import Report, failed, skipped
from colophon.checks.image_text import models
from colophon.checks.image_text.note import Disclosure, disclosures
from colophon.checks.image_text.reader import Reader
from colophon.checks.image_text.search import at_reading_size, lines_of
from colophon.errors import Unreadable
from colophon.evidence import Confidence, Evidence, Rank, Reason, Source, Why
from colophon.images.picture import Picture

_VERSION = "2"  # of the search and the reading; models and patterns have their own
_MIN_SIDE = 200  # pixels; on a smaller picture the letters of a note are under 5 px


def available() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return models.folder() is not None


class ImageTextCheck:
    """Reads self-disclosures that are written on a picture. A `SlowCheck` of pictures.

    At most one piece of evidence per process. Anyone can write on a picture: rank and confidence are those of
    an unsigned statement (specification, section 14, 13). The networks are loaded when first needed.
    """

    name = "image_text"

    def __init__(self) -> None:
        self._models: Path | None = models.folder()

    @property
    def version(self) -> str:
        """Changes with the models, the patterns and the way they are used."""
        if self._models is None:
            return "none"
        return f"{_VERSION}-{models.version()}-{patterns.load().version}"

    def glance(self, subject: Picture) -> Report | None:
        """Why the picture is not looked at; None where it takes a `look`."""
        if self._models is None:
            return skipped(Reason(Why.NO_OCR))
        try:
            pixels = subject.pixels()
        except Unreadable as error:
            return skipped(error.reason) if error.reason.key is Why.RECORDS_ONLY else failed(error.reason)
        if min(pixels.shape[:2]) < _MIN_SIDE:
            return skipped(Reason(Why.TOO_SMALL, {"limit": str(_MIN_SIDE)}))
        return None

    def look(self, subject: Picture) -> Report:
        """0.1 s of CPU for a picture without text, up to about 4 s for a page that is full of it."""
        if (settled := self.glance(subject)) is not None:
            return settled
        assert self._models is not None
        picture = at_reading_size(Image.fromarray(subject.pixels()))
        lines = lines_of(picture, Reader(models.load(self._models)))
        return Report(tuple(_evidence(said) for said in disclosures(lines, *picture.size)))


def _evidence(said: Disclosure) -> Evidence:
    return Evidence(
        Source.IMAGE_TEXT,
        said.process,
        Confidence.STATED,
        Rank.UNSIGNED,
        details={"pattern": said.pattern, "language": said.language, "quote": said.quote},
    )
