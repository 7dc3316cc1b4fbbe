"""What a reader sees of the labels on a test page."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.e2e.feed import Item
from tests.e2e.sites import Feed
from tests.e2e.visitor import Visitor

from colophon.browser import Tab

SECONDS = 40.0  # for a cold start on a busy machine; a warm one takes one or two


@dataclass(frozen=True)
class Box:
    """CSS pixels from the upper left corner of the page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Label:
    """What stands on a picture: a chip, or without an ``id`` what is no label."""

    id: str | None
    status: str
    text: str
    local: bool
    chip: Box


@dataclass(frozen=True)
class Shown:
    """One post: its picture and the chips on it."""

    picture: Box
    labels: tuple[Label, ...]

    @property
    def id(self) -> str | None:
        """The label's id; None without a chip. More than one chip is an error."""
        assert len(self.labels) <= 1, self.labels
        return self.labels[0].id if self.labels else None


async def read(tab: Tab) -> dict[str, Shown]:
    """Every post of the page by its name."""
    posts: dict[str, Any] = await tab.evaluate("probe.labels()")
    return {
        name: Shown(
            Box(**post["picture"]),
            tuple(
                Label(x["label"], x["status"], x["text"], x["local"], Box(**x["chip"]))
                for x in post["labels"]
            ),
        )
        for name, post in posts.items()
    }


async def wait_for(
    visitor: Visitor, tab: Tab, feed: Feed, items: Sequence[Item], alone: bool = False
) -> dict[str, Shown]:
    """The posts once every picture was looked at and the expected labels are there, or time is up.

    Raises AssertionError where the labels are as expected and nobody looked at a picture in that time.
    """
    expected = {item.name: item.expected(feed.name, alone) for item in items}
    internet, pipeline = visitor.world.internet, visitor.world.colophon.services.pipeline
    digests = set() if alone else {hashlib.sha256(item.data).hexdigest() for item in items}
    end = time.monotonic() + SECONDS
    while True:
        looked_at = all(feed.address(item) in internet.fetched for item in items)
        known = not digests or len(await pipeline.known(digests)) == len(digests)
        posts = await read(tab)
        ids = {name: post.id for name, post in posts.items()}
        if looked_at and known and ids == expected:
            return posts
        if time.monotonic() > end:
            assert ids != expected, f"fetched: {looked_at}, known to the server: {known}"
            return posts
        await asyncio.sleep(0.1)


async def until(tab: Tab, seconds: float = 20, **expected: str | None) -> dict[str, Shown]:
    """The posts of the page once they have exactly these labels. Raises BrowserError after that time."""
    wanted = json.dumps(json.dumps(sorted(expected.items()), separators=(",", ":")))
    shown = (
        "Object.entries(probe.labels()).sort().map(([name, post]) => [name, post.labels[0]?.label ?? null])"
    )
    await tab.wait_for(f"JSON.stringify({shown}) === {wanted}", seconds=seconds)
    return await read(tab)
