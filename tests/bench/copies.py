"""What happens to a picture on its way: compressed, scaled, cut, framed, a note painted over, edited."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

RESAVED = 85  # JPEG quality of every copy that names none
TRIES = 20
STRONG = 25.0  # grey levels of chroma by which a recoloured part is moved, besides turning its hue
VISIBLE = 8.0  # grey levels, root mean square: a patch that changes less is drawn anew
WORDS = (
    "Illustrations produced by artificial intelligence",
    "Illustrasjoner produsert av kunstig intelligens",
    "Imagen generada con IA",
    "KI-generiertes Bild",
)

Picture = Image.Image
Sides = tuple[int, int, int, int]  # left, top, right, bottom


def saved(picture: Picture, quality: int = RESAVED, kind: str = "JPEG") -> Picture:
    """The picture after saving and reading it."""
    file = io.BytesIO()
    picture.save(file, kind, quality=quality)
    return Image.open(file).convert("RGB")


def scaled(picture: Picture, factor: float) -> Picture:
    """A smaller rendition."""
    return picture.resize((round(picture.width * factor), round(picture.height * factor)))


def cut(picture: Picture, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> Picture:
    """The picture without these shares of its width and height."""
    width, height = picture.size
    return picture.crop(
        (
            round(width * left),
            round(height * top),
            width - round(width * right),
            height - round(height * bottom),
        )
    )


def with_border(picture: Picture, share: float, colour: int) -> Picture:
    """The picture on a canvas that is wider at every side by a share of its shorter side."""
    width = round(min(picture.size) * share)
    canvas = Image.new("RGB", (picture.width + 2 * width, picture.height + 2 * width), (colour,) * 3)
    canvas.paste(picture, (width, width))
    return canvas


@dataclass(frozen=True)
class Noted:
    """A picture with a note at its lower left, and where the note stands."""

    picture: Picture
    place: Sides

    @classmethod
    def on(cls, picture: Picture, random: np.random.Generator) -> Noted:
        """White text of 16 to 24 px at 1080 px width, on the photo or on a black bar."""
        picture = picture.copy()
        size = max(8, round(int(random.integers(16, 25)) * picture.width / 1080))
        draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size)
        words = str(random.choice(WORDS))
        left, top, right, bottom = draw.textbbox((0, 0), words, font)
        margin, pad = round(size * random.uniform(0.5, 1)), size // 3
        corner = margin, picture.height - margin - round(bottom - top)
        ends = corner[0] + round(right - left) + pad, corner[1] + round(bottom - top) + pad
        place = (
            max(corner[0] - pad, 0),
            corner[1] - pad,
            min(ends[0], picture.width),
            min(ends[1], picture.height),
        )
        if random.random() < 0.5:
            draw.rectangle(place, (0, 0, 0))
        draw.text((corner[0] - left, corner[1] - top), words, (255, 255, 255), font)
        return cls(picture, place)

    def painted_over(self) -> Picture:
        """With the note hidden under the colours that stand above it."""
        pixels = np.array(self.picture)
        left, top, right, bottom = self.place
        pixels[top:bottom, left:right] = np.median(pixels[max(top - 6, 0) : top, left:right], axis=0)
        return Image.fromarray(pixels)


def reshares(picture: Picture, random: np.random.Generator) -> Iterator[tuple[str, Picture]]:
    """Copies of a picture under the names of the goals."""
    for quality in (90, 50, 20):
        yield f"JPEG {quality}", saved(picture, quality)
    yield "WebP 60", saved(picture, 60, "WEBP")
    yield "resize 50 %", saved(scaled(picture, 0.5))
    yield "resize 25 % + JPEG 70", saved(scaled(picture, 0.25), 70)
    yield "crop of every side 5 %", saved(cut(picture, 0.05, 0.05, 0.05, 0.05))
    for side in ("left", "top", "right", "bottom"):
        for share in (0.05, 0.08, 0.12):
            yield f"crop of one side {share * 100:.0f} %", saved(cut(picture, **{side: share}))
        yield "crop of one side 5 to 12 %", saved(cut(picture, **{side: random.uniform(0.05, 0.12)}))
    yield "border 2 %", saved(with_border(picture, 0.02, int(random.choice([0, 128, 255]))))
    yield "mirrored", saved(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT))


@dataclass(frozen=True)
class Edit:
    """A picture of which a part was replaced; ``area`` is that part's share of it."""

    picture: Picture
    kind: str
    area: float


KINDS = ("another picture", "same picture", "smoothed", "face")


def edited(
    picture: Picture, other: Picture, face: Sides | None, kind: str, random: np.random.Generator
) -> Edit:
    """Blend a patch of 2 to 15 % of the area into ``picture``.

    It comes from an ``other`` picture, from elsewhere in the same, from a smoothed version of what it hides
    (as inpainting leaves it), or is a face (the box ``face`` of ``other``) in the colours of what it hides.
    Where `TRIES` patches of a kind change less than `VISIBLE`, as in a flat picture, it is another's.
    """
    for attempt in itertools.count():
        kind = kind if attempt < TRIES else KINDS[0]
        place, ellipse = _place(picture, kind, random)
        patch = _patch(picture, other, face, kind, place, random)
        mask = _mask(patch.size, ellipse, float(random.choice([0.0, 0.08, 0.15])))
        result = picture.copy()
        result.paste(patch, place[:2], mask)
        inside = np.asarray(mask) > 127
        change = np.asarray(picture.convert("L"), np.float64) - np.asarray(result.convert("L"), np.float64)
        seen = change[place[1] : place[3], place[0] : place[2]][inside]
        if len(seen) and np.sqrt(np.square(seen).mean()) >= VISIBLE:
            return Edit(result, kind, float(inside.sum()) / (picture.width * picture.height))
    raise AssertionError("unreachable: the count has no end")


def recoloured(picture: Picture, random: np.random.Generator) -> Picture:
    """The picture with another hue and a strong colour in a soft ellipse of 3 to 20 % of the area.

    Luma stays as it was.
    """
    width, height = picture.size
    area = random.uniform(0.03, 0.20) * width * height * 4 / np.pi
    shape = np.exp(random.uniform(-0.6, 0.6))
    across, down = round(min(np.sqrt(area * shape), width)), round(min(np.sqrt(area / shape), height))
    left, top = int(random.integers(0, width - across + 1)), int(random.integers(0, height - down + 1))
    values = np.asarray(picture.convert("YCbCr"), np.float64)
    hue = (values[..., 1] - 128 + 1j * (values[..., 2] - 128)) * np.exp(1j * random.uniform(0.5, 1.5) * np.pi)
    hue += STRONG * np.exp(2j * np.pi * random.random())
    shown = np.stack([values[..., 0], hue.real + 128, hue.imag + 128], axis=-1)
    painted = Image.fromarray(np.clip(shown, 0, 255).astype(np.uint8), "YCbCr").convert("RGB")
    result = picture.copy()
    mask = _mask((across, down), ellipse=True, feather=0.08)
    result.paste(painted.crop((left, top, left + across, top + down)), (left, top), mask)
    return result


def grey(picture: Picture) -> Picture | None:
    """What a colourised picture was before; None where its own chroma is below `VISIBLE`."""
    chroma = np.asarray(picture.convert("YCbCr"), np.float64)[..., 1:] - 128
    visible = np.sqrt(np.square(chroma).sum(axis=-1).mean()) >= VISIBLE
    return picture.convert("L").convert("RGB") if visible else None


def _place(picture: Picture, kind: str, random: np.random.Generator) -> tuple[Sides, bool]:
    """Where the patch goes, and whether it is an ellipse."""
    width, height = picture.size
    if kind == "face":
        across = random.uniform(0.16, 0.32) * min(width, height)
        down = 1.3 * across
        middle = width * random.normal(0.5, 0.08), height * random.uniform(0.25, 0.45)
        left, top = middle[0] - across / 2, middle[1] - down / 2
        ellipse = True
    else:
        ellipse = bool(random.random() < 0.5)
        area = random.uniform(0.02, 0.15) * width * height * (4 / np.pi if ellipse else 1)
        shape = np.exp(random.uniform(-0.6, 0.6))
        across, down = min(np.sqrt(area * shape), 0.9 * width), min(np.sqrt(area / shape), 0.9 * height)
        left, top = random.uniform(0, width - across), random.uniform(0, height - down)
    left, top = max(left, 0), max(top, 0)
    return (round(left), round(top), round(left + across), round(top + down)), ellipse


def _patch(
    picture: Picture, other: Picture, face: Sides | None, kind: str, place: Sides, random: np.random.Generator
) -> Picture:
    size = place[2] - place[0], place[3] - place[1]
    hidden = picture.crop(place)
    if kind == "smoothed":
        return hidden.resize((3, 3), Image.Resampling.BOX).resize(size, Image.Resampling.BICUBIC)
    if kind == "face":
        return _in_colours_of(other.crop(face) if face else other, hidden)
    source = picture if kind == "same picture" else other
    scale = max((size[0] + 1) / source.width, (size[1] + 1) / source.height, 1.0)
    source = scaled(source, scale) if scale > 1 else source
    left, top = (
        int(random.integers(0, max(full - part, 1))) for full, part in zip(source.size, size, strict=True)
    )
    return source.crop((left, top, left + size[0], top + size[1]))


def _in_colours_of(patch: Picture, hidden: Picture) -> Picture:
    """``patch`` in the size of ``hidden``, with its mean and contrast in each channel (Reinhard 2001)."""
    goal = np.asarray(hidden, np.float64)
    have = np.asarray(patch.resize(hidden.size), np.float64)
    level, spread = have.mean(axis=(0, 1)), have.std(axis=(0, 1)) + 1
    return Image.fromarray(
        np.clip((have - level) / spread * goal.std(axis=(0, 1)) + goal.mean(axis=(0, 1)), 0, 255).astype(
            np.uint8
        )
    )


def _mask(size: tuple[int, int], ellipse: bool, feather: float) -> Picture:
    """A shape with a soft edge; ``feather`` is its width as a share of the shorter side."""
    mask = Image.new("L", size, 0)
    edge = round(feather * min(size))
    draw = ImageDraw.Draw(mask)
    (draw.ellipse if ellipse else draw.rectangle)((edge, edge, size[0] - 1 - edge, size[1] - 1 - edge), 255)
    return mask.filter(ImageFilter.GaussianBlur(edge / 2)) if edge else mask
