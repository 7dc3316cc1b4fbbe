"""What a file's header says of how its pixels are stored."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from tests.pictures import picture

from colophon.images.encoding import Encoding, encoding_of
from colophon.images.sniff import media_type_of


def saved(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    stream = io.BytesIO()
    with Image.open(io.BytesIO(picture(side=64, kind="PNG"))) as image:
        image.convert(mode).save(stream, kind, **options)
    return stream.getvalue()


def read(data: bytes) -> Encoding:
    return encoding_of(data, media_type_of(data) or "")


@pytest.mark.parametrize("quality", [5, 34, 35, 50, 75, 95, 100])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_quality_a_jpeg_was_saved_at_is_read_from_its_tables(quality: int, mode: str) -> None:
    assert read(saved("JPEG", mode, quality=quality)) == Encoding(jpeg_quality=quality)


def test_tables_of_another_encoder_give_the_nearest_quality() -> None:
    steps = [2, 2, 2, 2, 3, 4, 5, 6] * 8
    quality = read(saved("JPEG", qtables=[steps, steps])).jpeg_quality
    assert quality is not None
    assert 90 <= quality <= 99


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_other_formats_have_no_quality(kind: str) -> None:
    assert read(saved(kind)) == Encoding()


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_palette_is_seen(kind: str) -> None:
    assert read(saved(kind, "P")) == Encoding(palette=True)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_more_than_one_frame_is_seen(kind: str) -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    assert read(saved(kind, save_all=True, append_images=frames)).animated


def test_a_second_picture_behind_a_photo_is_no_frame() -> None:
    """Phones append a depth map or a brightness map to a JPEG (multi-picture format)."""
    stream = io.BytesIO()
    pictures = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    pictures[0].save(stream, "MPO", save_all=True, append_images=pictures[1:])
    assert not read(stream.getvalue()).animated


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0" + bytes(30)])
def test_what_cannot_be_read_counts_as_not_there(data: bytes) -> None:
    assert read(data) == Encoding()
