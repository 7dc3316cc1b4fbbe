"""The order of the posts in somebody's feed: the same whenever they look."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from colophon.store.study_items import Item


def in_order(items: Sequence[Item], study: str, participant: str, *, shuffled: bool) -> list[Item]:
    """Fixed posts at their places, the others around them: as in the folder, or shuffled by a hash.

    ``participant`` is the name in the data, so that researchers can work the order out again: the others are
    sorted by the SHA-256 of ``study|order|participant|item``.
    """
    rest = [item for item in items if item.position is None]
    if shuffled:
        rest.sort(key=lambda one: hashlib.sha256(f"{study}|order|{participant}|{one.item}".encode()).digest())
    fixed = {item.position: item for item in items if item.position is not None}
    others = iter(rest)
    return [fixed.get(place) or next(others) for place in range(1, len(items) + 1)]
