"""What the test pages show: one post per item, with the label it should get."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    "<rdf:Description {attributes}/></rdf:RDF></x:xmpmeta>"
)
IPTC = (
    'xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'i:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"'
)


@dataclass(frozen=True)
class Item:
    """One post. ``alone`` is the label that the extension gives without a server."""

    name: str
    data: bytes
    label: str | None = None
    alone: str | None = None
    caption: str = "A picture from today."
    alt: str = ""
    platform: str = ""  # X's own label, which only the page of X shows
    protected: bool = False  # not for everybody: the pages of X and Mastodon show that

    def expected(self, site: str, alone: bool = False) -> str | None:
        """The label it should get on a site, with the server or without."""
        if self.platform:
            return "ai_generated.platform" if site == "x" else None
        return self.alone if alone else self.label

    @property
    def media_type(self) -> str:
        return "image/png" if self.data.startswith(b"\x89PNG") else "image/jpeg"

    @property
    def suffix(self) -> str:
        return "png" if self.media_type == "image/png" else "jpg"

    @property
    def size(self) -> tuple[int, int]:
        with Image.open(io.BytesIO(self.data)) as picture:
            return picture.size

    @property
    def key(self) -> str:
        """A name for its address, as long as those of real sites."""
        return hashlib.sha256(f"{self.name}".encode() + self.data).hexdigest()[:15]


SIZE = (640, 420)


def paint(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Soft coloured noise: every seed another picture."""
    cells = np.random.default_rng(seed).integers(30, 225, (5, 7, 3), dtype=np.uint8)
    return Image.fromarray(cells).resize(size, Image.Resampling.BICUBIC)


@cache
def jpeg(seed: int, xmp: str = "", size: tuple[int, int] = SIZE) -> bytes:
    out = io.BytesIO()
    extra = {"xmp": XMP.format(attributes=xmp).encode()} if xmp else {}
    paint(seed, size).save(out, "JPEG", quality=85, **extra)
    return out.getvalue()


@cache
def png(seed: int, size: tuple[int, int] = SIZE, **texts: str) -> bytes:
    out, info = io.BytesIO(), PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    paint(seed, size).save(out, "PNG", pnginfo=info, compress_level=1)
    return out.getvalue()


def made() -> Iterator[Item]:
    """Pictures made here, so that the tests say something without any case file."""
    yield Item("nothing", jpeg(1))
    yield Item("caption", jpeg(2), "ai_generated.creator", "ai_generated.creator", caption="Made with AI.")
    spanish = "Imagen creada con inteligencia artificial."
    yield Item("caption-es", jpeg(3), "ai_generated.creator", "ai_generated.creator", caption=spanish)
    yield Item("question", jpeg(4), caption="Is this AI? I cannot tell any more.")
    yield Item("denial", jpeg(5), caption="Not AI, just a good morning.")
    alt = "AI-generated image of a red fox in snow."
    yield Item("alt", jpeg(6), "ai_generated.creator", "ai_generated.creator", alt=alt)
    text = "a fox\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 640x420, Model: x"
    yield Item("generator", png(7, parameters=text), "ai_generated.metadata", "ai_generated.metadata")
    generated, captured = IPTC.format(kind="trainedAlgorithmicMedia"), IPTC.format(kind="digitalCapture")
    yield Item("iptc", jpeg(8, generated), "ai_generated.metadata", "ai_generated.metadata")
    yield Item("iptc-capture", jpeg(9, captured))
    yield Item("platform", jpeg(10), platform="Made with AI")


# file below cases/, its label with the server, its label without
CASES = (
    ("official", "c2pa/554070b837_conformant-a.jpg", "ai_generated.signed", None),
    ("interim", "c2pa/b7ba269c1b_t5.jpg", "ai_generated.signed", None),
    ("unrecognised", "c2pa/fbba0cd8f5_flux-1.jpg", "ai_generated.metadata", None),
    ("changed", "c2pa/6284416b5a_adobe-20220124-E-dat-CA.jpg", "record_mismatch", None),
    ("midjourney", "meta/f36ebeba25_mj-1.png", "ai_generated.metadata", "ai_generated.metadata"),
    ("camera", "meta/aa935f733d_Sony_DSC-P12.jpg", None, None),
    ("camera-2", "meta/b45689a04e_Nikon_D5000.jpg", None, None),
)


def real(cases: Path) -> Iterator[Item]:
    """Files of real tools and cameras."""
    for name, file, label, alone in CASES:
        yield Item(name, (cases / file).read_bytes(), label, alone)
