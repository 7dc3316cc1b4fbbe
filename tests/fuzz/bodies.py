"""Files that are almost images: real ones cut, spliced, glued and lied about."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

import numpy as np
from hypothesis import strategies as st
from PIL import Image

KINDS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF", "TIFF")
HEADS = {
    "PNG": b"\x89PNG\r\n\x1a\n",
    "JPEG": b"\xff\xd8\xff\xe0",
    "WEBP": b"RIFF\x24\0\0\0WEBPVP8 ",
    "GIF": b"GIF89a",
    "AVIF": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "TIFF": b"II*\0\x08\0\0\0",
}
NUMBERS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:'
    b'DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>'
    b"</rdf:RDF></x:xmpmeta>"
)
JUMBF = b"\0\0\0\x2bjumb\0\0\0\x23jumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0"
TAILS = (b"PK\x03\x04<script>alert(1)</script>", b"%PDF-1.7\n", b"<html>", JUMBF, XMP, b"\0" * 5000)


@cache
def images() -> tuple[bytes, ...]:
    """Small pictures of every kind and mode that Pillow writes: plain, animated, turned, with records."""
    random = np.random.default_rng(5)
    cells = random.integers(0, 255, (9, 12, 3), dtype=np.uint8)
    whole = Image.fromarray(cells).resize((330, 260), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x0131] = 6, "a photo", "Midjourney"
    made = [_saved(whole.resize((48, 40)), kind) for kind in KINDS]
    made += [_saved(whole, kind, exif=exif.tobytes()) for kind in ("PNG", "JPEG", "WEBP", "AVIF")]
    made += [_saved(whole.convert(mode), "PNG") for mode in ("1", "L", "LA", "P", "RGBA", "I;16")]
    made += [_saved(whole.convert("CMYK"), "JPEG"), _saved(whole, "JPEG", progressive=True)]
    frames = [whole.resize((60, 60)).rotate(turn) for turn in (90, 180)]
    made += [
        _saved(whole.resize((60, 60)), kind, save_all=True, append_images=frames)
        for kind in ("PNG", "GIF", "WEBP", "AVIF")
    ]
    made += [_saved(whole, "JPEG", xmp=XMP), _saved(whole, "WEBP", xmp=XMP, lossless=True)]
    return tuple(made)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A real file with a few bytes changed, numbers in its headers above all."""
    data = bytearray(draw(st.sampled_from(images())))
    for _ in range(draw(st.integers(1, 6))):
        within = min(len(data), draw(st.sampled_from([64, 600, len(data)])))
        at = draw(st.integers(0, within - 1))
        if draw(st.booleans()):
            data[at] = draw(st.integers(0, 255))
        else:
            form = draw(st.sampled_from([">I", "<I", ">H", "<H"]))
            size = struct.calcsize(form)
            value = draw(st.sampled_from(NUMBERS)) & (256**size - 1)
            data[at : at + size] = struct.pack(form, value)
    return bytes(data)


@st.composite
def truncated(draw: st.DrawFn) -> bytes:
    """The beginning of a real file."""
    data = draw(st.sampled_from(images()))
    return data[: draw(st.integers(1, len(data) - 1))]


@st.composite
def spliced(draw: st.DrawFn) -> bytes:
    """A piece of one file put into another, or repeated within itself."""
    one, other = draw(st.sampled_from(images())), draw(st.sampled_from(images()))
    start = draw(st.integers(0, len(other) - 1))
    piece = other[start : start + draw(st.integers(1, 800))] * draw(st.sampled_from([1, 1, 1, 40]))
    at = draw(st.integers(0, len(one)))
    return one[:at] + piece + one[at:]


@st.composite
def glued(draw: st.DrawFn) -> bytes:
    """A polyglot: one file after another, or something that is no image after one."""
    tails = st.sampled_from(TAILS) | st.sampled_from(images()) | st.binary(max_size=300)
    return draw(st.sampled_from(images())) + draw(tails)


@st.composite
def chunked(draw: st.DrawFn) -> bytes:
    """A PNG whose chunks are in order and right by their sums, and say anything."""
    width, height = draw(st.sampled_from(NUMBERS)), draw(st.sampled_from(NUMBERS))
    depth, colour = draw(st.sampled_from([1, 2, 8, 16, 77])), draw(st.sampled_from([0, 2, 3, 4, 6, 9]))
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, draw(st.integers(0, 2)))
    names = st.sampled_from([b"IDAT", b"PLTE", b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"caBX", b"acTL", b"fcTL"])
    contents = st.binary(max_size=200) | st.sampled_from([zlib.compress(b"\0" * 100_000), XMP, JUMBF])
    parts = [(b"IHDR", header), *draw(st.lists(st.tuples(names, contents), max_size=8)), (b"IEND", b"")]
    return HEADS["PNG"] + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


@st.composite
def pretended(draw: st.DrawFn) -> bytes:
    """The first bytes of a kind, then anything."""
    return draw(st.sampled_from(sorted(HEADS.values()))) + draw(st.binary(max_size=400))


bodies = st.one_of(
    mutated(), truncated(), spliced(), glued(), chunked(), pretended(), st.binary(min_size=1, max_size=200)
)
