"""A post of the sample feed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """One post with one picture. ``expected`` is the label that its picture should get; None means none."""

    name: str
    handle: str
    when: str
    text: str
    alt: str
    media_type: str
    size: tuple[int, int]  # CSS pixels, so that nothing moves while pictures load
    read: Callable[[], bytes]
    expected: str | None = None
    from_folder: bool = False
