"""What a reader finds in a timeline: appearances of images, and what was passed over and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from colophon.evidence import Occurrence


@dataclass(frozen=True, slots=True)
class Item:
    """One appearance of an image.

    ``id`` names it within its source and stays the same whenever the source is read. ``locator`` says where
    its bytes lie, for `Source.read`. ``posted_at`` is in UTC, or None where the source does not say.
    """

    id: str
    locator: str
    occurrence: Occurrence
    posted_at: datetime | None = None


class Why(StrEnum):
    """Why something of a source was passed over."""

    NO_IMAGE = "no_image"  # a post, a request or a record without one
    VIDEO = "video"  # moving pictures are not looked at
    NO_BYTES = "no_bytes"  # named, and not part of the source
    ELSEWHERE = "elsewhere"  # only an address: nothing is fetched
    PRIVATE = "private"  # messages and posts that are not for everybody are never read
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    OUTSIDE = "outside"  # a path, a link or a name that leads out of the source
    LIMIT = "limit"  # beyond the most that is read of one source
    UNKNOWN = "unknown"  # a shape that this reader does not know


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was passed over. ``locator`` names it in words of the source, never its text."""

    why: Why
    locator: str


class Source(Protocol):
    """A timeline on the disk, opened by its reader."""

    name: str  # of the format, as the report says it

    def items(self) -> Iterator[Item | Skipped]:
        """All of it, in the order of the source, without the bytes of images.

        Raises InputError where the source itself cannot be read.
        """

    def read(self, locator: str, limit: int) -> bytes:
        """The bytes of an image, at most ``limit``. Raises InputError, TooLarge where there are more."""
