"""What a feed holds in memory after so many posts, all of them looked at, with the extension and without.

The page keeps a few dozen posts, as virtualised feeds do: what grows all the same is held by somebody. Both
arms scroll at once, which memory does not mind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass

from tests.bench.feed.run import SETTLED, page
from tests.bench.feed.world import World
from tests.bench.measure import Bench
from tests.bench.progress import Progress

from colophon.browser import Browser, Tab

MARKS = (500, 1000, 1500, 2000)  # posts that have come by
KEEP, LABELLED = 60, 1  # posts that stay in the document; every post says how it was made
SIZE = (1280, 3200)  # CSS px: six posts
LEAF, PAUSE = 2800, 100  # px and ms: one screen after the other, with time to look at it,
PATIENCE = 30  # pauses at most, until all that is in view has its label
TIMES = 5  # in one command to the browser
GROWTH, SHARE = 5.0, 95.0  # the goals, %: of what the page holds, and of the posts that got a label
MIB = 2**20
# Firefox measures itself (about:memory): once what nobody holds is gone, bytes by process and kind
REPORTS = """new Promise((done) => {
  const manager = Cc["@mozilla.org/memory-reporter-manager;1"].getService(Ci.nsIMemoryReporterManager);
  const found = {};
  const add = (process, path, kind, units, amount) => {
    if (!process.startsWith("webIsolated=") || units !== Ci.nsIMemoryReporter.UNITS_BYTES) return;
    const name = path.split("/", 2).join("/");
    found[name] = (found[name] ?? 0) + amount;
  };
  Services.obs.notifyObservers(null, "child-mmu-request");
  setTimeout(() => manager.getReports(add, null, () => done(found), null, false), 2000);
})"""


@dataclass(frozen=True)
class Held:
    """By a page: MiB of scripts of everybody on it, and of its elements (Chromium: thousands of nodes)."""

    posts: int
    labelled: int
    scripts: float
    elements: float

    def row(self) -> dict[str, float]:
        """For the tables."""
        return asdict(self)


async def memory(bench: Bench, place: World, name: str, progress: Progress) -> None:
    """Into ``bench``: how what the page holds has grown from the first of `MARKS` to the last."""
    progress.step(f"{name}: what the page holds")
    held = await grown(place, lambda far: progress.step(f"{name}: what the page holds, {far}"))
    for what in ("scripts", "elements"):
        mine, plain = (
            100 * (_size(rows[-1], what) / _size(rows[0], what) - 1) for rows in (held[True], held[False])
        )
        goal = f"<= {GROWTH:g}"
        bench.add(f"{name}: growth of the page's {what}", mine, "%", goal, mine <= GROWTH, timed=False)
        bench.note(f"{name}: growth of the page's {what}, without", plain, "%")
    for with_it, without in zip(held[True], held[False], strict=True):
        added = with_it.scripts - without.scripts
        bench.note(f"{name}: heap added by the extension after {with_it.posts} posts", added, "MiB")
    share = 100 * held[True][-1].labelled / held[True][-1].posts
    bench.add(f"{name}: posts labelled", share, "%", f">= {SHARE:g}", share >= SHARE, timed=False)
    for extended, rows in held.items():
        bench.tables[f"{name}, memory {'with' if extended else 'without'}"] = [one.row() for one in rows]


def _size(held: Held, what: str) -> float:
    return float(getattr(held, what))


async def grown(place: World, tell: Callable[[str], None]) -> dict[bool, list[Held]]:
    """At each of `MARKS`, by arm. ``tell`` hears how far it is."""

    async def arm(extended: bool) -> list[Held]:
        found = []
        browser = place.browsers[extended]
        async with page(browser, place.url, size=SIZE, labelled=LABELLED, keep=KEEP, posts=KEEP) as tab:
            for mark in MARKS:
                while await tab.evaluate("feed.seen") < mark:
                    await tab.evaluate(f"feed.leaf({TIMES}, {LEAF}, {PAUSE}, {PATIENCE if extended else 1})")
                found.append(await _held(browser, tab))
                tell(f"{mark} posts {'with' if extended else 'without'} the extension")
        return found

    with_it, without = await asyncio.gather(arm(True), arm(False))
    return {True: with_it, False: without}


async def _held(browser: Browser, tab: Tab) -> Held:
    await tab.evaluate(SETTLED)
    posts, labelled = await tab.evaluate("[feed.seen, feed.labelled]")
    measure = _chromium if browser.name == "chromium" else _firefox
    return Held(posts, labelled, *await measure(browser, tab))


async def _chromium(_: Browser, tab: Tab) -> tuple[float, float]:
    """The heap has the extension's own world in it."""
    for _twice in range(2):  # what the first leaves to finalizers
        await tab.devtools("HeapProfiler.collectGarbage")
    heap = await tab.devtools("Runtime.getHeapUsage")
    nodes = (await tab.devtools("Memory.getDOMCounters"))["nodes"]
    return heap["usedSize"] / MIB, nodes / 1000


async def _firefox(browser: Browser, _: Tab) -> tuple[float, float]:
    """Of the process of the page's site, in which the extension's scripts for pages run."""
    bytes_by_name = await browser.system(REPORTS)
    scripts = sum(bytes_by_name[f"js-main-runtime/{branch}"] for branch in ("realms", "zones"))
    return scripts / MIB, bytes_by_name["window-objects/dom"] / MIB
