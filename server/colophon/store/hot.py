"""The in-process cache: the most recently used findings, up to a number of entries."""

from __future__ import annotations

from collections import OrderedDict

from colophon.evidence import Findings


class HotCache:
    """Least recently used goes first. For use in one thread (the event loop's)."""

    def __init__(self, entries: int) -> None:
        self._entries = entries
        self._found: OrderedDict[str, Findings] = OrderedDict()

    def __len__(self) -> int:
        return len(self._found)

    def get(self, sha256: str) -> Findings | None:
        """What is known of this image, or None."""
        found = self._found.get(sha256)
        if found is not None:
            self._found.move_to_end(sha256)
        return found

    def values(self) -> list[Findings]:
        """Everything that is held."""
        return list(self._found.values())

    def drop(self, sha256: str) -> None:
        """Forget this image."""
        self._found.pop(sha256, None)

    def put(self, found: Findings) -> None:
        """Keep ``found``, dropping the least recently used entry when full."""
        self._found[found.sha256] = found
        self._found.move_to_end(found.sha256)
        if len(self._found) > self._entries:
            self._found.popitem(last=False)
