"""A share of what was decided is looked at again, blind, by somebody else."""

from __future__ import annotations

import hashlib

from colophon.store.review_words import Item, ItemKind

SECOND, SETTLE = "second", "settle"  # the queues
UNSURE = "unsure"
_BITS = 31


class SecondPass:
    """Chooses which. ``share`` is from 0 to 1; ``seed`` makes the choice and the order repeatable."""

    def __init__(self, share: float, seed: int) -> None:
        self._share = share
        self._seed = seed

    def draw(self, id: str) -> int:
        """A number for an item, random by seed, below 2 to the power of 31."""
        digest = hashlib.sha256(f"{self._seed} {id}".encode()).digest()
        return int.from_bytes(digest[:8]) >> (64 - _BITS)

    def of(self, item: Item) -> tuple[Item, ...]:
        """The second look at an item that is decided now; empty where it was not chosen."""
        if item.kind in {ItemKind.SECOND, ItemKind.SETTLE}:
            return ()
        if self.draw(item.id) >= self._share * (1 << _BITS):
            return ()
        id = derived(SECOND, item.id)
        known = {key: value for key, value in item.known.items() if key in BLIND}
        made = Item(id, SECOND, item.sha256, ItemKind.SECOND, first=item.id, known=known, draw=self.draw(id))
        return (made,)


# what of an item a blind look is shown: where the picture can be seen, nothing of what anybody said of it
BLIND = frozenset({"permalink", "site", "posted_at", "places"})


def to_settle(item: Item, first: Item, one: str | None, other: str) -> tuple[Item, ...]:
    """What a lead gets where the second look at ``first`` came to ``other`` and the first to ``one``."""
    if one is None or one == other:
        return ()
    return (
        Item(
            derived(SETTLE, item.id),
            SETTLE,
            item.sha256,
            ItemKind.SETTLE,
            first=first.id,
            label=first.label,
            process=one,
            known=first.known,
        ),
    )


def derived(*parts: str) -> str:
    """An id that is the same for the same parts, so that nothing is queued twice."""
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]
