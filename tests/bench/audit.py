"""CPU per image of an audit beside the bare loop of ``colophon check``, and its memory as images go by.

Both look at the same pictures with the same checks, two at a time. What starting costs is left out of the
ratio: the bare loop is warm, and of the audit two sizes are run, whose difference is the images that the bare
loop looks at. The shared pictures are taken (``COLOPHON_CASES``), or made where they are absent.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from tests.bench.measure import Bench, interleave
from tests.bench.photos import feed_photos
from tests.bench.proc import memory, tree, tree_seconds
from tests.checks.image_text import sets

from colophon.assess import Asking, assessment
from colophon.audit.engine import Done, Event
from colophon.audit.folder import Audit
from colophon.audit.local import Local
from colophon.audit.plan import Plan, patient
from colophon.audit.run import run as audit
from colophon.checks.all import ImageChecks, image_checks
from colophon.cli.files import in_order
from colophon.config import Config
from colophon.examine import Examination
from colophon.images.picture import Picture
from colophon.registry.memory import Registry

WORKERS = 2
IMAGES, FEW = 60, 12  # a real picture takes about 0.3 s, most of it reading text
SMALL = 600  # for memory: small pictures, all different
SHARD = 10  # so that both workers are busy to the end
MOST, FLAT = 1.10, 1.05
MIB = 1 << 20


@dataclass
class Memories:
    """A listener: resident memory of all processes, in MiB, when each shard was done."""

    after: list[float] = field(default_factory=list)

    def found(self, images: int) -> None:
        """Nothing."""

    def begins(self, audit: Audit, finished: int) -> None:
        """Nothing."""

    def remark(self, words: str) -> None:
        """Nothing."""

    def happens(self, event: Event) -> None:
        """Take the memory."""
        if isinstance(event, Done):
            self.after.append(memory(tree(os.getpid())).pss / MIB)


def run(bench: Bench) -> None:
    """Fill ``bench``; see the module's docstring."""
    # workers import nothing from where they start
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, _roots()))
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        images, few, small = (IMAGES, FEW, SMALL) if not bench.options.quick else (20, 4, 100)
        files = _pictures(place / "many", images)
        for file in files[:few]:
            (place / "few").mkdir(exist_ok=True)
            shutil.copy(file, place / "few")
        config = Config(data=place / "data", workers=WORKERS)
        with bench.foreign():
            _cost(bench, config, place, files, few)
            _memory(bench, config, place, small)


def _cost(bench: Bench, config: Config, place: Path, files: Sequence[Path], few: int) -> None:
    with image_checks(config, Registry()) as image:
        _bare(files[:4], image, config)  # models and readers are there
        arms: dict[str, Callable[[], float]] = {
            "bare": lambda: _bare(files[few:], image, config),
            "audit": lambda: _audited(place, "many", config),
            "few": lambda: _audited(place, "few", config),
        }
        values = interleave(arms, bench.rounds)
    count = len(files) - few
    bare = [1000 * seconds / count for seconds in values["bare"]]
    each = [1000 * (many - some) / count for many, some in zip(values["audit"], values["few"], strict=True)]
    ratio = statistics.median(each) / statistics.median(bare)
    start = statistics.median(some - few * one / 1000 for some, one in zip(values["few"], each, strict=True))
    bench.swing = max(bare) / min(bare)
    bench.tables["cpu_ms_per_image"] = {"bare": bare, "audit": each}
    bench.note("an image, bare loop", statistics.median(bare), "ms CPU")
    bench.note("an image, audit", statistics.median(each), "ms CPU")
    bench.add("an image: audit / bare loop", ratio, "x", f"<= {MOST:g}", ratio <= MOST)
    bench.note(f"starting, with {WORKERS} workers", start, "s CPU")


def _bare(files: Sequence[Path], image: ImageChecks, config: Config) -> float:
    """What `colophon check --json` does with files; CPU seconds of this process and all below it."""
    limits = patient(config.limits)

    def look(path: Path) -> bytes:
        picture = Picture.of(path.read_bytes(), limits.pixels)
        examination = Examination(picture, image.checks, limits.deadline_seconds, slow=image.slow)
        findings = examination.finish() if examination.run().pending else examination.snapshot()
        return orjson.dumps(assessment(findings, Asking(scores=True), {}).model_dump(mode="json"))

    before = tree_seconds(os.getpid())
    for _ in in_order(files, look, WORKERS):
        pass
    return tree_seconds(os.getpid()) - before


def _audited(place: Path, source: str, config: Config, listener: Memories | None = None) -> float:
    before = tree_seconds(os.getpid())
    with tempfile.TemporaryDirectory(dir=place) as out:
        plan = Plan(place / source, Path(out) / "out", config, shard=SHARD)
        audit(plan, Local(WORKERS), listener or Memories())
    return tree_seconds(os.getpid()) - before


def _memory(bench: Bench, config: Config, place: Path, count: int) -> None:
    (place / "small").mkdir()
    for number, data in enumerate(feed_photos(7, 12)):
        for copy in range(count // 12):  # an end that no decoder reads makes another file of it
            (place / "small" / f"{number:02}-{copy:04}.jpg").write_bytes(data + b"%d" % copy)
    heard = Memories()
    _audited(place, "small", config, heard)
    third = len(heard.after) // 3
    middle, last = heard.after[third : 2 * third], heard.after[2 * third :]
    growth = statistics.median(last) / statistics.median(middle)
    bench.tables["memory_mib"] = [round(one) for one in heard.after]
    bench.note("memory of all processes, last third", statistics.median(last), "MiB PSS")
    name = f"memory, last third of {count:,} images / middle third"
    bench.add(name, growth, "x", f"<= {FLAT:g}", growth <= FLAT, timed=False)


def _pictures(folder: Path, count: int) -> list[Path]:
    folder.mkdir()
    real = sets.wholes(sets.images()) if sets.images().is_dir() else []
    step = max(1, len(real) // count)
    data = [path.read_bytes() for path in real[::step][:count]] or feed_photos(1, count)
    paths = []
    for number, one in enumerate(data):
        path = folder / f"{number:04}.jpg"
        path.write_bytes(one)
        paths.append(path)
    return paths


def _roots() -> list[Path]:
    root = Path(__file__).parents[2]
    return [root, root / "server", root / "model"]
