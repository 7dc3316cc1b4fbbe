"""Text in the image: notes that are read, other pictures that are called a disclosure, CPU by stage.

Reads the shared pictures (``COLOPHON_CASES``): a quarter of an hour of CPU in all. What is counted is the
same in every round, so it is counted once; only times are taken in rounds.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from tests.bench.measure import Bench, interleave
from tests.checks.image_text import notes, sets

from colophon.checks.image_text import ImageTextCheck, models
from colophon.checks.image_text.reader import Reader
from colophon.checks.image_text.search import Area, areas, at_reading_size
from colophon.images.picture import Picture

NOTES, OTHERS, TIMED = 100, 500, 8


def run(bench: Bench) -> None:
    """Fill ``bench``; see the module's docstring."""
    folder, place = sets.images(), models.folder()
    if not folder.is_dir() or place is None or notes.missing_fonts():
        raise SystemExit(
            "needs the shared pictures (COLOPHON_CASES), the extra [ocr] and the fonts for tests"
        )
    check, reader = ImageTextCheck(), Reader(models.load(place))
    missed = _missed(check, folder)
    read = NOTES - sum(missed.values())
    bench.add("notes read", read, f"of {NOTES}", ">= 95", read >= 95)
    called = sets.called_disclosure(check, sets.others(folder, OTHERS))
    bench.add("others called a disclosure", len(called), f"of {OTHERS}", "<= 1", len(called) <= 1)
    photos = list(sets.photos_without_text(folder, reader))
    rate = sum(sets.passes_filter(photo, reader) for photo in photos) / len(photos)
    bench.add("photos without text that are read", rate, f"of {len(photos)}", "<= 0.20", rate <= 0.2)
    bench.tables["missed"] = missed
    bench.tables["called a disclosure"] = called
    _time(bench, check, reader, folder, photos)


def _missed(check: ImageTextCheck, folder: Path) -> dict[str, int]:
    """Wordings of the held-out half, and how often each was not read as what it says."""
    missed: dict[str, int] = {}
    for _, note, picture in sets.with_notes(folder, "held_out", NOTES):
        if [e.process for e in check.look(picture).evidence] != [note.process]:
            missed[note.words] = missed.get(note.words, 0) + 1
    return missed


@dataclass(frozen=True)
class _Part:
    image: Image.Image
    area: Area


def _time(
    bench: Bench, check: ImageTextCheck, reader: Reader, folder: Path, photos: list[Image.Image]
) -> None:
    plain = [Picture.of(notes.jpeg(photo, 88), sets.MAX_PIXELS) for photo in photos[:TIMED]]
    noted = [picture for _, _, picture in sets.with_notes(folder, "held_out", TIMED)]
    parts = [_parts(at_reading_size(Image.fromarray(picture.pixels()))) for picture in noted]
    strips = [part for each in parts for part in each[:2]]
    middles = [part for each in parts for part in each[2:]]
    arms: dict[str, Callable[[], float]] = {
        "filter, two strips": lambda: _cpu(lambda: [reader.hint(p.image, p.area.hint) for p in strips]),
        "filter, the rest": lambda: _cpu(lambda: [reader.hint(p.image, p.area.hint) for p in middles]),
        "reading two strips": lambda: _cpu(lambda: [reader.lines(p.image, p.area.scale) for p in strips]),
        "reading the rest": lambda: _cpu(lambda: [reader.lines(p.image, p.area.scale) for p in middles]),
        "photo without text": lambda: _cpu(lambda: [check.look(picture) for picture in plain]),
        "picture with a note": lambda: _cpu(lambda: [check.look(picture) for picture in noted]),
    }
    for picture in plain:
        picture.pixels()  # decoding is not this check's cost
    with bench.foreign():
        values = interleave(arms, bench.rounds)
    for name, series in values.items():
        bench.note(f"{name}, CPU per picture", statistics.median(series), "s")


def _parts(picture: Image.Image) -> list[_Part]:
    return [
        _Part(picture.crop((0, area.top, picture.width, area.bottom)), area) for area in areas(*picture.size)
    ]


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) / TIMED
