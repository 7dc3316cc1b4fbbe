"""Small files of every type that is written, with metadata of every kind, and how they are looked at."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from colophon.checks.metadata.reading import read
from colophon.config import Limits
from colophon.evidence import Process
from colophon.images.picture import Picture
from colophon.images.sniff import media_type_of

LIMITS = Limits()
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
CREDIT = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A lake</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>
                                          <?xpacket end="w"?>"""
KINDS = ("JPEG", "PNG", "WEBP")


def photo(width: int = 320, height: int = 240, seed: int = 0) -> Image.Image:
    """A smooth picture with some texture."""
    noise = np.random.default_rng(seed).integers(0, 256, (height // 16, width // 16, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def full_of_metadata(kind: str, image: Image.Image | None = None, xmp: bytes = CREDIT) -> bytes:
    """A file with a profile, EXIF, XMP and, for PNG, a text and a resolution."""
    exif = Image.Exif()
    exif[0x010E] = "a description"
    options: dict[str, Any] = {"icc_profile": PROFILE, "exif": exif, "xmp": xmp}
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", "a comment")
        text.add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=True)
        options = {**options, "pnginfo": text, "dpi": (300, 300)}
    return saved(image or photo(), kind, **options)


def pixels(data: bytes) -> NDArray[np.uint8]:
    return Picture.of(data, LIMITS.pixels).pixels()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def said(data: bytes) -> list[Process]:
    """What the check of embedded metadata reads."""
    reading = read(data, str(media_type_of(data)), LIMITS)
    assert not reading.problems
    return [finding.process for finding in reading.findings]
