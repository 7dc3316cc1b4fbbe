"""The check of hidden marks: which files are looked at, and what a mark is said to mean."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from tests.checks.watermark.embedder import mark
from tests.checks.watermark.scenes import scene

from colophon.checks.all import image_checks
from colophon.checks.watermark import WatermarkCheck
from colophon.checks.watermark.marks import MARKS, Mark
from colophon.config import USUAL_CHECKS, Config
from colophon.evidence import Confidence, Process, Rank, Source, State, Why
from colophon.images.picture import Picture
from colophon.registry.memory import Registry

LIMIT = 4_000_000
SD, SDXL = MARKS


def saved(pixels: NDArray[np.uint8], kind: str = "PNG", **options: object) -> Picture:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind, **options)
    return Picture.of(stream.getvalue(), LIMIT)


def bits(known: Mark) -> list[int]:
    return [int(bit) for bit in known.bits]


@pytest.fixture(scope="module")
def marked() -> NDArray[np.uint8]:
    return mark(scene(0), bits(SDXL), floats=True)


def test_a_mark_names_the_tool_and_not_the_extent(marked: NDArray[np.uint8]) -> None:
    report = WatermarkCheck().look(saved(marked))
    [piece] = report.evidence
    assert (piece.source, piece.rank, piece.confidence) == (
        Source.WATERMARK,
        Rank.WATERMARK,
        Confidence.RECORDED,
    )
    # The payload is written by image-to-image and inpainting scripts too, so it does not say "generated".
    assert piece.process is Process.AI_INVOLVED
    assert piece.details["scheme"] == piece.source_name == "Stable Diffusion XL"
    assert piece.details["of"] == 48
    assert 44 <= int(str(piece.details["bits"])) <= 48
    assert report.outcome.state is State.DONE


def test_a_picture_without_a_mark_gives_nothing() -> None:
    report = WatermarkCheck().look(saved(scene(0)))
    assert (report.evidence, report.outcome.state) == ((), State.DONE)


def test_lossless_webp_is_looked_at(marked: NDArray[np.uint8]) -> None:
    assert WatermarkCheck().look(saved(marked, "WEBP", lossless=True, method=0)).evidence


def test_webp_with_a_transparent_edge_is_looked_at(marked: NDArray[np.uint8]) -> None:
    opaque = np.full((*marked.shape[:2], 1), 255, np.uint8)
    opaque[-3:] = 0  # an alpha channel, which makes the file an extended one
    layered = np.concatenate([marked, opaque], axis=2)
    picture = saved(layered, "WEBP", lossless=True, method=0)
    assert WatermarkCheck().look(picture).evidence


@pytest.mark.parametrize(
    ("kind", "options"), [("JPEG", {"quality": 95}), ("WEBP", {"quality": 90}), ("GIF", {})]
)
def test_lossy_files_are_skipped_and_it_is_said_why(
    marked: NDArray[np.uint8], kind: str, options: dict[str, object]
) -> None:
    outcome = WatermarkCheck().look(saved(marked, kind, **options)).outcome
    assert (outcome.state, [reason.key for reason in outcome.reasons]) == (State.SKIPPED, [Why.LOSSY_FILE])


def test_it_takes_part_only_where_it_is_switched_on(tmp_path: Path) -> None:
    for wanted, checks in ((False, USUAL_CHECKS), (True, ("watermark", "registry"))):
        with image_checks(Config(data=tmp_path, checks=checks, workers=1), Registry()) as image:
            assert ("watermark" in [check.name for check in image.checks]) is wanted


def test_a_small_picture_is_skipped(marked: NDArray[np.uint8]) -> None:
    outcome = WatermarkCheck().look(saved(marked[:255])).outcome
    assert outcome.reasons[0].key is Why.TOO_SMALL


def test_a_damaged_file_is_an_error_not_an_exception(marked: NDArray[np.uint8]) -> None:
    whole = saved(marked)
    outcome = WatermarkCheck().look(Picture.of(whole.data[:5000], LIMIT)).outcome
    assert (outcome.state, outcome.reasons[0].key) == (State.ERROR, Why.DAMAGED)


def test_a_webp_cut_anywhere_in_its_head_is_no_exception() -> None:
    whole = saved(scene(0, 256, 256), "WEBP", lossless=True).data
    for at in range(12, 40):
        report = WatermarkCheck().look(Picture.of(whole[:at], LIMIT))
        assert (report.evidence, report.outcome.state is State.DONE) == ((), False)
