"""What a reader makes of a source, in short."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from colophon.audit.limits import Limits
from colophon.audit.readers.all import open_source
from colophon.audit.timeline import Item, Skipped, Source


def source_of(path: Path, **limits: int) -> Source:
    """The source at ``path``, with a folder ``work`` beside it."""
    work = path.parent / "work"
    work.mkdir(exist_ok=True)
    return open_source(path, work, Limits(**limits))


def items_of(source: Source) -> list[Item]:
    return [found for found in source.items() if isinstance(found, Item)]


def skipped_of(source: Source) -> list[tuple[str, str]]:
    return [(found.why.value, found.locator) for found in source.items() if isinstance(found, Skipped)]


def counts_of(source: Source) -> dict[str, int]:
    """How many of each kind: ``item``, or why it was passed over."""
    return dict(Counter("item" if isinstance(f, Item) else f.why.value for f in source.items()))
