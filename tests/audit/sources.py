"""A timeline for tests of the audit: ``items.jsonl`` names files, and what goes wrong with them."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin
from tests.pictures import photo, picture

from colophon.audit.timeline import Item, Skipped, Why
from colophon.config import Config
from colophon.errors import InputError, TooLarge
from colophon.evidence import Occurrence

OPENER = "tests.audit.sources:open_made"
ROOT = Path(__file__).parents[2]
BEGIN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CONFIG = Config(checks=("registry",))  # posts say enough; the others start processes of their own


def with_our_modules() -> dict[str, str]:
    """The environment for processes that import this module."""
    paths = [*map(str, (ROOT, ROOT / "server", ROOT / "model")), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


def generated(seed: int) -> bytes:
    """A picture whose file data names a generator."""
    text = PngImagePlugin.PngInfo()
    text.add_text(
        "parameters", f"a lake\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: {seed}, Size: 64x64"
    )
    stream = io.BytesIO()
    Image.open(io.BytesIO(picture(seed))).save(stream, "PNG", pnginfo=text)
    return stream.getvalue()


def timeline(folder: Path, posts: Sequence[Mapping[str, Any]]) -> Path:
    """Write a source. Of each post: ``data`` (bytes), ``skip`` (why) or ``act`` (what reading it does)."""
    folder.mkdir()
    lines = []
    for number, post in enumerate(posts):
        if "data" in post:
            (folder / f"{number:05}").write_bytes(post["data"])
        lines.append(json.dumps({key: value for key, value in post.items() if key != "data"}))
    (folder / "items.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def many(count: int) -> list[dict[str, Any]]:
    """Posts of several kinds, with equal images among them, and something that is passed over."""
    posts: list[dict[str, Any]] = []
    for number in range(count):
        seed = number % (count - count // 6)  # the last are copies of the first
        data = generated(seed) if seed % 4 == 0 else photo(seed) if seed % 4 == 1 else picture(seed)
        posts.append({"data": b"no picture" if seed % 17 == 5 else data, "caption": f"post {number}"})
        if number % 5 == 0:
            posts.append({"skip": "video"})
    return posts


class Made:
    """A `Source`."""

    name = "made"

    def __init__(self, path: Path) -> None:
        self._path = path

    def items(self) -> Iterator[Item | Skipped]:
        for number, text in enumerate((self._path / "items.jsonl").read_text().splitlines()):
            post = json.loads(text)
            if why := post.pop("skip", None):
                yield Skipped(Why(why), f"post {number}")
                continue
            act = post.pop("act", "")
            if act == "wait in the index":
                _at_the_gate(gate(self._path, number))
            when = None if post.pop("undated", False) else BEGIN + dt.timedelta(days=number)
            yield Item(f"post-{number}", f"{number:05}{act}", Occurrence(**post), when)

    def read(self, locator: str, limit: int) -> bytes:
        name, act = locator[:5], locator[5:]
        match act:
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "die once":
                if not (mark := self._path / f"{name}.died").exists():
                    mark.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
            case "wait":
                _at_the_gate(gate(self._path, int(name)))
            case "damaged":
                raise InputError(f"{name} is damaged in the source")
            case "too large":
                raise TooLarge(f"{name} has more than {limit:,} bytes")
        return (self._path / name).read_bytes()


def gate(source: Path, number: int) -> Path:
    """A file beside the source: as long as it is there, nobody gets past the post of this number."""
    return source.with_name(f"{number:05}.gate")


def _at_the_gate(gate: Path) -> None:
    """Say that we are here, and wait until it is gone."""
    if gate.exists():
        gate.with_suffix(".here").touch()
    while gate.exists():
        time.sleep(0.01)


def open_made(path: Path, work: Path) -> Made:
    """The opener of a plan."""
    return Made(path)
