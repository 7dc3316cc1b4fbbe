"""The check for hidden marks of AI tools in the pixels of lossless files.

On a feed it finds next to nothing: no such mark outlasts JPEG compression or a new size (facts on provenance,
section 3). It is for originals that moderators and researchers hold, and off by default.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from colophon.checks.base import Report, failed, skipped
from colophon.checks.watermark.lossless import is_lossless
from colophon.checks.watermark.marks import MARKS, Mark
from colophon.checks.watermark.payload import payload, votes
from colophon.checks.watermark.planes import Plane, approximation
from colophon.errors import Unreadable
from colophon.evidence import Confidence, Evidence, Process, Rank, Reason, Source, Why
from colophon.images.picture import Picture

MIN_SIDE = 256  # pixels: the tools mark nothing smaller


class WatermarkCheck:
    """Looks for the marks of `MARKS`. A `Check` of pictures."""

    name = "watermark"
    version = "1"

    def look(self, subject: Picture) -> Report:
        """One piece of evidence per mark that is there."""
        if not is_lossless(subject.data, subject.media_type):
            return skipped(Reason(Why.LOSSY_FILE))
        try:
            pixels = subject.pixels()
        except Unreadable as error:
            return failed(error.reason)
        if min(pixels.shape[:2]) < MIN_SIDE:
            return skipped(Reason(Why.TOO_SMALL, {"limit": str(MIN_SIDE)}))
        return Report(tuple(evidence(mark, count) for mark, count in marks_in(pixels)))


def marks_in(rgb: NDArray[np.uint8]) -> tuple[tuple[Mark, int], ...]:
    """The marks in a picture of at least `MIN_SIDE` a side, each with how many of its bits match."""
    counts = dict.fromkeys(MARKS, 0)
    for plane in Plane:
        found = votes(approximation(rgb, plane))
        for mark in MARKS:
            if plane in mark.planes:
                matching = int((payload(found, len(mark.bits)) == mark.bits).sum())
                counts[mark] = max(counts[mark], matching)
    return tuple((mark, count) for mark, count in counts.items() if count >= mark.least)


def evidence(mark: Mark, matching: int) -> Evidence:
    """What a mark says: that the tool was used. How much it made is not in the payload, see `MARKS`."""
    return Evidence(
        Source.WATERMARK,
        Process.AI_INVOLVED,
        Confidence.RECORDED,
        Rank.WATERMARK,
        source_name=mark.tool,
        details={"scheme": mark.tool, "bits": matching, "of": len(mark.bits)},
    )
