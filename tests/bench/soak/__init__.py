"""Soak: everything readers and reviewers do, for half an hour, at four fifths of what the server can.

The whole server with every check. Its capacity for the mix is measured first, in a closed loop; then an open
loop asks at a share of it, whatever becomes of the earlier questions.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.measure import Bench
from tests.bench.progress import Progress
from tests.bench.serving.server import Server, colophon, pair
from tests.bench.serving.tally import percentile
from tests.bench.soak.files import kinds
from tests.bench.soak.growth import Reading, growth
from tests.bench.soak.load import Asker, Soaked, closed, listener, opened
from tests.bench.soak.mix import Mix
from tests.bench.soak.plots import draw

CAPACITY_SECONDS, QUICK_CAPACITY_SECONDS = 60.0, 8.0
CLIENTS = 16  # of the closed loop: enough to saturate, few enough to be admitted
LISTENERS = 20
LOOK_SECONDS = 2.0  # between two readings of memory
CACHED = 1000  # entries of the in-process cache: full before the warm-up ends, so that growth is no filling
GROWTH = 5.0  # percent


@dataclass
class Run:
    """What the soak is about, and what it has found so far."""

    server: Server
    mix: Mix
    asker: Asker
    progress: Progress
    readings: list[Reading] = field(default_factory=list)
    cores: float = 0.0  # that the server used in the open loop


def run(bench: Bench) -> None:
    """Fill ``bench``; see the package's docstring."""
    seconds = 60 * bench.options.minutes
    find = QUICK_CAPACITY_SECONDS if bench.options.quick else CAPACITY_SECONDS
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "colophon.toml"
        settings.write_text(f"[limits]\ncache_entries = {CACHED}\n")
        with (
            colophon("colophon", Path(folder), {"config": str(settings)}) as server,
            bench.foreign(),
        ):
            made = Mix(server.headers, _reviewer(server), kinds(_cases()), seed=0)
            soak = Run(server, made, Asker(server.address), Progress(seconds + find))
            rate = asyncio.run(_soak(soak, find, seconds, bench.options.load))
            soak.progress.end()
    _report(bench, soak, rate)


async def _soak(soak: Run, find: float, seconds: float, load: float) -> float:
    """Run it; returns the questions asked per second."""
    soak.progress.step(f"measuring the capacity for the mix with {CLIENTS} clients")
    await closed(soak.asker, soak.mix, CLIENTS, find / 4)  # the first images, before any can be known
    capacity = await closed(soak.asker, soak.mix, CLIENTS, find)
    soak.asker.found = Soaked()
    tabs = [asyncio.create_task(listener(soak.asker, soak.server.headers)) for _ in range(LISTENERS)]
    watch = asyncio.create_task(_watch(soak))
    begun, before = time.monotonic(), soak.server.cpu()
    try:
        await opened(soak.asker, soak.mix, load * capacity, seconds, seed=1)
        soak.cores = (soak.server.cpu() - before) / (time.monotonic() - begun)
    finally:
        for task in (watch, *tabs):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        soak.asker.close()
    return load * capacity


async def _watch(soak: Run) -> None:
    begun = time.monotonic()
    while True:
        resident = soak.server.memory().rss
        soak.readings.append(Reading(time.monotonic() - begun, resident))
        found = soak.asker.found
        soak.progress.step(
            f"{found.asked} answers, {found.shed} shed, {found.errors} errors, {resident >> 20} MiB"
        )
        await asyncio.sleep(LOOK_SECONDS)


def _reviewer(server: Server) -> dict[str, str]:
    """Headers of a moderator, who joins by an invitation."""
    command = [sys.executable, "-m", "colophon.cli", "invite", "--role", "moderator", "--json"]
    command += ["--data", str(server.data), "--port", str(server.address.port)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    code = str(json.loads(answer.stdout)["link"]).partition("#")[2]
    return {**server.headers, "Authorization": f"Bearer {pair(server.address, code)}"}


def _cases() -> Path | None:
    folder = Path(os.environ.get("COLOPHON_CASES", Path(__file__).parents[4] / "shared")) / "cases"
    return folder if folder.is_dir() else None


def _report(bench: Bench, soak: Run, rate: float) -> None:
    found, percent = soak.asker.found, growth(soak.readings)
    whole = not bench.options.quick
    bench.add("growth of resident memory", percent, "%", f"<= {GROWTH:g}", percent <= GROWTH, timed=not whole)
    what = "server errors, unexpected answers, time-outs, broken connections"
    bench.add(what, found.errors, "", "0", not found.errors, timed=False)
    bench.note("load", rate, "requests per second")
    bench.note("CPU of the server", soak.cores, "cores")
    bench.note("answers", found.asked, "")
    bench.note("told to come later (503)", 100 * found.shed / max(1, found.asked), "%")
    bench.note("not sent for want of connections", found.dropped, "")
    bench.note("resident memory at the end", soak.readings[-1].resident / 2**20, "MiB")
    bench.tables["answers"] = {
        name: {
            "statuses": {str(status): n for status, n in sorted(tally.statuses.items())},
            "timeouts": tally.timeouts,
            "broken": tally.broken,
            **{f"p{p}_ms": round(1000 * percentile(tally.latencies, p / 100), 1) for p in (50, 95, 99)},
        }
        for name, tally in sorted(found.by_name.items())
    }
    bench.tables["unexpected"] = dict(found.unexpected)
    bench.tables["memory"] = [[round(r.moment), r.resident >> 20] for r in soak.readings]
    bench.draw = lambda path: draw(bench, soak.readings, found, path)
