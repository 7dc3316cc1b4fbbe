"""A large audit of real pictures, killed three times wherever it happens to be.

The whole of it takes about an hour on two cores and 1 GB of disk:

    AUDIT_IMAGES=20000 .venv/bin/pytest -m slow tests/audit/test_large.py -q -s --basetemp /a/large/disk

Without the number it takes as many minutes as hundreds of images need. With ``AUDIT_ENGINE=ray`` those that
are killed run on a Ray cluster of this computer. The pictures are made from the shared whole ones
(``COLOPHON_CASES``) by saving, scaling, cutting, mirroring and brightening them, and are as small as the
previews of a feed, so that twenty thousand take an hour and not three: what an image costs is measured with
whole ones by ``scripts/bench audit``.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance, ImageOps
from tests.audit.sources import with_our_modules
from tests.bench.proc import memory, tree

from colophon.audit.folder import AUDIT, INDEX, SHARDS, SKIPPED

IMAGES = int(os.environ.get("AUDIT_IMAGES", "300"))
ENGINE = os.environ.get("AUDIT_ENGINE", "local")  # of the audit that is killed
KILLS = 3
SIDE = (160, 340)  # pixels, the longer one; text is read where the shorter one is 200
MANY = 2000  # images, from which on beginning is over within the first third
FLAT = 1.05  # memory, last third of the shards by the middle third
PATIENCE = 10 * 3600.0  # seconds
MIB = 1 << 20


def pictures(cases: Path) -> list[Path]:
    found = sorted((cases.parent / "images").rglob("*_whole.jpg"))
    if not found:
        pytest.skip("no shared pictures")
    return found


def made(cases: Path, folder: Path) -> Path:
    """``IMAGES`` different pictures, in folders of a thousand."""
    wholes, draw = pictures(cases), random.Random(1)
    for number in range(IMAGES):
        path = folder / f"{number // 1000:02}" / f"{number:05}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(wholes[number % len(wholes)]) as image:
            changed(image.convert("RGB"), draw).save(path, quality=draw.randint(60, 92))
    return folder


def changed(image: Image.Image, draw: random.Random) -> Image.Image:
    """Another rendition, as sites and people make them; never the same twice."""
    width, height = image.size
    left, top = (int(side * draw.uniform(0, 0.08)) for side in (width, height))
    image = image.crop((left, top, width, height))
    if draw.random() < 0.3:
        image = ImageOps.mirror(image)
    scale = draw.randint(*SIDE) / max(image.size)
    image = image.resize((int(image.width * scale), int(image.height * scale)))
    return ImageEnhance.Brightness(image).enhance(draw.uniform(0.85, 1.15))


def command(source: Path, out: Path, engine: str = "local") -> subprocess.Popen[bytes]:
    settings = {"COLOPHON_DATA": str(source.parent / "data")}
    where = (str(source), "--out", str(out), "--workers", "2", "--engine", engine)
    return subprocess.Popen(
        (sys.executable, "-m", "colophon.cli", "audit", *where),
        env=os.environ | with_our_modules() | settings,
        start_new_session=True,
    )


def manifests(out: Path) -> int:
    return len([*out.glob(f"{SHARDS}/*.json")])


def moments() -> Iterator[int]:
    """How many shards are to be finished when it is killed: none, and two numbers drawn by chance."""
    shards = -(-IMAGES // 50)
    yield from sorted({0, *random.Random(2).sample(range(1, shards - 1), KILLS - 1)})


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE)
def test_rows_are_byte_identical_after_three_kills(cases: Path, tmp_path: Path) -> None:
    source = made(cases, tmp_path / "source")
    out, end = tmp_path / "stopped", time.monotonic() + PATIENCE
    for shards in moments():
        process = command(source, out, ENGINE)
        try:
            while manifests(out) < shards or not (out / AUDIT).exists():
                assert process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.25)
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
        finally:
            process.kill()
    assert command(source, out, ENGINE).wait() == 0
    whole = tmp_path / "whole"
    used = watched(command(source, whole), whole)
    for name in (AUDIT, INDEX, SKIPPED):
        assert (out / name).read_bytes() == (whole / name).read_bytes()
    names = {path.name for path in (whole / SHARDS).iterdir()}
    assert {path.name for path in (out / SHARDS).iterdir()} == names
    assert len(names) == 2 * -(-IMAGES // 50)
    for name in names:
        assert (out / SHARDS / name).read_bytes() == (whole / SHARDS / name).read_bytes()
    third = len(used) // 3
    middle, last = (statistics.median(part) for part in (used[third : 2 * third], used[2 * third :]))
    print(f"memory of all processes: {middle:.0f} MiB, last third {last:.0f} MiB; {_children():.0f} s CPU")
    assert IMAGES < MANY or last <= FLAT * middle


def watched(process: subprocess.Popen[bytes], out: Path) -> list[float]:
    """Memory of an audit's processes without the files they map, in MiB, each second until it ends well."""
    used: list[float] = []
    while True:
        try:
            assert process.wait(1) == 0
        except subprocess.TimeoutExpired:
            if manifests(out):
                used.append(memory(tree(process.pid)).anonymous / MIB)
        else:
            return used


def _children() -> float:
    """CPU seconds of all audits of this test."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
