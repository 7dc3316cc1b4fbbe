"""The check itself: with the models where they are installed, and plainly without."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.checks.image_text import notes
from tests.outcomes import error, skipped

from colophon.checks.image_text import ImageTextCheck, available, models
from colophon.evidence import DONE, Confidence, Evidence, Process, Rank, Source, Why
from colophon.images.picture import Picture

needs_models = pytest.mark.skipif(not available(), reason="the extra [ocr] is not installed")
needs_fonts = pytest.mark.skipif(bool(notes.missing_fonts()), reason="fonts-dejavu-core, fonts-noto-core")


@pytest.fixture(scope="module")
def check() -> ImageTextCheck:
    return ImageTextCheck()


def scene() -> Image.Image:
    """A dusky sky over a darker ground, with the grain of a photo."""
    rows = np.linspace(150, 40, 810)[:, None, None] * np.array([0.8, 0.9, 1.0])
    grain = np.random.default_rng(4).normal(0, 5, (810, 1080, 1))
    return Image.fromarray(np.clip(rows + grain, 0, 255).astype(np.uint8))


def picture(data: bytes) -> Picture:
    return Picture.of(data, 40_000_000)


@needs_models
@needs_fonts
@pytest.mark.parametrize("note", notes.notes("held_out", 14)[::3], ids=lambda note: note.words)
def test_a_note_on_a_picture_is_read(check: ImageTextCheck, note: notes.Note) -> None:
    report = check.look(picture(notes.drawn(scene(), note)))
    assert report.outcome == DONE
    (found,) = report.evidence
    assert (found.source, found.process, found.source_name) == (Source.IMAGE_TEXT, note.process, None)
    assert (found.confidence, found.rank) == (Confidence.STATED, Rank.UNSIGNED)
    assert set(found.details) == {"pattern", "language", "quote"}


@needs_models
@needs_fonts
def test_the_note_of_the_specification(check: ImageTextCheck) -> None:
    words = "Illustrations produced by artificial intelligence"
    note = notes.Note(words, Process.AI_GENERATED, "dejavu/DejaVuSans.ttf", 18, False, "bottom left")
    assert check.look(picture(notes.drawn(scene(), note))).evidence == (
        Evidence(
            Source.IMAGE_TEXT,
            Process.AI_GENERATED,
            Confidence.STATED,
            Rank.UNSIGNED,
            details={"pattern": "en-produced-by-ai", "language": "en", "quote": words},
        ),
    )


@needs_models
def test_a_picture_without_words_says_nothing(check: ImageTextCheck) -> None:
    report = check.look(picture(notes.jpeg(scene(), 80)))
    assert (report.evidence, report.outcome) == ((), DONE)


@needs_models
@pytest.mark.parametrize("size", [(199, 400), (400, 199)])
def test_a_small_picture_is_skipped(check: ImageTextCheck, size: tuple[int, int]) -> None:
    report = check.look(picture(notes.jpeg(Image.new("RGB", size), 80)))
    assert report.outcome == skipped(Why.TOO_SMALL, limit="200")


@needs_models
@pytest.mark.parametrize("size", [(200, 9000), (9000, 200)])
def test_a_picture_of_any_shape_is_looked_at(check: ImageTextCheck, size: tuple[int, int]) -> None:
    assert check.look(picture(notes.jpeg(Image.new("RGB", size, "grey"), 80))).outcome == DONE


@needs_models
def test_a_damaged_picture_is_an_error_and_a_raw_one_is_skipped(check: ImageTextCheck) -> None:
    data = notes.jpeg(scene(), 80)
    assert check.look(picture(data[: len(data) // 2])).outcome == error(Why.DAMAGED)
    stream = io.BytesIO()
    scene().save(stream, "TIFF")
    assert check.look(picture(stream.getvalue())).outcome == skipped(Why.RECORDS_ONLY, format="TIFF")


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_WHEEL", "no_such_wheel")
    assert not available()
    check = ImageTextCheck()
    assert check.version == "none"
    assert check.look(picture(notes.jpeg(scene(), 80))).outcome == skipped(Why.NO_OCR)


def test_a_wheel_without_the_models_counts_as_absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty_wheel").mkdir()
    (tmp_path / "empty_wheel" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(models, "_WHEEL", "empty_wheel")
    assert not available()


@needs_models
def test_the_version_names_models_and_patterns(check: ImageTextCheck) -> None:
    assert check.version.count("-") == 2
    assert models.version() in check.version
