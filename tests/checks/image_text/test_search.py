"""Where words are looked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image

from colophon.checks.image_text.models import Networks
from colophon.checks.image_text.reader import Line, Reader
from colophon.checks.image_text.search import areas, at_reading_size, lines_of


class FakeReader(Reader):
    """Finds what it is told to find in each area, known by its height; remembers the scales."""

    def __init__(self, hints: Callable[[int], bool], found: Callable[[int], list[Line]]) -> None:
        super().__init__(Networks(None, None, ()))
        self.hints, self.found = hints, found
        self.read: list[tuple[int, float]] = []

    def hint(self, image: Image.Image, scale: float) -> bool:
        assert scale < 1
        return self.hints(image.height)

    def lines(self, image: Image.Image, scale: float) -> list[Line]:
        self.read.append((image.height, scale))
        return self.found(image.height)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1080, 1350), (1080, 1350)),
        ((1280, 960), (1280, 960)),
        ((540, 540), (1080, 1080)),
        ((256, 384), (512, 768)),
        ((4000, 3000), (1600, 1200)),
        ((200, 20000), (282, 28200)),
        ((20000, 200), (1600, 16)),
    ],
)
def test_reading_size(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert at_reading_size(Image.new("RGB", size)).size == expected


@pytest.mark.parametrize(("width", "height"), [(1080, 1350), (1600, 900), (282, 28200), (1080, 400)])
def test_areas_cover_the_picture_and_stay_small(width: int, height: int) -> None:
    found = areas(width, height)
    covered = {row for area in found for row in range(area.top, area.bottom)}
    assert covered == set(range(height))
    for area in found:
        assert area.scale**2 * width * (area.bottom - area.top) <= 800_001
        assert area.hint < area.scale


def test_a_flat_picture_is_one_area() -> None:
    assert len(areas(1600, 400)) == 1


def test_areas_without_a_hint_are_not_read() -> None:
    reader = FakeReader(lambda _: False, lambda _: [])
    assert lines_of(Image.new("RGB", (1080, 1080)), reader) == []
    assert reader.read == []


def test_lines_get_rows_of_the_picture() -> None:
    reader = FakeReader(lambda h: h == 162, lambda _: [Line("note", 10, 100, 60, 128, 90)])
    found = lines_of(Image.new("RGB", (1080, 1080)), reader)
    assert found == [Line("note", 10, 1018, 60, 1046, 90), Line("note", 10, 100, 60, 128, 90)]
    assert [scale for _, scale in reader.read] == [1.5, 1.5]


def test_a_line_that_an_edge_cuts_is_read_where_it_is_whole_and_once() -> None:
    at = {162: [Line("cut", 10, 0, 60, 20, 90), Line("whole", 100, 2, 160, 30, 90)]}
    middle = [Line("cut, whole", 10, 790, 60, 825, 90), Line("whole", 100, 807, 160, 835, 90)]
    reader = FakeReader(lambda _: True, lambda h: at.get(h, middle))
    texts = [line.text for line in lines_of(Image.new("RGB", (1080, 1080)), reader)]
    assert sorted(texts) == ["cut", "cut, whole", "whole", "whole"]
