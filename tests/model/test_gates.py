"""What is not judged: drawings, interfaces, hard compression, enlarged pictures; and photos, which are."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw
from skimage import data
from tests import toy_model

from colophon_model import FileFacts, Gate
from colophon_model.compression import quality_of_pixels, quality_of_tables
from colophon_model.gates import why_not
from colophon_model.manifest import NativeCrop, Preprocess
from colophon_model.preprocess import Pixels

HOW = Preprocess(
    exif_transpose=True,
    icc="to_srgb",
    alpha="composite_white",
    views=[NativeCrop(kind="native_crop", size=32)],
    aggregate="mean_prob",
    min_side=64,
)
PHOTOS = ["astronaut", "coffee", "chelsea", "rocket"]


def photo(name: str) -> Image.Image:
    return Image.fromarray(getattr(data, name)())


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


def gate(image: Image.Image, facts: FileFacts | None = None) -> Gate | None:
    stop = why_not(pixels(image), HOW, facts)
    return stop.gate if stop else None


def pixels(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("RGB"))


def page(background: tuple[int, int, int] = (250, 250, 252)) -> Image.Image:
    """An interface: panels with borders and lines of text."""
    image = Image.new("RGB", (640, 480), background)
    draw = ImageDraw.Draw(image)
    for row in range(4):
        draw.rectangle(
            (20, 20 + 115 * row, 620, 120 + 115 * row), fill=(230, 234, 240), outline=(90, 100, 120)
        )
        for line in range(5):
            draw.text(
                (40, 30 + 115 * row + 17 * line), "The quick brown fox jumps over the dog", (30, 30, 30)
            )
    for i in range(80):  # enough colours
        draw.rectangle((625, 6 * i, 632, 6 * i + 5), fill=(i, 255 - 2 * i, 3 * i))
    return image


def diagram() -> Image.Image:
    """Circles of many colours on white."""
    image = Image.new("RGB", (600, 480), "white")
    draw = ImageDraw.Draw(image)
    for i in range(90):
        x, y = 60 * (i % 10), 53 * (i // 10)
        draw.ellipse((x + 18, y + 16, x + 36, y + 34), fill=(2 * i, 90 + i, 255 - 2 * i))
    return image


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize("quality", [None, 85, 70, 50, 40])
def test_a_photo_is_judged_as_delivered(name: str, quality: int | None) -> None:
    assert gate(jpeg(photo(name), quality) if quality else photo(name)) is None


@pytest.mark.parametrize("quality", [None, 88, 60])
def test_an_interface_is_a_screenshot(quality: int | None) -> None:
    assert gate(jpeg(page(), quality) if quality else page()) is Gate.SCREENSHOT
    dark = page((24, 26, 30))
    assert gate(jpeg(dark, quality) if quality else dark) is Gate.SCREENSHOT


@pytest.mark.parametrize("quality", [None, 88, 60])
def test_a_diagram_is_a_graphic(quality: int | None) -> None:
    assert gate(jpeg(diagram(), quality) if quality else diagram()) is Gate.GRAPHIC


def test_a_photo_within_a_page_is_a_screenshot() -> None:
    image = page()
    image.paste(photo("coffee").resize((300, 200)), (160, 140))
    assert gate(image) is Gate.SCREENSHOT


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
@pytest.mark.parametrize("quality", [10, 20, 30, 33])
def test_hard_compression_is_seen_in_the_pixels(name: str, quality: int) -> None:
    assert gate(jpeg(photo(name), quality)) is Gate.HEAVY_JPEG


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
def test_hard_compression_is_seen_after_a_crop_and_a_milder_one(name: str) -> None:
    image = jpeg(photo(name), 25).convert("RGB")
    again = jpeg(image.crop((5, 3, image.width, image.height)), 92)
    assert gate(again) is Gate.HEAVY_JPEG


@pytest.mark.parametrize("quality", [15, 25, 35, 45])
def test_the_quality_read_from_pixels_is_near_the_true_one(quality: int) -> None:
    found = quality_of_pixels(pixels(jpeg(photo("coffee"), quality)))
    assert found is not None
    assert abs(found - quality) <= 1


@pytest.mark.parametrize("name", PHOTOS)
def test_what_was_never_a_jpeg_has_no_quality(name: str) -> None:
    shrunk = photo(name).resize((300, 280), Image.Resampling.LANCZOS)
    assert quality_of_pixels(pixels(shrunk)) is None


def test_a_plain_or_tiny_picture_has_no_quality() -> None:
    assert quality_of_pixels(np.full((300, 300, 3), 80, np.uint8)) is None
    assert quality_of_pixels(np.zeros((9, 300, 3), np.uint8)) is None


@pytest.mark.parametrize("quality", [1, 5, 20, 34, 35, 49, 50, 51, 80, 95, 100])
def test_the_quality_of_a_file_is_read_from_its_tables(quality: int) -> None:
    assert quality_of_tables(jpeg(photo("coffee"), quality).quantization) == quality  # type: ignore[attr-defined]
    assert FileFacts.of(jpeg(photo("coffee"), quality)) == FileFacts(jpeg_quality=quality)


def test_a_file_without_tables_has_no_quality() -> None:
    assert quality_of_tables({}) is None
    assert FileFacts.of(photo("coffee")) == FileFacts()


@pytest.mark.parametrize("filter_", [Image.Resampling.BICUBIC, Image.Resampling.LANCZOS])
@pytest.mark.parametrize("times", [3, 4])
@pytest.mark.parametrize("name", ["coffee", "chelsea"])
def test_an_enlarged_thumbnail_is_not_judged(name: str, times: int, filter_: Image.Resampling) -> None:
    thumbnail = photo(name).resize((200, 160), Image.Resampling.LANCZOS)
    large = thumbnail.resize((200 * times, 160 * times), filter_)
    assert gate(jpeg(large, 88)) is Gate.UPSCALED


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (FileFacts(), None),
        (FileFacts(jpeg_quality=35), None),
        (FileFacts(jpeg_quality=34), Gate.HEAVY_JPEG),
        (FileFacts(palette=True), Gate.PALETTE),
        (FileFacts(animated=True), Gate.ANIMATED),
        (FileFacts(jpeg_quality=10, palette=True, animated=True), Gate.ANIMATED),
    ],
)
def test_what_only_the_file_tells(facts: FileFacts, expected: Gate | None) -> None:
    assert gate(photo("astronaut"), facts) is expected


def test_the_facts_of_a_file_with_a_palette_or_several_pictures() -> None:
    buffer = io.BytesIO()
    frames = [Image.fromarray(toy_model.noise(level)).quantize(64) for level in (60, 120)]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert FileFacts.of(Image.open(buffer)) == FileFacts(palette=True, animated=True)
    single = io.BytesIO()
    frames[0].save(single, "PNG")
    assert FileFacts.of(Image.open(single)) == FileFacts(palette=True)


def test_every_stop_gives_the_limit_that_was_passed() -> None:
    stop = why_not(pixels(jpeg(photo("coffee"), 20)), HOW)
    assert stop is not None
    assert (stop.text, dict(stop.values)) == ("compressed below JPEG quality 35", {"limit": "35"})


@pytest.mark.parametrize("shape", [(64, 64), (64, 191), (80, 1000)])
def test_small_and_narrow_pictures_can_be_looked_at(shape: tuple[int, int]) -> None:
    how = HOW.model_copy(update={"min_side": 1})
    spread = np.random.default_rng(0).integers(0, 256, (*shape, 3)).astype(np.uint8)
    for side in (1, 7, 8, 15, 31, 33, 63):
        why_not(spread[:side, : 3 * side], how)
