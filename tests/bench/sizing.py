"""What the sizing page rests on: CPU per picture, memory and disk per entry, bytes on the wire.

With the shared pictures (``COLOPHON_CASES``) the shares are of real pictures; without them pictures are made
and the share that reaches text reading is left out.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from urllib.request import urlopen

import numpy as np
from PIL import Image
from tests.bench.measure import Bench, interleave
from tests.bench.photos import feed_photos, photos
from tests.bench.proc import tree_seconds
from tests.bench.serving.server import Server, colophon
from tests.checks.image_text import sets

from colophon.assess import Asking, assessment
from colophon.checks.all import ImageChecks, image_checks
from colophon.checks.image_text import ImageTextCheck, models
from colophon.checks.image_text.reader import Reader
from colophon.checks.image_text.search import at_reading_size
from colophon.config import Config
from colophon.entry import Basis, Entry, Kind
from colophon.evidence import Findings, Process
from colophon.examine import Examination
from colophon.images.picture import Picture
from colophon.images.sketch import Sketch, sketch_of
from colophon.registry.memory import Registry
from colophon.store.codec import dump_findings, load_findings
from colophon.store.database import Store, open_store
from colophon.store.hot import HotCache
from colophon.wire import LookupResponse, LookupResult

ENTRIES, FOUND, PICTURES, READ = 20_000, 20_000, 12, 60
HELD, BATCH = 200_000, 2000  # entries in memory, and how many come at once
MILLION = 1_000_000
TABS, LATER = 100, 10**6  # held open at once, the most of one reader, for a generation that does not come
PER_PAGE = 24  # pictures in one lookup: about what one screen and the next hold


def run(bench: Bench) -> None:
    """Fill ``bench``; see the module's docstring."""
    config = Config()
    with bench.foreign(), image_checks(config, Registry()) as image:
        feed, found = _looked_at(bench, image, config)
        _memory(bench, found, feed[0], config)
        asyncio.run(_disk(bench, found, feed[0], config))
        _wire(bench, found, feed)
        _held(bench)
        _read(bench)


def _looked_at(bench: Bench, image: ImageChecks, config: Config) -> tuple[list[bytes], Findings]:
    """CPU per picture, all checks of the first answer; gives the pictures of a feed and what was found."""
    feed, large = feed_photos(1, PICTURES), photos(2, PICTURES)
    real = [path.read_bytes() for path in sets.wholes(sets.images())[:: 240 // PICTURES][:PICTURES]]
    kinds = {"feed, made": feed, "1080 x 1350 at 360 kB, made": large, "shared, longest side 1280": real}

    def examine(data: bytes) -> Findings:
        picture = Picture.of(data, config.limits.pixels)
        examination = Examination(picture, image.checks, config.limits.deadline_seconds, slow=image.slow)
        return examination.run()

    found = examine(feed[0])  # and the reader processes are warm
    arms = {name: _per_picture(pictures, examine) for name, pictures in kinds.items() if pictures}
    for name, series in interleave(arms, bench.rounds).items():
        cpu = statistics.median(series)
        bench.note(f"a new picture ({name}), CPU of all checks", 1000 * cpu, "ms")
        bench.note(f"new pictures per core-second ({name})", 1 / cpu, "pictures")
    return feed, replace(found, looked_with="0" * 32)


def _per_picture(pictures: Sequence[bytes], work: Callable[[bytes], object]) -> Callable[[], float]:
    def arm() -> float:
        start = time.process_time() + tree_seconds()
        for data in pictures:
            work(data)
        return (time.process_time() + tree_seconds() - start) / len(pictures)

    return arm


def _memory(bench: Bench, found: Findings, picture: bytes, config: Config) -> None:
    body = dump_findings(found)
    registry = _apart(_fill_registry, picture, config)
    bench.note("memory per million registry entries", MILLION * registry / (HELD // 2) / 2**20, "MiB")
    cache = _apart(_fill_cache, body)
    bench.note("memory per million pictures in the process's cache", MILLION * cache / FOUND / 2**20, "MiB")
    bench.note("a picture's findings, as kept in Redis or the database", len(body), "bytes")


def _apart(work: Callable[..., int], *given: object) -> int:
    """Do it in a process of its own, where nothing was freed before that could be used again."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def _fill_registry(picture: bytes, config: Config) -> int:
    """What the second half of `HELD` adds: the first pays for what any index needs."""
    registry, entries = Registry(), _entries(picture, config, HELD)

    def fill(count: int) -> None:
        for _ in range(0, count, BATCH):  # as a server reads them from its database
            registry.apply(list(islice(entries, BATCH)), 1)
        for thread in set(threading.enumerate()) - {threading.current_thread()}:
            thread.join(60)  # one may be folding what is new into the index

    fill(HELD // 2)
    return _grown(lambda: fill(HELD // 2))


def _fill_cache(body: bytes) -> int:
    hot = HotCache(FOUND)

    def fill() -> None:
        for number in range(FOUND):
            hot.put(replace(load_findings(body), sha256=f"{number:064x}"))

    return _grown(fill)


def _entries(picture: bytes, config: Config, count: int = ENTRIES) -> Iterator[Entry]:
    """Entries as pictures make them, with other hashes each."""
    sketch = sketch_of(Picture.of(picture, config.limits.pixels).pixels())
    assert sketch is not None
    random = np.random.default_rng(3)
    for number in range(count):
        hashes = random.integers(0, 256, sketch.hashes.shape, np.uint8)
        own = Sketch(sketch.codes, hashes, bytes(random.permutation(bytearray(sketch.tiles))), sketch.quality)
        own = replace(own, tiles=sketch.tiles[:8] + own.tiles[8:])
        yield Entry(
            id=f"{number:032x}",
            kind=Kind.STATEMENT,
            basis=Basis.STATED,
            process=Process.AI_GENERATED,
            sha256=f"{number:064x}",
            sketch=own.dump(),
            said_by="An account",
            words="Made with AI",
            date="2026-11-28",
            permalink=f"https://example.org/{number}",
            number=number + 1,
            generation=1,
        )


async def _disk(bench: Bench, found: Findings, picture: bytes, config: Config) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sizing.sqlite3"

        async def grown(fill: Callable[[Store], Awaitable[object]]) -> int:
            before = file.stat().st_size if file.exists() else 0
            async with open_store(file) as store:
                await fill(store)
            return file.stat().st_size - before  # closed: what was written ahead is in it

        await grown(lambda store: store.changes.generation())
        entries = await grown(lambda store: store.entries.add([*_entries(picture, config)], ()))
        rows = [(replace(found, sha256=f"{number:064x}"), found.looked_with) for number in range(FOUND)]
        findings = await grown(lambda store: store.findings.put_many(rows))
    bench.note("disk per million registry entries", MILLION * entries / ENTRIES / 2**20, "MiB")
    bench.note("disk per million pictures looked at", MILLION * findings / FOUND / 2**20, "MiB")


def _wire(bench: Bench, found: Findings, feed: Sequence[bytes]) -> None:
    """Bodies only: headers are about 0.4 kB each way, less over HTTP/2 in front of a proxy."""
    assessed = assessment(found, Asking(), {"resolver": "1", "labels": "1", "generation": 1})
    hashes = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(PER_PAGE)]
    asked = len('{"locale":"en","items":[]}') + sum(
        len(f'{{"sha256":"{h}","statements":[]}},') for h in hashes
    )
    answer = LookupResponse(results=[LookupResult(sha256=h, known=True, assessment=assessed) for h in hashes])
    bench.note(f"a lookup of {PER_PAGE} pictures, sent", asked / 1000, "kB")
    bench.note(f"a lookup of {PER_PAGE} known pictures, answered", len(answer.model_dump_json()) / 1000, "kB")
    bench.note("a picture of the feed, sent once", statistics.mean(map(len, feed)) / 1000, "kB")


def _held(bench: Bench) -> None:
    """Every visible tab holds a question about changes open."""
    with tempfile.TemporaryDirectory() as folder, colophon("sizing", Path(folder), {}) as server:
        lines = [socket.create_connection((server.address.host, server.address.port)) for _ in range(TABS)]
        before = server.memory().rss
        for line in lines:
            headers = "".join(f"{name}: {value}\r\n" for name, value in server.headers.items())
            line.sendall(f"GET /v1/changes?since={LATER} HTTP/1.1\r\n{headers}\r\n".encode())
        while _in_flight(server) < TABS:
            time.sleep(0.1)
        held = (server.memory().rss - before) / TABS
        for line in lines:
            line.close()
    bench.note("memory per open tab, which waits for changes", held / 1024, "KiB")


def _in_flight(server: Server) -> float:
    with urlopen(f"http://{server.address.host}:{server.address.port}/metrics") as answer:
        text = answer.read().decode()
    return float(text.partition("\ncolophon_requests_in_flight ")[2].split()[0])


def _read(bench: Bench) -> None:
    """The look after the answer, over AI pictures and photos alike."""
    place = models.folder()
    paths = sets.wholes(sets.images())
    if place is None or not paths:
        return
    reader, check = Reader(models.load(place)), ImageTextCheck()
    picked = paths[:: max(1, len(paths) // READ)][:READ]
    pictures = [Picture.of(path.read_bytes(), sets.MAX_PIXELS) for path in picked]
    sized = [at_reading_size(Image.fromarray(picture.pixels())) for picture in pictures]
    share = sum(sets.passes_filter(picture, reader) for picture in sized) / len(sized)
    start = time.process_time()
    for picture in pictures:
        check.look(picture)
    seconds = (time.process_time() - start) / len(pictures)
    bench.note(f"pictures that reach text reading, of {len(pictures)}", share, "share")
    bench.note(f"looking for text, CPU per picture of {len(pictures)}", seconds, "s")


def _grown(work: Callable[[], None]) -> int:
    """Bytes of resident memory that ``work`` leaves behind."""
    gc.collect()
    before = _resident()
    work()
    gc.collect()
    return _resident() - before


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
