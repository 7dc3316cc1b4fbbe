"""One run through the feed in one browser, and what it cost the page's main thread."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.feed.profile import Share, share_of
from tests.bench.proc import TICKS, descendants

from colophon.browser import Browser, Tab

SIZE = (1280, 800)
FRAMES, PARTS = 480, 4  # one step per animation frame, as in the measurement of other extensions
SAMPLE_MICROSECONDS = 200
PAGE_PROCESSES = ("Isolated Web Co", "Web Content")  # of Firefox, as /proc names them
SETTLED = (
    "new Promise((done) => setTimeout(() => requestIdleCallback(() => done(true), { timeout: 2000 }), 700))"
)


@dataclass(frozen=True)
class Cost:
    """Of the page's main thread during one run: CPU seconds; counts and layout shift only in Chromium."""

    cpu: float
    styles: int
    layouts: int
    shift: float
    labels: int
    posts: int

    def row(self) -> dict[str, float]:
        """For the tables."""
        return asdict(self)


@asynccontextmanager
async def page(
    browser: Browser, url: str, *, size: tuple[int, int] = SIZE, **asked: object
) -> AsyncIterator[Tab]:
    """The feed in a tab of its own in front, at an address that no run before had."""
    tab = await browser.open("about:blank")
    await tab.resize(*size)
    await tab.show()
    query = "&".join(f"{name}={value}" for name, value in ({"run": uuid.uuid4().hex[:8]} | asked).items())
    await tab.go(f"{url}?{query}")
    await tab.evaluate(SETTLED)
    yield tab
    await tab.close()


async def scroll(tab: Tab, step: int, frames: int = FRAMES) -> int:
    """Scroll and let everything come to rest. Gives the posts that the feed has by then."""
    for _ in range(PARTS):
        await tab.evaluate(f"feed.scroll({frames // PARTS}, {step})")
    await tab.evaluate(SETTLED)
    return int(await tab.evaluate("feed.posts"))


async def cost(browser: Browser, url: str, labelled: int, step: int, *, bare: bool = False) -> Cost:
    """One run by ``step`` px per frame, from the loaded page on; ``bare``: with words of the page's own."""
    async with page(browser, url, labelled=labelled, bare=int(bare)) as tab:
        meter = _devtools if browser.name == "chromium" else _process
        before = await meter(tab)
        posts = await scroll(tab, step)
        after = await meter(tab)
        spent = {name: after[name] - before[name] for name in before}
        shift, labels = await tab.evaluate("[feed.shift, feed.labels()]")
        counts = int(spent.get("RecalcStyleCount", 0)), int(spent.get("LayoutCount", 0))
        return Cost(spent["cpu"], *counts, shift, labels, posts)


async def profiled(browser: Browser, url: str, labelled: int, step: int) -> tuple[Share, int]:
    """The extension's share of a run, and the labels on the page at its end. Chromium only."""
    async with page(browser, url, labelled=labelled) as tab:
        await tab.devtools("Profiler.enable")
        await tab.devtools("Profiler.setSamplingInterval", interval=SAMPLE_MICROSECONDS)
        await tab.devtools("Profiler.start")
        await scroll(tab, step)
        labels = int(await tab.evaluate("feed.labels()"))
        profile = (await tab.devtools("Profiler.stop"))["profile"]
        return share_of(profile), labels


async def _devtools(tab: Tab) -> dict[str, float]:
    """`Performance.getMetrics` in thread CPU time, which the load of the machine hardly changes."""
    await tab.devtools("Performance.enable", timeDomain="threadTicks")
    metrics = (await tab.devtools("Performance.getMetrics"))["metrics"]
    values = {metric["name"]: float(metric["value"]) for metric in metrics}
    return values | {"cpu": values["TaskDuration"]}


async def _process(_: Tab) -> dict[str, float]:
    """CPU seconds of the main threads of Firefox's processes for pages."""
    return {"cpu": sum(_main_thread(pid) for pid in descendants(os.getpid()))}


def _main_thread(pid: int) -> float:
    try:
        if Path(f"/proc/{pid}/comm").read_text().strip() not in PAGE_PROCESSES:
            return 0.0
        fields = Path(f"/proc/{pid}/task/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS
