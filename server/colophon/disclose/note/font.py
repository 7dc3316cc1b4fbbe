"""A font that can draw a text: Pillow's own, which is the same everywhere, or one of the system's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import ImageFont, features

from colophon.errors import InputError

# File names that Pillow looks for in the system's font folders (Linux, macOS, Windows).
_SYSTEM: Final = (
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoNaskhArabic-Regular.ttf",
    "LiberationSans-Regular.ttf",
    "Arial Unicode.ttf",
    "arial.ttf",
)
_ABSENT: Final = "\uffff"  # no character, so a font draws its sign for one that it lacks

Font = ImageFont.FreeTypeFont


def font_for(text: str, size: int, path: Path | None = None) -> Font:
    """The first font that has every character of ``text``; ``size`` is in pixels per em.

    Only ``path`` is tried where it is given. Raises InputError, naming the way out, when no font will do.
    """
    if _is_shaped(text) and not features.check("raqm"):
        raise InputError(
            "this installation of Pillow cannot join the letters of this script (it lacks Raqm); "
            "give the note in another script with --note-text"
        )
    for font in _fonts(size, path):
        if not missing(font, text):
            return font
    named = f"the font {path} cannot" if path else "no font on this machine can"
    raise InputError(
        f"{named} draw {text!r}; name a font file that can with --font "
        "(on Debian the package fonts-dejavu-core has one), or give other words with --note-text"
    )


def missing(font: Font, text: str) -> set[str]:
    """The visible characters of ``text`` that the font lacks."""
    absent = bytes(font.getmask(_ABSENT))
    return {c for c in set(text) if not c.isspace() and bytes(font.getmask(c)) in (absent, b"")}


def _fonts(size: int, path: Path | None) -> Iterator[Font]:
    if path is not None:
        try:
            yield ImageFont.truetype(path, size)
        except OSError as error:
            raise InputError(f"{path} is no font that can be read ({error})") from error
        return
    own = ImageFont.load_default(size)
    if isinstance(own, Font):
        yield own
    for name in _SYSTEM:
        try:
            yield ImageFont.truetype(name, size)
        except OSError:
            continue


def _is_shaped(text: str) -> bool:
    """Whether letters run from right to left, as those do that change their form with their neighbours."""
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)
