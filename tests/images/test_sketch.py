from __future__ import annotations

import functools
import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance
from skimage import data

from colophon.evidence import Match
from colophon.images.compare import Comparison
from colophon.images.frame import WHOLE
from colophon.images.hashes import NEAR, pdq
from colophon.images.sketch import Sketch, compare, query_of, sketch_of
from colophon.images.variants import turned

Pixels = NDArray[np.uint8]
PHOTO: Pixels = np.asarray(Image.fromarray(data.astronaut()).resize((900, 800)))


def saved(pixels: Pixels, quality: int, scale: float = 1.0) -> Pixels:
    image = Image.fromarray(pixels)
    image = image.resize((round(image.width * scale), round(image.height * scale)))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


@functools.cache
def sketch_of_photo() -> Sketch:
    return sketch(PHOTO)


def sketch(pixels: Pixels) -> Sketch:
    found = sketch_of(pixels)
    assert found is not None
    return found


def found(entry: Pixels, copy: Pixels) -> Comparison | None:
    """What `compare` says of the nearest row, which must be near."""
    kept = sketch_of_photo() if entry is PHOTO else sketch(entry)
    rows = [
        (int(distance), int(code), frame)
        for frame in query_of(copy)
        for code, distance in zip(
            kept.codes,
            np.bitwise_count(kept.hashes ^ np.frombuffer(frame.hash, np.uint8)).sum(axis=1),
            strict=True,
        )
    ]
    distance, code, frame = min(rows, key=lambda row: row[0])
    assert distance <= NEAR
    return compare(copy, frame, code, kept.tiles)


@pytest.mark.parametrize(
    "copy",
    [
        saved(PHOTO, 20),
        saved(PHOTO, 70, 0.25),
        turned(PHOTO, 1),
        turned(PHOTO, 4),
        np.pad(PHOTO, ((18, 18), (18, 18), (0, 0))),
    ],
    ids=["JPEG 20", "a quarter of the size", "on its side", "mirrored", "with a border"],
)
def test_a_copy_is_the_same_and_whole(copy: Pixels) -> None:
    seen = found(PHOTO, copy)
    assert seen is not None
    assert (seen.match, seen.whole) == (Match.SAME, True)


def test_a_crop_is_the_same_but_not_whole() -> None:
    seen = found(PHOTO, saved(PHOTO[:-70], 60))
    assert seen is not None
    assert (seen.match, seen.whole) == (Match.SAME, False)
    assert seen.box.bottom == pytest.approx(1 - 70 / 800, abs=0.005)


def test_a_registered_border_is_no_part_of_the_frame() -> None:
    bordered = np.pad(PHOTO, ((60, 60), (0, 0), (0, 0)))
    for copy in (bordered, PHOTO, bordered[30:]):
        seen = found(bordered, copy)
        assert seen is not None
        assert (seen.match, seen.whole) == (Match.SAME, True)


def test_a_crop_that_takes_a_registered_border_along_is_the_same_but_not_whole() -> None:
    bordered = np.pad(PHOTO, ((12, 12), (12, 12), (0, 0)))
    seen = found(bordered, saved(bordered[41:-41, 46:-46], 70))
    assert seen is not None
    assert (seen.match, seen.whole) == (Match.SAME, False)


@pytest.mark.parametrize("forward", [True, False])
def test_another_face_is_only_similar(forward: bool) -> None:
    edit = PHOTO.copy()
    edit[80:260, 310:470] = np.asarray(Image.fromarray(data.cat()[60:260, 130:330]).resize((160, 180)))
    seen = found(edit, saved(PHOTO, 80)) if forward else found(PHOTO, saved(edit, 80))
    assert seen is not None
    assert (seen.match, seen.whole) == (Match.SIMILAR, False)


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("kind", ["recoloured", "colourised"])
def test_another_colour_of_the_same_luma_is_only_similar(kind: str, forward: bool) -> None:
    values = np.array(Image.fromarray(PHOTO).convert("YCbCr"))
    if kind == "recoloured":
        values[560:, 250:500, 1:] = 255 - values[560:, 250:500, 1:]  # the orange suit: 8 % of the area
    else:
        values[..., 1:] = 128
    changed = np.asarray(Image.fromarray(values, "YCbCr").convert("RGB"))
    seen = found(changed, saved(PHOTO, 80)) if forward else found(PHOTO, saved(changed, 80))
    assert seen is not None
    assert (seen.match, seen.whole) == (Match.SIMILAR, False)


def test_a_copy_of_another_saturation_and_tint_is_the_same() -> None:
    faded = np.asarray(ImageEnhance.Color(Image.fromarray(PHOTO)).enhance(0.8))
    seen = found(PHOTO, saved((faded * np.array([1, 0.97, 0.93])).astype(np.uint8), 80))
    assert seen is not None
    assert (seen.match, seen.whole) == (Match.SAME, True)


def test_a_note_painted_over_is_the_same_but_not_whole() -> None:
    noted = Image.fromarray(PHOTO)
    ImageDraw.Draw(noted).text(
        (12, 772), "Illustration produced by artificial intelligence", (255, 255, 255), font_size=18
    )
    seen = found(np.asarray(noted), saved(PHOTO, 80))
    assert seen is not None
    assert seen.match is Match.SAME


def test_a_picture_that_was_near_by_chance_has_nothing_in_common() -> None:
    kept, other = sketch_of_photo(), data.chelsea()
    assert compare(other, query_of(other)[0], 1, kept.tiles) is None


def test_the_first_view_has_the_hash_of_the_picture() -> None:
    views = query_of(np.pad(PHOTO, ((60, 60), (0, 0), (0, 0))))
    assert len(views) == 2
    assert (views[0].hash.hex(), views[0].quality) == pdq(np.pad(PHOTO, ((60, 60), (0, 0), (0, 0))))
    assert [view.box for view in query_of(PHOTO)] == [WHOLE]


def test_a_flat_picture_has_no_sketch() -> None:
    assert sketch_of(np.full((300, 300, 3), 99, np.uint8)) is None


def test_bytes_round_trip() -> None:
    kept = sketch_of_photo()
    again = Sketch.load(kept.dump())
    assert np.array_equal(again.codes, kept.codes)
    assert np.array_equal(again.hashes, kept.hashes)
    assert (again.tiles, again.quality) == (kept.tiles, kept.quality)


@pytest.mark.parametrize("damage", [b"", b"\x09", b"\x02", b"\x02\x64\x02short", b"\x01\x64\x00"])
def test_bytes_that_are_no_sketch_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match="sketch"):
        Sketch.load(damage)


def test_tiles_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="bytes"):
        compare(PHOTO, query_of(PHOTO)[0], 0, b"abc")
    with pytest.raises(ValueError, match="bytes"):
        compare(PHOTO, query_of(PHOTO)[0], 1, b"abc")


def test_a_hash_from_a_list_is_a_sketch_without_tiles() -> None:
    given = bytes(range(32))
    kept = Sketch.load(Sketch.of_hash(given).dump())
    assert kept.hashes.tobytes() == given
    assert (kept.codes.tolist(), kept.tiles) == ([1], b"")
    with pytest.raises(ValueError, match="32 bytes"):
        Sketch.of_hash(b"short")


def test_a_sketch_from_elsewhere_cannot_name_what_there_is_not() -> None:
    good = sketch_of_photo().dump()
    assert Sketch.load(good).dump() == good
    count = good[2]
    for at, value in ((3, 200), (3 + count * 33, 255)):  # a variant; the left side of the frame
        bad = bytearray(good)
        bad[at : at + 2] = bytes([value, value])
        with pytest.raises(ValueError, match=r"variants up to|no inside"):
            Sketch.load(bytes(bad))
