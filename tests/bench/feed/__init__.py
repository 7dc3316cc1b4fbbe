"""Feed: what the extension costs the page of an endless feed, beside the same page without it.

The feed and the scrolling are those with which other extensions were measured: 480 steps of 250 px, one per
animation frame, over pictures of 580 x 320 px. Then no picture is near the viewport for longer than about a
tenth of a second, and the extension leaves alone what flies past: the feed is also scrolled as it is read, so
that every picture gets its label. There a third arm is the floor: without the extension, the page itself puts
bare words on each picture that comes into view. Thread CPU time: the load of the machine matters little.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Mapping
from functools import partial

from tests.bench.feed.first import delays
from tests.bench.feed.memory import memory
from tests.bench.feed.plots import draw
from tests.bench.feed.run import Cost, cost, profiled
from tests.bench.feed.world import World, world
from tests.bench.measure import Bench
from tests.bench.progress import Progress

FLUNG, READ = 250, 40  # px per animation frame
ARMS = {  # one label in so many posts, and the scrolling
    "flung, a fifth labelled": (5, FLUNG),
    "flung, every picture labelled": (1, FLUNG),
    "read, every picture labelled": (1, READ),
}
WITH, NONE, BARE = "with", "without", "bare words"
KINDS = {arm: (NONE, WITH, BARE) if step == READ else (NONE, WITH) for arm, (_, step) in ARMS.items()}
CPU, STYLES, OWN, LONGEST, FIRST = 15.0, 2.0, 0.3, 50.0, 150.0  # the goals; see `_verdicts`
SECONDS = 15  # of one run, about

Costs = Mapping[str, list[Cost]]


def run(bench: Bench) -> None:
    """Fill ``bench``; see the module's docstring."""
    rounds = 1 if bench.options.quick else bench.rounds
    progress = Progress(SECONDS * (2 * rounds * sum(map(len, KINDS.values())) + 40))
    found: dict[str, Costs] = {}
    with bench.foreign():
        for browser in ("chromium", "firefox"):
            found[browser] = asyncio.run(_measure(bench, browser, rounds, progress))
    progress.end()
    for browser, costs in found.items():
        _verdicts(bench, browser, costs)
        bench.tables[browser] = {arm: [one.row() for one in runs] for arm, runs in costs.items()}
    bench.draw = partial(draw, bench, found)


async def _measure(bench: Bench, name: str, rounds: int, progress: Progress) -> Costs:
    costs: dict[str, list[Cost]] = {f"{arm}, {kind}": [] for arm in ARMS for kind in KINDS[arm]}
    async with world(name) as place:
        await cost(place.browsers[True], place.url, 1, FLUNG)  # the caches of both sides are warm
        await cost(place.browsers[False], place.url, 1, FLUNG)
        for number in range(rounds):
            for arm, (labelled, step) in ARMS.items():
                for kind in KINDS[arm][:: -1 if number % 2 else 1]:
                    progress.step(f"{name}, round {number + 1}: {arm}, {kind}")
                    browser = place.browsers[kind == WITH]
                    found = await cost(browser, place.url, labelled, step, bare=kind == BARE)
                    costs[f"{arm}, {kind}"].append(found)
        progress.step(f"{name}: the first label")
        waits = await delays(place, max(rounds, 2))
        _add(bench, f"{name}: first label after the server's answer", statistics.median(waits), "ms", FIRST)
        if name == "chromium":
            await _own(bench, place, progress)
        await memory(bench, place, name, progress)
    return costs


async def _own(bench: Bench, place: World, progress: Progress) -> None:
    """What only Chromium can say: the extension's own share."""
    progress.step("chromium: the extension's own share")
    read, labels = await profiled(place.browsers[True], place.url, 1, READ)
    _add(bench, "own main-thread time per picture, every one labelled", read.own / labels, "ms", OWN)
    flung, _ = await profiled(place.browsers[True], place.url, 1, FLUNG)
    _add(bench, "longest stretch of own work", max(read.longest, flung.longest), "ms", LONGEST)


def _verdicts(bench: Bench, browser: str, costs: Costs) -> None:
    for arm in ARMS:
        mine, plain = costs[f"{arm}, {WITH}"], costs[f"{arm}, {NONE}"]
        ratio = partial(_ratio, mine, plain)
        _add(bench, f"{browser}: extra main-thread CPU, {arm}", 100 * (ratio("cpu") - 1), "%", CPU)
        if bare := costs.get(f"{arm}, {BARE}"):
            floor = _ratio(bare, plain, "cpu")
            bench.note(f"{browser}: extra main-thread CPU of {BARE}, {arm}", 100 * (floor - 1), "%")
        labels = statistics.median(one.labels for one in mine)
        bench.note(f"{browser}: labels on the page, {arm}", labels, "labels")
        if browser == "chromium":
            recalculations = statistics.median(one.styles for one in mine)
            if statistics.median(one.styles for one in plain):
                _add(bench, f"style recalculations, {arm}", ratio("styles"), "x", STYLES)
            bench.note(f"style recalculations in all, {arm}", recalculations, "times")
            bench.note(f"layouts, {arm}", ratio("layouts"), "x")
            added = max(one.shift for one in mine) - max(one.shift for one in plain)
            bench.add(f"added layout shift, {arm}", added, "CLS", "0", added <= 0, timed=False)


def _ratio(mine: list[Cost], plain: list[Cost], name: str) -> float:
    with_it, without = (statistics.median(getattr(one, name) for one in runs) for runs in (mine, plain))
    return float(with_it / without)


def _add(bench: Bench, name: str, value: float, unit: str, most: float) -> None:
    bench.add(name, value, unit, f"<= {most:g}", value <= most)
