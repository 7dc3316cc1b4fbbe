"""WebP: the header says what there is, whatever the file looked like before."""

from __future__ import annotations

import pytest
from PIL import Image
from tests.disclose.files import LIMITS, full_of_metadata, opened, photo, pixels, said, saved

from colophon.disclose import disclose
from colophon.disclose.containers.webp import Webp
from colophon.disclose.source_type import Claim
from colophon.errors import InputError


def test_a_file_with_a_header_is_put_together_as_it_was() -> None:
    data = full_of_metadata("WEBP")
    assert Webp.parse(data).to_bytes() == data


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (33, 300), (400, 2)])
def test_a_simple_file_gets_a_header_that_fits(lossless: bool, mode: str, size: tuple[int, int]) -> None:
    data = saved(Image.new(mode, size, (9, 99, 199, 99)[: len(mode)]), "WEBP", lossless=lossless, exact=True)
    copy = disclose(data, Claim.AI_GENERATED, limits=LIMITS).data
    before, after = opened(data), opened(copy)
    assert (after.size, after.mode) == (before.size, before.mode) == (size, mode)
    assert (pixels(copy) == pixels(data)).all()
    assert said(copy) == [Claim.AI_GENERATED.process]


@pytest.mark.parametrize("size", [(1, 1), (33, 300), (16383, 2)])
@pytest.mark.parametrize("lossless", [True, False])
def test_the_size_is_read_from_the_coded_picture(lossless: bool, size: tuple[int, int]) -> None:
    assert Webp.parse(saved(Image.new("RGB", size), "WEBP", lossless=lossless)).size == size


@pytest.mark.parametrize("cut", [12, 16, 20, 26, 500])
def test_a_file_that_ends_early_is_refused(cut: int) -> None:
    with pytest.raises(InputError, match="damaged"):
        Webp.parse(saved(photo(), "WEBP")[:cut])
