from __future__ import annotations

import io
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from colophon.errors import Unreadable
from colophon.evidence import Reason, Why
from colophon.images.decode import decode_rgb
from colophon.images.sniff import media_type_of

LIMIT = 40_000_000
RED, BLUE = (200, 30, 40), (20, 40, 210)


def halves(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def decoded(data: bytes, limit: int = LIMIT) -> np.ndarray:
    media_type = media_type_of(data)
    assert media_type is not None
    return decode_rgb(data, media_type, limit)


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_every_format_gives_the_same_picture(kind: str) -> None:
    pixels = decoded(encoded(halves(), kind))
    assert pixels.shape == (32, 64, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels[16, 8].astype(int) - RED).max() <= 12
    assert np.abs(pixels[16, 56].astype(int) - BLUE).max() <= 12


AS_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation: int) -> None:
    upright = halves()
    upright.paste((0, 255, 0), (0, 0, 8, 8))  # a corner tells all eight apart
    stored = upright if orientation == 1 else upright.transpose(AS_STORED[orientation])
    exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    pixels = decoded(encoded(stored, "PNG", exif=exif))
    assert np.array_equal(pixels, np.asarray(upright))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_exif_does_not_cost_the_pixels() -> None:
    data = encoded(halves(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01" * 40)
    assert decoded(data).shape == (32, 64, 3)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_alpha_lies_on_white(mode: str) -> None:
    image = Image.new("RGBA", (8, 8), (10, 10, 10, 0))
    image.paste((10, 10, 10, 255), (4, 0, 8, 8))
    options: dict[str, object] = {}
    if mode == "P":
        image = image.convert("L").convert("P")
        image.putpixel((0, 0), 250)
        options = {"transparency": 250}
    pixels = decoded(encoded(image if mode == "P" else image.convert(mode), "PNG", **options))
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert pixels[0, 6].tolist() == [10, 10, 10]


def test_sixteen_bit_greyscale_is_scaled_and_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 256, dtype=np.uint16)[None, :].repeat(4, axis=0)
    pixels = decoded(encoded(Image.fromarray(ramp), "PNG"))
    assert pixels[0, :, 0].tolist() == list(range(256))


def test_pictures_higher_than_a_strip_come_out_whole() -> None:
    noise = np.random.default_rng(2).integers(0, 255, (201, 7, 3), dtype=np.uint8)
    assert np.array_equal(decoded(encoded(Image.fromarray(noise), "PNG")), noise)


def test_colour_profile_is_converted_and_a_bad_one_ignored() -> None:
    lab = profile_bytes("LAB")
    plain = decoded(encoded(halves(), "PNG"))
    assert np.array_equal(decoded(encoded(halves(), "PNG", icc_profile=b"no profile" * 20)), plain)
    assert np.array_equal(decoded(encoded(halves(), "PNG", icc_profile=lab)), plain)
    swapped = _swapped_primaries()
    assert np.abs(decoded(encoded(halves(), "PNG", icc_profile=swapped)).astype(int) - plain).max() > 100


def profile_bytes(space: Literal["LAB", "sRGB"]) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()


def _swapped_primaries() -> bytes:
    """The sRGB profile with the red and blue primaries exchanged and another name."""
    profile = profile_bytes("sRGB")
    profile = profile.replace(b"rXYZ", b"tmpX").replace(b"bXYZ", b"rXYZ").replace(b"tmpX", b"bXYZ")
    return profile.replace("sRGB".encode("utf-16-be"), "other".encode("utf-16-be")[:8])


def test_only_the_first_frame_is_read() -> None:
    frames = [Image.new("RGB", (8, 8), RED), Image.new("RGB", (8, 8), BLUE)]
    for kind in ("GIF", "WEBP", "PNG"):
        lossless = {"lossless": True} if kind == "WEBP" else {}
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], **lossless)
        assert np.abs(decoded(data)[4, 4].astype(int) - RED).max() <= 8, kind


def test_too_many_pixels_are_refused_by_the_header() -> None:
    with pytest.raises(Unreadable, match=r"more (pixels )?than the limit of 40000000"):
        decoded(png_header(13_000, 13_000), LIMIT)
    with pytest.raises(Unreadable, match="limit of 40000000"):
        decoded(png_header(30_000, 30_000), LIMIT)
    with pytest.raises(Unreadable, match="64 x 32 pixels are more than the limit of 2047"):
        decoded(encoded(halves(), "JPEG"), 2047)
    assert decoded(encoded(halves(), "JPEG"), 2048).shape == (32, 64, 3)


@pytest.mark.parametrize(
    ("data", "media_type", "reason"),
    [
        (png_header(13_000, 13_000), "image/png", Reason(Why.TOO_MANY_PIXELS, {"limit": "40"})),
        (png_header(30_000, 30_000), "image/png", Reason(Why.TOO_MANY_PIXELS, {"limit": "40"})),
        (encoded(halves(), "PNG")[:60], "image/png", Reason(Why.DAMAGED)),
        (b"", "image/heic", Reason(Why.RECORDS_ONLY, {"format": "HEIC"})),
        (b"", "image/tiff", Reason(Why.RECORDS_ONLY, {"format": "TIFF"})),
    ],
    ids=["over the limit", "far over it", "truncated", "heic", "tiff"],
)
def test_the_reason_is_data(data: bytes, media_type: str, reason: Reason) -> None:
    with pytest.raises(Unreadable) as caught:
        decode_rgb(data, media_type, LIMIT)
    assert caught.value.reason == reason


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_truncated_data_is_refused_in_words(kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8))
    data = encoded(noise, kind)
    with pytest.raises(Unreadable, match=f"the {kind} data is truncated or damaged"):
        decoded(data[: len(data) // 2])


def test_records_only_types_say_so() -> None:
    for media_type in ("image/heic", "image/tiff"):
        with pytest.raises(Unreadable, match=f"{media_type} is read for its records only"):
            decode_rgb(b"", media_type, LIMIT)


def test_other_formats_are_never_opened() -> None:
    """EPS inside something announced as PNG must not reach the EPS opener."""
    with pytest.raises(Unreadable):
        decode_rgb(encoded(halves(), "EPS"), "image/png", LIMIT)


def test_many_threads_at_once() -> None:
    good, bomb = encoded(halves((640, 480)), "JPEG"), png_header(13_000, 13_000)
    expected = decoded(good)

    def job(number: int) -> bool:
        if number % 2:
            return np.array_equal(decoded(good), expected)
        with pytest.raises(Unreadable):
            decoded(bomb)
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(job, range(64)))


SEEDS = [encoded(halves(), kind) for kind in ("PNG", "JPEG", "WEBP", "AVIF", "GIF")]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(12, 2000), st.integers(0, 255)), max_size=8))
def test_mutated_files_decode_or_are_unreadable(seed: bytes, changes: list[tuple[int, int]]) -> None:
    data = bytearray(seed)
    for place, value in changes:
        data[place % len(data)] = value
    media_type = media_type_of(bytes(data))
    if media_type is None:
        return
    try:
        pixels = decode_rgb(bytes(data), media_type, 1_000_000)
    except Unreadable:
        return
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
