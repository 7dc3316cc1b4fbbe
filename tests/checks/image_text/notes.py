"""Notes like the ones of the specification (section 10, case 1), drawn on whole pictures.

A picture is scaled to 1,080 px wide; a note in letters of 16 to 24 px stands in a corner, white on the
picture or on a black bar; the result is saved as JPEG at quality 75. White letters are put where a person
could read them: in the first corner where 99 of 100 pixels behind them have a contrast of at least `LEGIBLE`
to white (WCAG 2.2 asks for 4.5), else on a bar. Wordings and pictures come in two halves: settings are chosen
on ``tuning``, figures reported on ``held_out``.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from colophon.evidence import Process

WIDTH = 1080
SIZES = (16, 24)  # px
QUALITY = 75
LEGIBLE = 2.0
_FONT_FOLDER = Path("/usr/share/fonts/truetype")
_FONTS = (
    "dejavu/DejaVuSans.ttf",
    "dejavu/DejaVuSans-Bold.ttf",
    "dejavu/DejaVuSerif.ttf",
    "noto/NotoSans-Regular.ttf",
    "noto/NotoSans-Bold.ttf",
    "noto/NotoSerif-Regular.ttf",
)

Half = Literal["tuning", "held_out"]
_GENERATED, _EDITED, _INVOLVED = Process.AI_GENERATED, Process.AI_EDITED, Process.AI_INVOLVED

WORDINGS: dict[Half, tuple[tuple[str, Process], ...]] = {
    "tuning": (
        ("Illustration produced by artificial intelligence", _GENERATED),
        ("AI-generated image", _GENERATED),
        ("Made with AI", _GENERATED),
        ("This image was created with artificial intelligence.", _GENERATED),
        ("Photo edited with AI", _EDITED),
        ("Imagen generada con inteligencia artificial", _GENERATED),
        ("Ilustración creada con IA", _GENERATED),
        ("Imagen editada con IA", _EDITED),
        ("Illustrasjon produsert av kunstig intelligens", _GENERATED),
        ("Bilde laget med KI", _GENERATED),
        ("Image générée par intelligence artificielle", _GENERATED),
        ("Illustration réalisée avec l'IA", _GENERATED),
        ("Bild mit KI erstellt", _GENERATED),
        ("KI-generiertes Bild", _GENERATED),
    ),
    "held_out": (
        ("Illustrations produced by artificial intelligence", _GENERATED),
        ("Created with DALL-E 3", _GENERATED),
        ("This picture is AI-generated", _GENERATED),
        ("Generated using AI", _GENERATED),
        ("Created with the assistance of AI", _INVOLVED),
        ("Ilustración generada por inteligencia artificial", _GENERATED),
        ("Imagen hecha con IA", _GENERATED),
        ("Foto retocada con IA", _EDITED),
        ("Bildene er generert av kunstig intelligens", _GENERATED),
        ("Illustrasjon: KI-generert", _GENERATED),
        ("Illustration créée par intelligence artificielle", _GENERATED),
        ("Photo retouchée avec l'IA", _EDITED),
        ("Illustration mit künstlicher Intelligenz erstellt", _GENERATED),
        ("Dieses Bild wurde mit KI generiert", _GENERATED),
    ),
}


@dataclass(frozen=True, slots=True)
class Note:
    """What stands on a picture, and how."""

    words: str
    process: Process
    font: str
    size: int  # px
    bar: bool
    corner: str  # "bottom left", ...


def notes(half: Half, count: int) -> list[Note]:
    """``count`` notes: every wording in turn, the rest by lot; always the same."""
    lot = random.Random(f"notes, {half}")
    corners = ("bottom left", "bottom right", "bottom left", "bottom right", "top left", "top right")
    return [
        Note(
            *WORDINGS[half][i % len(WORDINGS[half])],
            font=lot.choice(_FONTS),
            size=lot.randint(*SIZES),
            bar=lot.random() < 1 / 3,
            corner=lot.choice(corners),
        )
        for i in range(count)
    ]


def missing_fonts() -> list[str]:
    """Fonts that are not installed (packages fonts-dejavu-core and fonts-noto-core)."""
    return [font for font in _FONTS if not (_FONT_FOLDER / font).is_file()]


def drawn(picture: Image.Image, note: Note) -> bytes:
    """A JPEG of ``picture`` with ``note`` on it."""
    scaled = to_width(picture)
    font = ImageFont.truetype(_FONT_FOLDER / note.font, note.size)
    left, top, right, bottom = (round(v) for v in font.getbbox(note.words))
    width, height = right - left, bottom - top
    spots = {c: _spot(c, scaled.size, (width, height), note.size) for c in _in_turn(note.corner)}
    legible = [s for s in spots.values() if _contrast(scaled, s, width, height) >= LEGIBLE]
    bar = note.bar or not legible
    x, y = spots[note.corner] if bar else legible[0]
    draw = ImageDraw.Draw(scaled)
    if bar:
        pad = note.size // 2
        draw.rectangle((0, y - pad, scaled.width, y + height + pad), fill="black")
    draw.text((x - left, y - top), note.words, font=font, fill="white")
    return jpeg(scaled, QUALITY)


def to_width(picture: Image.Image, width: int = WIDTH) -> Image.Image:
    """``picture`` scaled to ``width`` px."""
    size = (width, round(picture.height * width / picture.width))
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """The bytes of a JPEG."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def _in_turn(first: str) -> list[str]:
    corners = ["bottom left", "bottom right", "top left", "top right"]
    return [first, *(c for c in corners if c != first)]


def _spot(corner: str, size: tuple[int, int], text: tuple[int, int], letter: int) -> tuple[int, int]:
    margin = letter
    x = margin if corner.endswith("left") else size[0] - text[0] - margin
    y = margin if corner.startswith("top") else size[1] - text[1] - margin
    return x, y


def _contrast(picture: Image.Image, spot: tuple[int, int], width: int, height: int) -> float:
    """White against the brightest hundredth of what is behind the letters, by the formula of WCAG 2.2."""
    x, y = spot
    behind = np.asarray(picture.crop((x, y, x + width, y + height)), dtype=np.float64) / 255
    linear = np.where(behind <= 0.04045, behind / 12.92, ((behind + 0.055) / 1.055) ** 2.4)
    luminance = float(np.quantile(linear @ (0.2126, 0.7152, 0.0722), 0.99))
    return 1.05 / (luminance + 0.05)
