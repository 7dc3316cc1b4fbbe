"""The story the registry is for: a creator's note is read, remembered, and found again where it was lost.

A post shows an illustration with a small note in its corner, or in its caption. The same picture is shared
elsewhere by somebody else: saved again, with the edge cut off on which the note stood, and without a word.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.e2e.card import Card
from tests.e2e.feed import Item, paint
from tests.e2e.reading import until, wait_for
from tests.e2e.sites import FEEDS, Feed
from tests.e2e.visitor import IN_BROWSER, Visitor

pytestmark = IN_BROWSER

NOTE = "Illustrations produced by artificial intelligence"
SIZE = (1080, 720)
LOST = 0.08  # of the height, with the edge that held the note
SEEDS = {"chromium": 100, "firefox": 200}
X = FEEDS["x"]


def photo(seed: int) -> Image.Image:
    """Like a photo: large soft shapes, smaller ones, and grain."""
    random = np.random.default_rng(seed)
    cells = Image.fromarray(random.integers(0, 255, (24, 36, 3), dtype=np.uint8))
    shapes = Image.blend(paint(seed, SIZE), cells.resize(SIZE, Image.Resampling.BICUBIC), 0.35)
    grain = np.asarray(shapes, np.int16) + random.integers(-6, 7, (SIZE[1], SIZE[0], 3), dtype=np.int16)
    return Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))


def with_note(picture: Image.Image) -> Image.Image:
    """White words on a black bar in the lower left corner, 20 px high."""
    out = picture.copy()
    draw, font = ImageDraw.Draw(out), ImageFont.load_default(20)
    left, top = 14, SIZE[1] - 40
    box = draw.textbbox((left, top), NOTE, font=font)
    draw.rectangle((box[0] - 8, box[1] - 6, box[2] + 8, box[3] + 6), fill="black")
    draw.text((left, top), NOTE, font=font, fill="white")
    return out


def saved(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def shared(picture: Image.Image) -> bytes:
    """Without the edge that held the note, and saved again."""
    return saved(picture.crop((0, 0, SIZE[0], round(SIZE[1] * (1 - LOST)))), 60)


@dataclass(frozen=True)
class Story:
    """The creator's post, and where the picture is found without its note."""

    post: Item
    reshare: Item
    elsewhere: Feed


def in_the_corner(seed: int) -> Story:
    picture = with_note(photo(seed))
    post = Item("corner", saved(picture, 85), "ai_generated.creator")
    reshare = Item("reshare", shared(picture), "ai_generated.registry_creator", caption="Look at this.")
    return Story(post, reshare, FEEDS["mastodon"])


def in_the_caption(seed: int) -> Story:
    picture = photo(seed + 1)
    post = Item("caption", saved(picture, 85), "ai_generated.creator", caption=f"Bogotá, today. {NOTE}.")
    reshare = Item("reshare", shared(picture), "ai_generated.registry_creator", caption="Look at this.")
    return Story(post, reshare, FEEDS["bluesky"])


@pytest.mark.parametrize("tell", [in_the_corner, in_the_caption])
async def test_a_creators_note_travels_with_the_picture(
    visitor: Visitor, tell: Callable[[int], Story], screenshots: Path | None
) -> None:
    if tell is in_the_corner:
        pytest.importorskip("rapidocr", reason="text in images is read by the extra [ocr]")
    story, internet = tell(SEEDS[visitor.browser.name]), visitor.world.internet
    picture = f"{tell.__name__}-{visitor.browser.name}.png"

    # before anybody said anything, the bare copy has no label
    other = await visitor.open(
        internet.publish(story.elsewhere, [story.reshare], f"?{tell.__name__}"), (640, 900)
    )
    before = [replace(story.reshare, label=None)]
    assert (await wait_for(visitor, other, story.elsewhere, before))["reshare"].labels == ()

    post = await visitor.open(internet.publish(X, [story.post], f"?{tell.__name__}"), (640, 900))
    # words in an image are asked for once more by itself, and announced where they are read later than that
    await until(post, 120, **{story.post.name: "ai_generated.creator"})
    card = Card(post, story.post.name)
    await card.open()
    assert NOTE in await card.text()
    await card.choose("Remember this disclosure")
    confirm = await card.says("This will be kept")
    for value in (NOTE, "@someone", "https://x.com/someone/status/1", "April 28, 2023"):
        assert value in confirm
    if screenshots:
        await post.screenshot(screenshots / f"remember-{picture}")
    await card.choose("Remember")
    await card.says("Remembered.")

    # the other page is still open: it is repainted without a reload
    await other.show()
    await until(other, 60, reshare="ai_generated.registry_creator")
    found = Card(other, "reshare")
    await found.open()
    told = await found.text()
    assert told.startswith("Earlier post says: AI-generated")
    for value in (f"“{NOTE}", "@someone", "Apr 28, 2023", "not in this file"):
        assert value in told
    assert await found.links() == [("https://x.com/someone/status/1", "noopener noreferrer", "_blank")]
    if screenshots:
        await other.screenshot(screenshots / f"earlier-{picture}")

    # taken back, the label goes with it
    await post.show()
    await card.choose("Undo")
    await card.says("Undone.")
    await other.show()
    await until(other, 60, reshare=None)
    assert post.console_errors == other.console_errors == []
    await post.close()
    await other.close()


async def test_what_a_reshare_says_is_not_offered_to_be_remembered(visitor: Visitor) -> None:
    story = in_the_caption(SEEDS[visitor.browser.name] + 50)
    item = replace(
        story.post, name="passed-on", label=None, caption=f"RT @amnesty: {NOTE}.", alt="Made with AI."
    )
    tab = await visitor.open(visitor.world.internet.publish(X, [item], "?passed-on"))
    assert (await wait_for(visitor, tab, X, [item]))["passed-on"].labels == ()
    await tab.close()
