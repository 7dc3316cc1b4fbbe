"""Which kind of image bytes are, by their first bytes only. What a server says in a header is never asked."""

from __future__ import annotations

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
AVIF = "image/avif"
HEIC = "image/heic"
GIF = "image/gif"
TIFF = "image/tiff"

_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIC_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
_MAX_FTYP = 256  # bytes of the first box that are looked at: 60 brands, real files have fewer than ten


def media_type_of(data: bytes) -> str | None:
    """The media type, or None when the first bytes are of no type we read.

    An animated PNG is a PNG; HEIF is answered as ``image/heic``; DNG is a TIFF file, so ``image/tiff``.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data.startswith((b"II*\0", b"MM\0*")):
        return TIFF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        return _of_brands(data)
    return None


def _of_brands(data: bytes) -> str | None:
    """An AVIF file may name HEIF's brands too, so its own come first."""
    end = min(int.from_bytes(data[:4]), _MAX_FTYP, len(data))
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, end - 3, 4)}
    if brands & _AVIF_BRANDS:
        return AVIF
    return HEIC if brands & _HEIC_BRANDS else None
