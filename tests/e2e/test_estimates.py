"""The detector switched on: a chip where the label specification, section 9, allows one, and nowhere else.

The model is a toy that takes bright pictures for AI; its manifest meets the bar, or just misses it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from tests import toy_model
from tests.e2e.card import Card
from tests.e2e.feed import Item
from tests.e2e.reading import SECONDS, until
from tests.e2e.server import Colophon
from tests.e2e.sites import FEEDS
from tests.e2e.test_story import photo, saved
from tests.e2e.visitor import HIGH, IN_BROWSER, Visitor, World, visit

from colophon.checks.detector import MIN_LABEL_SIDE
from colophon.config import Config
from colophon.evidence import State
from colophon.models.current import choose

pytestmark = IN_BROWSER

SIZE = (640, 420)
LABEL = "ai_generated.detector"
POINT = {**toy_model.LABEL_POINT, "date": "2026-11-20"}
ONE_SHORT = {**POINT, "groups": {"cameras": {"n": 2999, "wrong": 0, "upper95": 0.001}}}


def bright(seed: int, size: tuple[int, int] = SIZE) -> bytes:
    """A photo-like picture whose middle is bright enough for the toy."""
    picture = np.asarray(photo(seed).resize(size, Image.Resampling.LANCZOS), np.float32)
    grain = np.random.default_rng(seed).normal(0, 5, picture.shape)
    return saved(Image.fromarray((250 - (255 - picture) * 0.25 + grain).clip(0, 255).astype(np.uint8)), 90)


def interface() -> bytes:
    """Like a screenshot: lines of text on white between bars. Its middle is as bright as can be."""
    page = Image.new("RGB", SIZE, "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(14)
    draw.rectangle((0, 0, SIZE[0], 40), fill="#1f2937")
    draw.rectangle((0, 40, 120, SIZE[1]), fill="#e5e7eb")
    for line in range(16):
        draw.text((140, 60 + 22 * line), f"Line {line} of a page with words on it, {line * 37}", "#111", font)
    return saved(page, 92)


def address(item: Item) -> str:
    """Of its picture on X: those of accounts lie elsewhere."""
    if item.name == "account":
        return f"https://pbs.twimg.com/profile_images/{item.key}/photo_400x400.{item.suffix}"
    return FEEDS["x"].address(item)


X = replace(FEEDS["x"], address=address)


@asynccontextmanager
async def estimating(
    world: World, folder: Path, point: dict[str, Any], browser: str
) -> AsyncIterator[Visitor]:
    """A reader in ``browser`` whose server has the chip switched on, and a model with this label point."""
    config = Config(data=folder, port=0, detector_chip=True)
    toy_model.write(config.models_folder / "toy", operating_points=[point])
    choose(config.models_folder, "toy")
    colophon = Colophon(config)
    await colophon.start()
    try:
        async with visit(replace(world, colophon=colophon), browser) as visitor:
            yield visitor
    finally:
        await colophon.stop()


async def outcomes(visitor: Visitor, items: list[Item]) -> dict[str, State]:
    """How the detector's check of these pictures went, once all were looked at."""
    names = {hashlib.sha256(item.data).hexdigest(): item.name for item in items}
    pipeline = visitor.world.colophon.services.pipeline
    async with asyncio.timeout(SECONDS):
        while len(found := await pipeline.known(names)) < len(names):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return {names[sha256]: one.checks["detector"].state for sha256, one in found.items()}


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_a_chip_where_section_9_allows_it(
    browser: str, world: World, tmp_path: Path, screenshots: Path | None
) -> None:
    items = [
        Item("post", bright(300), LABEL),
        Item("caption", bright(301), "ai_generated.creator", caption="Made with AI."),
        Item("dark", saved(photo(302).point(lambda level: level // 3), 90)),
        Item("small", bright(303, (MIN_LABEL_SIDE + 100, MIN_LABEL_SIDE - 1))),
        Item("screenshot", interface()),
        Item("account", bright(304)),
    ]
    async with estimating(world, tmp_path, POINT, browser) as visitor:
        tab = await visitor.open(world.internet.publish(X, items, "?estimates"), HIGH)
        assert await outcomes(visitor, items[:-1]) == {
            "post": State.DONE, "caption": State.DONE, "dark": State.DONE, "small": State.DONE,
            "screenshot": State.SKIPPED,
        }  # fmt: skip
        await until(tab, SECONDS, **{item.name: item.label for item in items})
        assert address(items[-1]) not in world.internet.fetched, "an account's picture is not looked at"

        card = Card(tab, "post")
        await card.open()
        text = await card.text()
        assert text.startswith("May be AI-generated")
        assert "Automatic check: patterns common in AI images" in text
        assert "about 91 of 100 images with this label were made with AI" in text
        assert "(model toy 1, tested on 20 November 2026)" in text
        assert "score" not in text
        if screenshots:
            await tab.screenshot(screenshots / f"estimate-{browser}.png")
        assert tab.console_errors == []


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
async def test_no_chip_from_a_model_that_misses_the_bar(
    browser: str, world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    items = [
        Item("post", bright(310)),
        Item("caption", bright(311), "ai_generated.creator", caption="Made with AI."),
    ]
    async with estimating(world, tmp_path, ONE_SHORT, browser) as visitor:
        assert "only 2999 pictures of cameras were measured" in caplog.text
        tab = await visitor.open(world.internet.publish(X, items, "?below-the-bar"))
        assert set((await outcomes(visitor, items)).values()) == {State.DONE}
        await until(tab, SECONDS, **{item.name: item.label for item in items})

        card = Card(tab, "caption")  # its label rests on words; the estimate is a row, without a number
        await card.open()
        text = await card.text()
        assert "Automatic check: patterns common in AI images" in text
        assert "of 100" not in text
