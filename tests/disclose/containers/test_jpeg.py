"""JPEG: where things go, and that an index of further pictures keeps pointing at them."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image
from tests.disclose.files import CREDIT, LIMITS, full_of_metadata, photo, said, saved

from colophon.disclose import disclose
from colophon.disclose.containers.jpeg import Jpeg
from colophon.disclose.source_type import Claim
from colophon.errors import InputError


def two_pictures(xmp_behind_index: bool = False) -> bytes:
    """A JPEG with a second one behind it, and the index that names both."""
    out = io.BytesIO()
    photo(64, 64).save(out, "MPO", save_all=True, append_images=[photo(32, 32, seed=1)])
    data = out.getvalue()
    if xmp_behind_index:
        first = Jpeg.parse(data)
        segment = (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CREDIT)
        index = next(n for n, (marker, body) in enumerate(first.segments) if body.startswith(b"MPF\0"))
        segments = (*first.segments[: index + 1], segment, *first.segments[index + 1 :])
        data = first._with(segments).to_bytes()
    return data


@pytest.mark.parametrize("behind", [False, True], ids=["no XMP", "XMP behind the index"])
def test_the_second_picture_is_found_after_the_first_has_grown(behind: bool) -> None:
    data = two_pictures(behind)
    copy = disclose(data, Claim.AI_GENERATED, limits=LIMITS).data
    assert len(copy) != len(data)
    assert said(copy) == [Claim.AI_GENERATED.process]
    for file in (data, copy):
        with Image.open(io.BytesIO(file)) as image:
            assert image.n_frames == 2  # type: ignore[attr-defined]
            entries = image.mpinfo[0xB002]  # type: ignore[attr-defined]
            image.seek(1)
            assert image.size == (32, 32)
            image.load()
        assert entries[0]["Size"] + entries[1]["Size"] == len(file)


@pytest.mark.parametrize(
    "body", [b"MPF\0", b"MPF\0II*\0\xff\xff\xff\xff", b"MPF\0MM\0*\0\0\0\x08\xff\xff" + b"\xb0\2" * 99]
)
def test_a_damaged_index_is_no_obstacle(body: bytes) -> None:
    plain = Jpeg.parse(saved(photo(), "JPEG"))
    damaged = Jpeg((*plain.segments, (0xE2, body)), plain.tail)
    written = Jpeg.parse(damaged.with_xmp((CREDIT,)).to_bytes())
    assert written.xmp() == (CREDIT,)
    assert [len(found) for marker, found in written.segments if marker == 0xE2] == [len(body)]


def test_only_the_xmp_differs() -> None:
    data = full_of_metadata("JPEG")
    before = Jpeg.parse(data)
    after = Jpeg.parse(disclose(data, Claim.AI_GENERATED, limits=LIMITS).data)
    assert after.tail == before.tail
    ours = [s for s in after.segments if s not in before.segments]
    assert [s for s in after.segments if s in before.segments] == [
        s for s in before.segments if s in after.segments
    ]
    assert len(ours) == 1
    assert ours[0][1].startswith(b"http://ns.adobe.com/xap/1.0/\0")


def test_a_packet_that_no_segment_holds_is_refused_with_a_way_out() -> None:
    full = full_of_metadata("JPEG", xmp=CREDIT.replace(b"A lake", b"A lake" * 10_800))
    with pytest.raises(InputError, match=r"larger than the 65,504 bytes .* or as PNG"):
        disclose(full, Claim.AI_GENERATED, limits=LIMITS)


def test_a_record_in_many_segments_goes_as_a_whole_and_other_boxes_stay() -> None:
    head = (
        b"JP"
        + struct.pack(">HI", 7, 1)
        + b"\0\0\1\0jumb\0\0\0\x26jumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71"
    )
    rest = b"JP" + struct.pack(">HI", 7, 2) + b"\0\0\1\0jumb more"
    other = b"JP" + struct.pack(">HI", 8, 1) + b"\0\0\1\0jumb\0\0\0\x26jumdanother"
    plain = Jpeg.parse(saved(photo(), "JPEG"))
    signed = Jpeg(((0xEB, head), (0xEB, other), (0xEB, rest), *plain.segments), plain.tail)
    assert signed.has_record()
    assert signed.without_record().segments == ((0xEB, other), *plain.segments)
    assert not plain.has_record()


@pytest.mark.parametrize(
    "data",
    [b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\0\0", b"\xff\xd8ab\0\4cd", b"\xff\xd8" + b"\xff" * 9],
)
def test_a_damaged_head_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        Jpeg.parse(data)


def test_fill_bytes_between_segments_are_read_over() -> None:
    plain = saved(photo(), "JPEG")
    filled = plain[:2] + b"\xff\xff" + plain[2:]
    assert Jpeg.parse(filled) == Jpeg.parse(plain)
