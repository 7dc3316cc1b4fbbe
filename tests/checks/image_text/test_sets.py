"""The figures of the full sets. `scripts/bench image_text` prints them, with the cost of each stage."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.checks.image_text import notes, sets

from colophon.checks.image_text import ImageTextCheck, available, models
from colophon.checks.image_text.reader import Reader

pytestmark = [
    pytest.mark.skipif(not available(), reason="the extra [ocr] is not installed"),
    pytest.mark.skipif(bool(notes.missing_fonts()), reason="fonts-dejavu-core, fonts-noto-core"),
]


@pytest.fixture(scope="module")
def folder(cases: Path) -> Path:
    return cases.parent / "images"


@pytest.fixture(scope="module")
def reader() -> Reader:
    place = models.folder()
    assert place
    return Reader(models.load(place))


def test_a_handful_of_notes_and_other_pictures(folder: Path) -> None:
    check = ImageTextCheck()
    read = [
        [e.process for e in check.look(picture).evidence] == [note.process]
        for _, note, picture in sets.with_notes(folder, "tuning", 3)
    ]
    assert sum(read) >= 2
    assert sets.called_disclosure(check, sets.others(folder, 500)[::100]) == {}


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_95_of_100_notes_are_read(folder: Path) -> None:
    check = ImageTextCheck()
    missed = [
        (path.name, note)
        for path, note, picture in sets.with_notes(folder, "held_out", 100)
        if [e.process for e in check.look(picture).evidence] != [note.process]
    ]
    assert len(missed) <= 5, missed


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_at_most_one_of_500_other_pictures_is_called_a_disclosure(folder: Path) -> None:
    called = sets.called_disclosure(ImageTextCheck(), sets.others(folder, 500))
    assert len(called) <= 1, called


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_filter_lets_one_photo_in_five_through_at_most(folder: Path, reader: Reader) -> None:
    passed = [sets.passes_filter(photo, reader) for photo in sets.photos_without_text(folder, reader)]
    assert len(passed) >= 50
    assert sum(passed) / len(passed) <= 0.2
