"""Small real pictures and fake checks for the server's tests."""

from __future__ import annotations

import asyncio
import hashlib
import io
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from colophon.checks.base import Report
from colophon.evidence import Confidence, Evidence, Process, Rank, Source
from colophon.examine import Unobserved
from colophon.images.picture import Picture


def picture(seed: int = 0, kind: str = "JPEG", side: int = 64) -> bytes:
    """A noisy picture; another seed gives other bytes."""
    noise = np.random.default_rng(seed).integers(0, 255, (side // 8, side // 8, 3), dtype=np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).resize((side, side), Image.Resampling.BICUBIC).save(stream, kind)
    return stream.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


async def until(condition: Callable[[], object]) -> None:
    """Wait for something that a worker thread does; the test's own timeout is the limit."""
    while not condition():  # noqa: ASYNC110
        await asyncio.sleep(0.001)


class Told(Unobserved):
    """Remembers what became of threads and of looks after the answer."""

    def __init__(self) -> None:
        self.workers: list[str] = []
        self.looks: list[str] = []

    def worker(self, event: str) -> None:
        self.workers.append(event)

    def slow(self, event: str) -> None:
        self.looks.append(event)


AI_IN_METADATA = Evidence(
    Source.METADATA, Process.AI_GENERATED, Confidence.STATED, Rank.UNSIGNED, details={"generator": "Example"}
)


@dataclass
class FakeCheck:
    """Says what it is told to say; counts how often it was asked."""

    name: str = "fake"
    version: str = "1"
    say: Callable[[Picture], Report] = lambda _: Report()
    looks: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, subject: Picture) -> Report:
        with self._lock:
            self.looks += 1
        return self.say(subject)


def photo(seed: int, *, plain: bool = False) -> bytes:
    """A picture with as much structure as a photo, so that its perceptual hash counts; or one without any."""
    random = np.random.default_rng(seed)
    cells = (
        random.integers(0, 255, (24, 32, 3), dtype=np.uint8)
        if not plain
        else np.full((2, 2, 3), 90, np.uint8)
    )
    stream = io.BytesIO()
    Image.fromarray(cells).resize((640, 480), Image.Resampling.BICUBIC).save(stream, "JPEG", quality=92)
    return stream.getvalue()


def recompressed(data: bytes, quality: int = 60) -> bytes:
    """The same picture saved again."""
    stream = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def pixels_of(data: bytes) -> NDArray[np.uint8]:
    """Pixels of an image, shape (height, width, 3)."""
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


def as_jpeg(pixels: NDArray[np.uint8], quality: int = 85) -> bytes:
    """Pixels as a JPEG file."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality)
    return stream.getvalue()
