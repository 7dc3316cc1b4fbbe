"""Where a note stands, how large it is, and that its ink is what was promised."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from tests.disclose.files import photo

from colophon.disclose.note import Corner, Drawn, Note, draw
from colophon.disclose.note.contrast import LEAST
from colophon.errors import InputError

TEXT = "Image generated with AI"


def drawn_on(picture: Image.Image, text: str = TEXT, corner: Corner = Corner.BOTTOM_LEFT) -> Drawn:
    return draw(picture, Note(text, corner))


def test_letters_are_16_to_24_pixels_on_a_picture_1080_wide() -> None:
    assert 16 <= drawn_on(Image.new("RGB", (1080, 1080))).size <= 24


@pytest.mark.parametrize("width", [320, 640, 1080, 2160, 4320])
def test_the_size_follows_the_width(width: int) -> None:
    picture = Image.new("RGB", (width, width))
    drawn = drawn_on(picture)
    assert drawn.size == max(12, round(width * 22 / 1080))
    left, top, right, bottom = drawn.box
    assert 0 < left < right < width
    assert 0 < top < bottom < width
    assert drawn.size < bottom - top < 3 * drawn.size


def test_a_panorama_is_not_filled_by_its_note() -> None:
    assert drawn_on(Image.new("RGB", (6000, 400))).size == 32


@pytest.mark.parametrize("corner", Corner)
def test_a_note_stands_in_the_corner_that_was_chosen(corner: Corner) -> None:
    picture = Image.new("RGB", (800, 600), "white")
    left, top, right, bottom = drawn_on(picture, corner=corner).box
    dark = np.argwhere(np.asarray(picture)[..., 0] < 128)
    assert dark.min(axis=0).tolist() >= [top, left]
    assert (dark.max(axis=0) < [bottom, right]).all()
    assert (right < 400, bottom < 300) == (corner.endswith("left"), corner.startswith("top"))


def test_long_words_are_set_in_lines_that_stay_inside() -> None:
    picture = Image.new("RGB", (400, 400), "white")
    drawn = drawn_on(
        picture, "The people in this picture do not exist: I made them with an image model on my computer"
    )
    _, top, right, bottom = drawn.box
    assert right <= 400
    assert bottom - top > 3 * drawn.size
    dark = np.argwhere(np.asarray(picture)[..., 0] < 128)
    assert dark[:, 1].max() < right
    assert dark[:, 0].min() >= top


@pytest.mark.parametrize(("size", "text"), [((60, 60), TEXT), ((1080, 40), TEXT), ((400, 300), "word " * 90)])
def test_a_picture_without_room_is_refused_with_a_way_out(size: tuple[int, int], text: str) -> None:
    with pytest.raises(InputError, match=f"{size[0]} x {size[1]} pixels has no room .* --note-text"):
        drawn_on(Image.new("RGB", size), text)


@pytest.mark.parametrize("ground", ["black", "white", "gray", "texture"])
def test_the_ink_stands_out_from_the_pixels_around_it(ground: str) -> None:
    picture = photo(1080, 720) if ground == "texture" else Image.new("RGB", (1080, 720), ground)
    before = picture.copy()
    drawn = drawn_on(picture)
    assert drawn.look.contrast >= LEAST
    left, top, right, bottom = drawn.box
    ink = np.asarray(picture)[top:bottom, left:right] == (255 if drawn.look.ink == "white" else 0)
    assert 0.02 < ink.all(axis=2).mean() < (0.98 if drawn.look.bar else 0.5)
    assert drawn.look.bar == (ground == "texture")
    assert np.array_equal(np.asarray(picture)[:top], np.asarray(before)[:top])


def test_a_word_too_long_for_the_picture_is_refused() -> None:
    with pytest.raises(InputError, match="no room"):
        drawn_on(Image.new("RGB", (200, 400)), "Bild" * 20)
