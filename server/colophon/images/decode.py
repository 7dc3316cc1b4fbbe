"""Bytes to upright sRGB pixels, within limits."""

from __future__ import annotations

import io
import warnings
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from colophon.errors import Unreadable
from colophon.evidence import Reason, Why
from colophon.images import sniff

# Without an explicit list Pillow tries every opener it has: EPS, PSD, FITS, ... (facts on security, 5).
_FORMATS: Final = {
    sniff.JPEG: "JPEG",
    sniff.PNG: "PNG",
    sniff.WEBP: "WEBP",
    sniff.AVIF: "AVIF",
    sniff.GIF: "GIF",
}
_NAMES: Final = {sniff.HEIC: "HEIC", sniff.TIFF: "TIFF"}  # read for their records only
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION: Final = 0x0112
_STRIP: Final = 64  # rows

# Once per process, because warning filters are shared by all threads.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")  # damage that is no obstacle
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def opened(data: bytes, media_type: str) -> Image.Image:
    """The file, of a type that is decoded, as far as its header says; no pixel is read.

    Raises what Pillow raises on damage, and KeyError for a type of which only records are read.
    """
    return Image.open(io.BytesIO(data), formats=(_FORMATS[media_type],))


def decode_rgb(data: bytes, media_type: str, max_pixels: int, least: int | None = None) -> NDArray[np.uint8]:
    """Upright sRGB pixels of the first frame, shape (height, width, 3), alpha on white.

    With ``least`` they may be fewer where that is faster, but both sides have so many at least.

    Raises Unreadable when there are more than ``max_pixels`` (seen in the header, before decoding),
    when the data is truncated or damaged, and for HEIC and TIFF/DNG, which are read for their records only.
    """
    if media_type not in _FORMATS:
        raise Unreadable(
            f"{media_type} is read for its records only; its pixels are not decoded",
            Reason(Why.RECORDS_ONLY, {"format": _NAMES.get(media_type, media_type)}),
        )
    try:
        with opened(data, media_type) as image:
            _refuse_too_many(image.width, image.height, max_pixels)
            if least:
                image.draft(None, (least, least))
            image.load()
            return _array(_upright(_srgb_on_white(image), image))
    except Unreadable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many(f"the image has more pixels than the limit of {max_pixels}", max_pixels) from error
    except MemoryError as error:
        raise Unreadable("the image needs more memory than there is", Reason(Why.OUT_OF_MEMORY)) from error
    except Exception as error:  # decoders raise whatever the damage leads to: OSError, struct.error, ...
        message = f"the {_FORMATS[media_type]} data is truncated or damaged"
        raise Unreadable(message, Reason(Why.DAMAGED)) from error


def _refuse_too_many(width: int, height: int, max_pixels: int) -> None:
    if width * height > max_pixels:
        raise _too_many(f"{width} x {height} pixels are more than the limit of {max_pixels}", max_pixels)


def _too_many(message: str, limit: int) -> Unreadable:
    return Unreadable(message, Reason(Why.TOO_MANY_PIXELS, {"limit": f"{limit / 1_000_000:g}"}))


def _srgb_on_white(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    image = _eight_bits(image)
    if not image.has_transparency_data:
        return _to_srgb(image, profile)
    layered = image.convert("RGBA")
    flat = Image.new("RGB", layered.size, "white")
    flat.paste(_to_srgb(layered.convert("RGB"), profile), mask=layered.getchannel("A"))
    return flat


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit greyscale to 8 bits: Pillow's own conversion clips instead of scaling."""
    if not image.mode.startswith("I"):
        return image
    return Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).clip(0, 255).astype(np.uint8))


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert by the embedded ICC profile; a damaged one, or one for another colour model, is ignored."""
    if image.mode not in {"RGB", "CMYK", "L"}:
        image, profile = image.convert("RGB"), profile if image.mode == "P" else None
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if not (source.profile.profile_description or "").startswith("sRGB"):
                target = ImageCms.createProfile(
                    "sRGB"
                )  # per call: whether threads may share one is not documented
                image = ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image if image.mode == "RGB" else image.convert("RGB")


def _array(image: Image.Image) -> NDArray[np.uint8]:
    """In strips that stay in the processor's cache: half the time, or less, of one large copy."""
    pixels = np.empty((image.height, image.width, 3), np.uint8)
    for top in range(0, image.height, _STRIP):
        bottom = min(top + _STRIP, image.height)
        pixels[top:bottom] = np.asarray(image.crop((0, top, image.width, bottom)))
    return pixels


def _upright(image: Image.Image, opened: Image.Image) -> Image.Image:
    """Turn by the EXIF orientation of the file ``opened``, where it has one that can be read."""
    try:
        method = _UPRIGHT.get(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # EXIF is a foreign format inside: damage there must not cost the pixels
        return image
    return image if method is None else image.transpose(method)
