"""Variants of ready-made files: never twice the same, the same picture, hashed right."""

from __future__ import annotations

import hashlib
from itertools import islice

import numpy as np
import pytest
from tests.bench.photos import FEED, feed_photos
from tests.bench.serving.feed import Feed

from colophon.images.picture import Picture


@pytest.fixture(scope="module")
def photos() -> list[bytes]:
    return feed_photos(1, len(FEED))


def test_variants_differ_and_are_hashed_right(photos: list[bytes]) -> None:
    made = [file for feed in (Feed(photos), Feed(photos)) for file in islice(feed.fresh(), 10)]
    assert len({file.data for file in made}) == len(made)
    assert all(file.sha256 == hashlib.sha256(file.data).hexdigest() for file in made)


def test_a_variant_shows_the_same_picture(photos: list[bytes]) -> None:
    variant = next(Feed(photos).fresh())
    assert variant.data != photos[0]
    limit = 10_000_000
    assert np.array_equal(Picture.of(variant.data, limit).pixels(), Picture.of(photos[0], limit).pixels())


def test_photos_are_of_feed_size() -> None:
    sizes = [len(photo) for photo in feed_photos(0, 24)]
    assert 80_000 < sum(sizes) / len(sizes) < 130_000


def test_what_does_not_end_as_a_jpeg_is_refused() -> None:
    with pytest.raises(ValueError, match="end as a JPEG"):
        Feed([b"\xff\xd8 broken off"])
