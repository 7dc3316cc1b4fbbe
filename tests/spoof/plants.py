"""Bytes that would be a statement in the right place, and places where they are none.

What is left out on purpose: the settings text of AUTOMATIC1111 in a JPEG or GIF comment, and Samsung's
trailer behind the image. Programs do write them there, so there they count, as text that is easy to add.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from tests.checks.metadata.files import (
    AI_TERM,
    AI_XMP,
    AIGC,
    GRAPH,
    GROK,
    JOB,
    PARAMETERS,
    app1_xmp,
    avif,
    box,
    chunk,
    gif,
    gif_comment,
    gif_xmp,
    itext,
    jpeg,
    png,
    segment,
    text,
    webp,
    xmp,
)

from colophon.images import sniff

PLANTS: Mapping[str, bytes] = {
    "xmp": AI_XMP,
    "xmp of a camera": xmp('Iptc4xmpExt:DigitalSourceType="digitalCapture"'),
    "iptc uri": AI_TERM.encode(),
    "google": b"Made with Google AI",
    "settings": PARAMETERS.encode(),
    "graph": GRAPH.encode(),
    "tc260": AIGC.encode(),
    "midjourney": JOB.encode(),
    "grok": GROK,
    "segment with xmp": app1_xmp(AI_XMP),
    "chunk with settings": text("parameters", PARAMETERS),
    "chunk with xmp": itext("XML:com.adobe.xmp", AI_XMP),
    "whole jpeg": jpeg(app1_xmp(AI_XMP)),
    "whole png": png(text("parameters", PARAMETERS)),
    "names": b"ChatGPT DALL-E Midjourney Stable Diffusion Adobe Firefly Nikon_Z9 Truepic_Lens_iOS OpenAI",
}

Place = Callable[[bytes], bytes]


def _zip(plant: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xmp.xml", plant)
    return out.getvalue()


def _icc(plant: bytes) -> bytes:
    return b"ICC_PROFILE\0\1\1" + bytes(128) + plant


def _thumbnail(plant: bytes) -> bytes:
    """EXIF whose second directory and thumbnail hold the plant."""
    first = 8 + 2 + 12 + 4
    second = first + 2 + 12 + 4
    directory = struct.pack(">HHHII", 1, 0x10E, 2, len(plant), second)
    tiff = b"MM\0*" + struct.pack(">IHHHII", 8, 1, 0x0112, 3, 1, 1 << 16) + struct.pack(">I", first)
    return b"Exif\0\0" + tiff + directory + bytes(4) + plant


def _scan(plant: bytes) -> bytes:
    """A JPEG whose pixel data is the plant, its 0xFF bytes stuffed as an encoder does."""
    stuffed = plant.replace(b"\xff", b"\xff\0")
    return jpeg()[:-2] + stuffed + b"\xff\xd9"


def _described(plant: bytes) -> bytes:
    """A box of a signed record's kind, in the segment for it, that is no record."""
    inner = box(b"jumd", b"json\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03plant\0") + box(b"json", plant)
    return jpeg(segment(0xEB, b"JP\0\1\0\0\0\1" + box(b"jumb", inner)))


PLACES: dict[str, Place] = {
    "behind the end of a jpeg": lambda plant: jpeg(behind=plant),
    "behind the end of a png": lambda plant: png(behind=plant),
    "behind the end of a webp": lambda plant: webp(behind=plant),
    "behind the end of a gif": lambda plant: gif(behind=plant),
    "behind the boxes of an avif": lambda plant: avif(extra=box(b"free", plant)),
    "in a zip behind a jpeg": lambda plant: jpeg(behind=_zip(plant)),
    "in html behind a png": lambda plant: png(behind=b"<html><!--" + plant + b"--></html>"),
    "in pixels of a jpeg": _scan,
    "in pixels of a png": lambda plant: png(after=chunk(b"IDAT", plant)),
    "in pixels of a webp": lambda plant: webp((b"VP8L", plant)),
    "in an icc profile of a jpeg": lambda plant: jpeg(segment(0xE2, _icc(plant))),
    "in an icc profile of a png": lambda plant: png(chunk(b"iCCP", b"icc\0\0" + plant)),
    "in an icc profile of a webp": lambda plant: webp((b"ICCP", plant)),
    "in a thumbnail": lambda plant: jpeg(segment(0xE1, _thumbnail(plant))),
    "in a jfif thumbnail": lambda plant: jpeg(segment(0xE0, b"JFXX\0\x10" + plant)),
    "in an unknown segment": lambda plant: jpeg(segment(0xE5, plant)),
    "in an xmp extension": lambda plant: jpeg(
        segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(40) + plant)
    ),
    "in an unknown chunk of a png": lambda plant: png(chunk(b"abCd", plant)),
    "in the text of a png under another key": lambda plant: png(text("Warning", plant)),
    "in the comment of a png": lambda plant: png(text("Comment", plant)),
    "in an unknown chunk of a webp": lambda plant: webp((b"ABCD", plant)),
    "in an unknown extension of a gif": lambda plant: gif(
        b"\x21\xff\x0bNETSCAPE2.0" + gif_comment(plant)[2:]
    ),
    "in an unknown box": lambda plant: avif(extra=box(b"uuid", bytes(16) + plant)),
    "in a box of a signed record, jpeg": _described,
    "in a box of a signed record, png": lambda plant: png(chunk(b"caBX", plant)),
    "in a box of a signed record, webp": lambda plant: webp((b"C2PA", plant)),
}
COMMENTS: dict[str, Place] = {
    "in a comment of a jpeg": lambda plant: jpeg(segment(0xFE, plant)),
    "in a comment of a gif": lambda plant: gif(gif_comment(plant)),
}
# One right place of each format.
RIGHT: Mapping[str, bytes] = {
    sniff.JPEG: jpeg(app1_xmp(AI_XMP)),
    sniff.PNG: png(text("parameters", PARAMETERS)),
    sniff.WEBP: webp((b"XMP ", AI_XMP)),
    sniff.GIF: gif(gif_xmp(AI_XMP)),
    sniff.AVIF: avif(AI_XMP),
}
