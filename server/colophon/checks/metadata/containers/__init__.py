"""Walkers over image containers: each visits the parts in their proper places and keeps packets of metadata.

Nothing is searched for by its bytes: a string that merely lies in the pixels, in a signed record or behind
the end of the image is not a statement of the file (facts 2.2, 2.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from colophon.checks.metadata.containers import gif, isobmff, jpeg, png, tiff, webp
from colophon.checks.metadata.records import Records
from colophon.images import sniff

# A walker returns the offset behind the image, where a vendor's trailer may begin.
WALKERS: Mapping[str, Callable[[bytes, Records], int]] = {
    sniff.JPEG: jpeg.walk,
    sniff.PNG: png.walk,
    sniff.WEBP: webp.walk,
    sniff.AVIF: isobmff.walk,
    sniff.HEIC: isobmff.walk,
    sniff.GIF: gif.walk,
    sniff.TIFF: tiff.walk,
}
