"""The demo without a person: is every label there that should be, and none that should not?"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from colophon.browser import Tab, launch
from colophon.browser.extension import observable_copy
from colophon.demo.post import Post
from colophon.demo.sheet import fold
from colophon.demo.stage import Stage
from colophon.demo.visit import visit
from colophon.errors import BrowserError

LABEL_SECONDS = 60.0  # a cold start on a busy machine; a warm one needs about two
WIDTH = 640
MAX_HEIGHT = 16_000
LABELS = """[...document.querySelectorAll("article")].map((post) => {
  const state = post.querySelector("colophon-label")?.dataset.colophonState
  return state ? JSON.parse(state).label : null
})"""
POSTS = """[...document.querySelectorAll("article")].map((post) => {
  const box = post.getBoundingClientRect()
  return [box.top + scrollY, box.bottom + scrollY]
})"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the smoke run saw. ``problems`` is empty when all is well."""

    browser: str
    version: str | None
    posts: int
    labels: dict[str, int]  # expected, found
    seconds: float
    screenshot: str | None
    problems: list[str]

    def as_dict(self) -> dict[str, Any]:
        """For the one line of JSON."""
        return asdict(self)


async def smoke(stage: Stage, name: str, extension: Path, screenshot: Path) -> Summary:
    """Open the feed in browser ``name``, headless, and wait for its labels. Writes ``screenshot``."""
    start, problems = time.monotonic(), list[str]()
    version, shot = None, None
    found: list[str | None] = [None] * len(stage.posts)
    try:
        with tempfile.TemporaryDirectory(prefix="colophon-smoke-") as folder:
            copy = observable_copy(extension, Path(folder) / "extension")
            async with await launch(name) as browser:
                version = browser.version
                tab = await visit(browser, stage, copy)
                found = await _labels(tab, stage)
                shot = str(await _photograph(tab, screenshot))
                problems += [f"console: {text}" for text in tab.console_errors]
    except BrowserError as error:
        problems.append(str(error))
    sampled = [(p, f) for p, f in zip(stage.posts, found, strict=True) if not p.from_folder]
    problems += [
        f"@{p.handle}: expected {p.expected or 'no label'}, found {f or 'no label'}"
        for p, f in sampled
        if f != p.expected
    ]
    expected = [p.expected for p, _ in sampled if p.expected]
    labels = {"expected": len(expected), "found": sum(f == p.expected for p, f in sampled if p.expected)}
    seconds = round(time.monotonic() - start, 1)
    return Summary(name, version, len(stage.posts), labels, seconds, shot, problems)


async def _labels(tab: Tab, stage: Stage) -> list[str | None]:
    """The label of each post, once the server has seen every picture and the expected labels are there."""
    height = await tab.evaluate("document.documentElement.scrollHeight")
    await tab.resize(WIDTH, min(height, MAX_HEIGHT))  # pictures are looked at when they come into view
    wanted = {hashlib.sha256(post.read()).hexdigest() for post in stage.posts}
    end = time.monotonic() + LABEL_SECONDS
    while True:
        found: list[str | None] = await tab.evaluate(LABELS)
        seen = await stage.services.pipeline.known(wanted)
        if (len(seen) == len(wanted) and _complete(stage.posts, found)) or time.monotonic() > end:
            return found
        await asyncio.sleep(0.1)


def _complete(posts: Sequence[Post], found: list[str | None]) -> bool:
    return all(f == p.expected for p, f in zip(posts, found, strict=True) if p.expected)


async def _photograph(tab: Tab, path: Path) -> Path:
    """The feed as a sheet of columns, so that labels can be read without scrolling."""
    await tab.screenshot(path)
    fold(path, await tab.evaluate(POSTS), await tab.evaluate("devicePixelRatio"))
    return path
