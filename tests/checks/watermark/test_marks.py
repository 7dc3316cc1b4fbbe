"""Marks written by the embedder of these tests are read; pictures without one never give any."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.checks.watermark.embedder import mark
from tests.checks.watermark.scenes import scene

from colophon.checks.watermark.check import MIN_SIDE, marks_in
from colophon.checks.watermark.marks import MARKS, Mark
from colophon.checks.watermark.payload import payload, votes
from colophon.checks.watermark.planes import Plane

SD, SDXL = MARKS
WRITTEN = [(known, plane) for known in MARKS for plane in known.planes]


def marked(rgb: NDArray[np.uint8], known: Mark, plane: Plane) -> NDArray[np.uint8]:
    return mark(
        rgb,
        [int(bit) for bit in known.bits],
        floats=plane is not Plane.BYTES,
        swapped=plane is Plane.FLOATS_SWAPPED,
    )


def tools(rgb: NDArray[np.uint8]) -> list[str]:
    return [known.tool for known, _ in marks_in(rgb)]


def test_the_payloads_are_the_published_ones() -> None:
    assert np.packbits(SD.bits).tobytes() == b"StableDiffusionV1"
    assert "".join("01"[bit] for bit in SDXL.bits.astype(int)) == (
        "101100111110110010010000011110111011000110011110"
    )


@pytest.mark.parametrize(("known", "plane"), WRITTEN, ids=lambda value: getattr(value, "tool", str(value)))
def test_a_mark_is_read_as_it_was_written(known: Mark, plane: Plane) -> None:
    for seed in range(3):
        assert tools(marked(scene(seed), known, plane)) == [known.tool]


@pytest.mark.parametrize("plane", list(Plane))
def test_another_payload_of_the_same_scheme_is_no_mark_of_ours(plane: Plane) -> None:
    bits = ~SDXL.bits
    assert not tools(marked(scene(3), Mark("another tool", bits, 44, ()), plane))


@pytest.mark.parametrize("colour", ["black", "white", "red", "lime", "blue", "#808080", "#123456"])
def test_a_flat_picture_has_no_mark(colour: str) -> None:
    assert not tools(np.asarray(Image.new("RGB", (300, 300), colour)))


def test_pictures_without_a_mark_give_none() -> None:
    plain = [scene(seed, 320, 264) for seed in range(100, 160)]
    noise = [
        np.random.default_rng(seed).integers(0, 256, (264, 264, 3), dtype=np.uint8) for seed in range(20)
    ]
    stripes = [
        np.kron(np.indices((300, 300)).sum(0)[..., None] // n % 2 * 255, [1, 1, 1]) for n in range(1, 9)
    ]
    assert not any(tools(rgb.astype(np.uint8)) for rgb in (*plain, *noise, *stripes))


def test_votes_run_row_by_row_over_whole_blocks() -> None:
    approximation = np.zeros((9, 14), np.float32)  # 2 x 3 blocks; what is left over does not count
    approximation[1, 5] = -27  # block (0, 1), negative: the size counts
    approximation[4, 8] = 1000  # first of block (1, 2): not looked at
    approximation[6, 9] = 36 + 19
    approximation[8, 12] = 27
    assert votes(approximation).tolist() == [False, True, False, False, False, True]


def test_bits_are_what_most_blocks_say() -> None:
    blocks = np.array([1, 0, 1, 1, 0, 0, 0, 0, 1, 1], bool)  # three bits; the first has four votes
    assert payload(blocks, 3).tolist() == [True, False, True]
    assert payload(np.array([1, 0, 0, 1], bool), 2).tolist() == [True, True]  # ties count as one


def photos(cases: Path, ending: str) -> list[Path]:
    folder = cases.parent / "images"
    if not (folder / "manifest.csv").is_file():
        pytest.skip(f"no pictures: {folder} holds no manifest.csv")
    rows = csv.DictReader((folder / "manifest.csv").read_text(encoding="utf-8").splitlines())
    return [path for row in rows if (path := folder / f"{row['id']}_{ending}.jpg").is_file()]


def pixels(paths: list[Path]) -> Iterator[NDArray[np.uint8]]:
    for path in paths:
        with Image.open(path) as image:
            rgb = np.asarray(image.convert("RGB"))
        if min(rgb.shape[:2]) >= MIN_SIDE:
            yield rgb


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_no_mark_is_read_in_any_case_picture(cases: Path) -> None:
    """All crops, frames and whole pictures, as a lossless file would hold their pixels."""
    count = 0
    for ending in ("crop", "frame", "whole"):
        for rgb in pixels(photos(cases, ending)):
            assert not tools(rgb)
            count += 1
    print(f"{count} pictures, 0 marks read")
    assert count >= 1000


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("known", "plane"), WRITTEN, ids=lambda value: getattr(value, "tool", str(value)))
def test_recall_on_marked_case_pictures(cases: Path, known: Mark, plane: Plane) -> None:
    paths = photos(cases, "whole")
    chosen = random.Random(5).sample([p for p in paths if "/ai/" in p.as_posix()], 40)
    found = [tools(marked(rgb, known, plane)) for rgb in pixels(chosen)]
    read = sum(names == [known.tool] for names in found)
    print(f"{known.tool}, {plane.name}: {read} of {len(found)} read")
    assert read / len(found) >= 0.6  # the library itself reads 0.60 to 0.75 (facts on provenance, section 3)
    assert all(names in ([], [known.tool]) for names in found)
