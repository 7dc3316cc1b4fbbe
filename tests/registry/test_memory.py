from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from tests.pictures import AI_IN_METADATA, as_jpeg, photo, pixels_of, recompressed

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.evidence import Evidence, Findings, Match, Process
from colophon.images.picture import Picture
from colophon.images.sketch import sketch_of
from colophon.registry.memory import Registry


def seen(data: bytes) -> Picture:
    return Picture.of(data, 10**7)


def entry(
    number: int, data: bytes | None, process: Process = Process.AI_GENERATED, **values: object
) -> Entry:
    sketch = sketch_of(pixels_of(data)) if data else None
    made = Entry(
        id=f"{number:032x}",
        kind=Kind.STATEMENT,
        basis=Basis.STATED,
        process=process,
        sketch=sketch.dump() if sketch else None,
        number=number,
        generation=number,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def holding(*entries: Entry) -> Registry:
    registry = Registry(clock=lambda: 1000.0)
    registry.apply(entries, max((e.generation for e in entries), default=0))
    return registry


def found(registry: Registry, data: bytes) -> list[tuple[int, Match, bool]]:
    return [(hit.entry.number, hit.match, hit.whole) for hit in registry.matches(seen(data))]


def cropped(data: bytes, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> bytes:
    pixels = pixels_of(data)
    height, width = pixels.shape[:2]
    return as_jpeg(
        pixels[
            int(top * height) : height - int(bottom * height), int(left * width) : width - int(right * width)
        ]
    )


def test_copies_are_found_and_other_pictures_are_not() -> None:
    registry = holding(entry(1, photo(1)))
    assert found(registry, recompressed(photo(1))) == [(1, Match.SAME, True)]
    assert found(registry, photo(2)) == []
    assert found(registry, photo(1, plain=True)) == []


def test_a_sketch_that_cannot_be_read_leaves_exact_copies(caplog: pytest.LogCaptureFixture) -> None:
    registry = holding(
        entry(1, photo(1), sha256=seen(photo(1)).sha256, sketch=b"\x01old"), entry(2, photo(2))
    )
    assert found(registry, photo(1)) == [(1, Match.EXACT, True)]
    assert found(registry, recompressed(photo(1))) == []
    assert [n for n, *_ in found(registry, photo(2))] == [2]
    assert "is not used" in caplog.text


def test_a_crop_is_the_same_picture_but_not_the_whole_of_it() -> None:
    registry = holding(entry(1, photo(1)))
    assert found(registry, cropped(photo(1), bottom=0.08)) == [(1, Match.SAME, False)]


def test_a_patch_makes_it_similar_only() -> None:
    pixels = pixels_of(photo(1)).copy()
    pixels[150:300, 200:400] = pixels_of(photo(2))[150:300, 200:400]
    registry = holding(entry(1, photo(1)))
    assert [match for _, match, _ in found(registry, as_jpeg(pixels))] == [Match.SIMILAR]


def test_exact_copies_come_first_then_the_earliest() -> None:
    data = photo(1)
    late, early = entry(1, data, date="2026-02-02"), entry(2, data, date="2025-01-01")
    exact = entry(3, None, sha256=seen(data).sha256, date="2026-06-06")
    assert [n for n, *_ in found(holding(late, early, exact), data)] == [3, 2, 1]


def test_an_entry_that_ran_out_or_was_withdrawn_is_not_found() -> None:
    data = photo(1)
    for values in ({"expires": 1000}, {"state": EntryState.WITHDRAWN}):
        assert found(holding(entry(1, data, **values)), data) == []
    registry = holding(entry(1, data))
    registry.apply([entry(1, None, state=EntryState.WITHDRAWN, generation=2)], 2)
    assert found(registry, data) == []
    assert (len(registry), registry.hashes) == (0, 0)


def test_a_changed_entry_takes_the_place_of_its_old_self() -> None:
    registry = holding(entry(1, photo(1)))
    registry.apply([entry(1, photo(2), generation=2)], 2)
    assert found(registry, photo(1)) == []
    assert [n for n, *_ in found(registry, photo(2))] == [1]


def test_protected_pictures_are_known_near_and_never_told_as_matches() -> None:
    registry = holding(entry(1, photo(1), Process.UNKNOWN, kind=Kind.PROTECTED))
    assert registry.protects(seen(recompressed(photo(1))))
    assert not registry.protects(seen(photo(2)))
    assert found(registry, photo(1)) == []


def test_pixels_that_cannot_be_read_have_exact_copies_only() -> None:
    broken = photo(1)[:2000]
    registry = holding(entry(1, photo(1)), entry(2, None, sha256=seen(broken).sha256))
    assert found(registry, broken) == [(2, Match.EXACT, True)]
    assert not registry.protects(seen(broken))


def findings(data: bytes, generation: int, *cited: str) -> Findings:
    picture = seen(data)
    return Findings(
        picture.sha256,
        picture.media_type,
        tuple(evidence(id) for id in cited),
        hashes=tuple(frame.hash.hex() for frame in picture.frames()),
        generation=generation,
    )


def evidence(id: str) -> Evidence:
    return replace(AI_IN_METADATA, details={"entry": id})


def test_findings_hold_until_something_near_them_changes() -> None:
    registry = holding(entry(1, photo(1)), entry(2, None, sha256=seen(photo(3)).sha256))
    assert registry.outdated(findings(photo(1), 0))
    assert not registry.outdated(findings(photo(1), 1))
    assert registry.outdated(findings(photo(3), 1)), "named by its SHA-256"
    assert not registry.outdated(findings(photo(2), 0))


def test_findings_do_not_outlive_the_entry_they_cite() -> None:
    cited = entry(1, photo(1), expires=2000)
    registry = holding(cited, entry(5, photo(5)))
    assert not registry.outdated(findings(photo(1), 1, cited.id))
    registry.apply([entry(1, None, state=EntryState.WITHDRAWN, generation=6)], 6)
    assert registry.outdated(findings(photo(1), 5, cited.id))


def test_findings_do_not_outlive_a_decision_that_ran_out() -> None:
    now = 1000.0
    registry = Registry(clock=lambda: now)
    cited = entry(1, photo(1), expires=2000)
    registry.apply([cited], 1)
    assert not registry.outdated(findings(photo(1), 1, cited.id))
    now = 2000.0
    assert registry.outdated(findings(photo(1), 1, cited.id)), "though nothing was changed"


@pytest.mark.parametrize("size", [(1, 1), (8, 400), (2000, 3)])
def test_odd_sizes_are_looked_for_without_harm(size: tuple[int, int]) -> None:
    data = as_jpeg(np.asarray(Image.new("RGB", size, "orange")))
    assert found(holding(entry(1, photo(1))), data) == []
