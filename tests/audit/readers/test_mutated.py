"""Whatever an archive holds: errors of ours, no file outside the audit's own folder, bounded memory."""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from tests.audit.readers import mutations
from tests.audit.readers.archives import MAKERS
from tests.audit.readers.formats import FORMATS

from colophon.audit.limits import MIB, Limits
from colophon.audit.readers.all import open_source
from colophon.audit.timeline import Item
from colophon.errors import ColophonError

SEEDS = 208  # archives, spread evenly over the formats
PACKINGS = ("zip", "stored zip", "tar", "tar.gz")
# Small, so that the bound of memory says something: what is read whole counts several times.
LIMITS = Limits(record_bytes=MIB, json_bytes=MIB, page_bytes=MIB // 4)
MOST_MEMORY = 8 * MIB
READERS = {
    "arc": "warc",
    "packed warc": "warc",
    "x": "x_archive",
    "old x": "x_archive",
    "old instagram": "instagram",
    "old facebook": "facebook",
    "feeds": "feed",
}
MOST_READ = 12  # pictures of each archive


def mutated(name: str, seed: int, path: Path) -> Path:
    """A damaged archive of a format, in ``path``; the same for the same seed."""
    rng = random.Random(f"{name} {seed}")
    files = dict(FORMATS[name])
    alone = len(files) == 1 and rng.random() < 0.5
    way = rng.choice(["bytes", "inner", "swapped", "bombs", "hostile"])
    if way == "hostile":
        files = dict(mutations.hostile(files, rng, path))
    elif way != "bytes":
        files = dict(getattr(mutations, way)(files, rng))
    if alone:
        (archive,) = (path / name for name in FORMATS[name])
        archive.write_bytes(files[archive.name])
    else:
        archive = mutations.packed(path, rng.choice(PACKINGS), files, rng)
    if way == "bytes" or (way == "hostile" and alone) or rng.random() < 0.2:
        archive.write_bytes(rng.choice(mutations.BYTES)(archive.read_bytes(), rng))
    return archive


def audit(archive: Path, work: Path) -> str:
    """Everything that an audit does with a source. How it ended."""
    try:
        source = open_source(archive, work, LIMITS)
        items = [found for found in source.items() if isinstance(found, Item)]
    except ColophonError as error:
        return "refused" if any(named in str(error) for named in (archive.name, "posts.csv")) else str(error)
    for item in items[:MOST_READ]:
        try:
            source.read(item.locator, MIB)
        except ColophonError:
            return "damaged"
    return "read"


def measured(archive: Path, work: Path) -> tuple[str, int]:
    """How an audit ended, and the most memory that it took, in bytes."""
    tracemalloc.start()
    try:
        end = audit(archive, work)
        return end, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", FORMATS)
def test_mutated_archives(name: str, tmp_path: Path) -> None:
    ends: Counter[str] = Counter()
    most = 0
    for seed in range(-(-SEEDS // len(FORMATS))):
        place = tmp_path / str(seed)
        work = place / "deep" / "work"
        work.mkdir(parents=True)
        archive = mutated(name, seed, place)
        before = set(tmp_path.rglob("*"))
        end, memory = measured(archive, work)
        assert memory < MOST_MEMORY, f"seed {seed}: {memory / MIB:.1f} MiB"
        made = set(tmp_path.rglob("*")) - before
        assert all(path.parent == work and path.is_file() and not path.is_symlink() for path in made), seed
        archive.unlink()
        ends[end] += 1
        most = max(most, memory)
    print(name, dict(ends), f"{most / MIB:.1f} MiB")
    assert set(ends) <= {"read", "damaged", "refused"}
    assert ends["read"]


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_damaged_here_is_read_when_it_is_whole(name: str, tmp_path: Path) -> None:
    source = open_source(MAKERS["zip"](tmp_path, FORMATS[name]), tmp_path / "work", LIMITS)
    assert source.name == READERS.get(name, name)
    assert name == "feeds" or any(isinstance(found, Item) for found in source.items())
