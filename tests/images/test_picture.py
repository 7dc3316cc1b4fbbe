from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from colophon.errors import NotAnImage, Unreadable
from colophon.images.picture import Picture


def jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(stream, "JPEG")
    return stream.getvalue()


def test_known_by_its_hash_and_decoded_once() -> None:
    data = jpeg()
    picture = Picture.of(data, 1000)
    assert picture.sha256 == hashlib.sha256(data).hexdigest()
    assert picture.media_type == "image/jpeg"
    with ThreadPoolExecutor(4) as pool:
        arrays = list(pool.map(lambda _: picture.pixels(), range(8)))
    assert all(array is arrays[0] for array in arrays)


def test_unreadable_stays_unreadable() -> None:
    picture = Picture.of(jpeg(), 799)
    for _ in range(2):
        with pytest.raises(Unreadable, match="40 x 20 pixels are more than the limit of 799"):
            picture.pixels()


def test_not_an_image() -> None:
    with pytest.raises(NotAnImage, match="JPEG, PNG, WebP"):
        Picture.of(b"<html>", 1000)
