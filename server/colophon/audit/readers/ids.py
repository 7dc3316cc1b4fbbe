"""Names of appearances: those of the source, made unique."""

from __future__ import annotations

from hashlib import blake2b


class Ids:
    """Gives each appearance an id that is the same whenever the source is read.

    An export may hold the same post twice; the second is told apart by its number. Two small numbers are held
    of each, some 25 MB for 200,000.
    """

    def __init__(self) -> None:
        self._given: dict[int, int] = {}

    def new(self, *parts: object) -> str:
        """``parts`` joined by slashes, with ``~2`` and so on where that was given before."""
        natural = "/".join(str(part) for part in parts)
        times = self._times(natural)
        return natural if times == 1 else self.new(f"{natural}~{times}")

    def _times(self, natural: str) -> int:
        key = int.from_bytes(blake2b(natural.encode("utf-8", "replace"), digest_size=8).digest())
        times = self._given.get(key, 0) + 1
        self._given[key] = times
        return times
