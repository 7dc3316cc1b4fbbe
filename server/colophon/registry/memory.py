"""The registry as one process sees it: every entry that counts, found by exact or near hash."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from colophon.entry import Entry, Kind
from colophon.errors import Unreadable
from colophon.evidence import Findings, Match
from colophon.images.hashes import FLOOR, HASH_BYTES
from colophon.images.picture import Picture
from colophon.images.search import HashIndex
from colophon.images.sketch import QueryFrame, Sketch, compare

log = logging.getLogger(__name__)

MAX_COMPARED = 12  # comparisons of tiles per picture, nearest hashes first: 20 to 50 ms each
MAX_MATCHES = 10  # rows of a card


@dataclass(frozen=True, slots=True)
class Hit:
    """A copy that was found. ``whole`` says that the picture holds the whole frame of the entry's."""

    entry: Entry
    match: Match
    whole: bool = True


class Registry:
    """Entries in memory. One writer (`apply`, in the event loop); any number of threads may search.

    ``generation`` is that of the last change that was applied. A change is visible to searches before its
    generation is, so findings that name a generation have seen at least all entries up to it.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._index = HashIndex()
        self._by_number: dict[int, Entry] = {}
        self._numbers: dict[str, int] = {}
        self._by_sha256: dict[str, tuple[int, ...]] = {}
        self.generation = 0
        self._unlisted = 0  # the generation at which an image was last protected no more

    def __len__(self) -> int:
        return len(self._by_number)

    @property
    def hashes(self) -> int:
        """How many perceptual hashes are searched."""
        return len(self._index)

    def get(self, id: str) -> Entry | None:
        """The entry of this id, if it counts."""
        number = self._numbers.get(id)
        return None if number is None else self._by_number.get(number)

    def of_image(self, sha256: str) -> list[Entry]:
        """Entries of exactly this image, oldest first."""
        return [e for n in self._by_sha256.get(sha256, ()) if (e := self._by_number.get(n)) is not None]

    def apply(self, changed: Sequence[Entry], generation: int) -> None:
        """Take over new, changed and withdrawn entries, up to ``generation``."""
        gone = (e.generation for e in changed if e.kind is Kind.PROTECTED and not e.counts_at(self._clock()))
        self._unlisted = max(self._unlisted, *gone, 0)
        self._forget([entry.number for entry in changed])
        self._keep([entry for entry in changed if entry.counts_at(self._clock())])
        self.generation = max(self.generation, generation)

    def protects(self, picture: Picture) -> bool:
        """Whether the picture is on a list of intimate images. Lists hold hashes only: near is enough."""
        return any(
            entry.kind is Kind.PROTECTED
            for entry in (*self.of_image(picture.sha256), *(e for e, *_ in self._near(picture)))
        )

    def lists(self, sha256: str, hashes: bytes) -> bool:
        """The same for an image of which only hashes are known: perceptual ones that count, 32 bytes each."""
        near = (hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES))
        entries = (*self.of_image(sha256), *(e for one in near for e, _ in self._entries_near(one)))
        return any(entry.kind is Kind.PROTECTED for entry in entries)

    def protects_near(self, hashes: Iterable[bytes], without: str | None = None) -> bool:
        """Whether any of these hashes, 32 bytes each, is near that of a protected image.

        ``without`` is the id of an entry that is about to go.
        """
        near = (e for hash in hashes for e, _ in self._entries_near(hash) if e.id != without)
        return any(entry.kind is Kind.PROTECTED and entry.counts_at(self._clock()) for entry in near)

    def matches(self, picture: Picture) -> list[Hit]:
        """Copies of the picture, exact ones first, then the earliest.

        An entry that is known by its hash alone cannot be compared in detail: it is `similar` at most.
        """
        exact = {entry.number: Hit(entry, Match.EXACT) for entry in self.of_image(picture.sha256)}
        near: dict[int, Hit] = {}
        compared = 0
        for entry, frame, variant in self._near(picture):
            best = near.get(entry.number)
            if entry.number in exact or compared == MAX_COMPARED or (best and best.match is Match.SAME):
                continue
            compared += 1
            hit = self._compare(picture, entry, frame, variant)
            if hit and (best is None or hit.match is Match.SAME):
                near[entry.number] = hit
        now = self._clock()
        hits = [h for h in (*exact.values(), *near.values()) if h.entry.kind is Kind.STATEMENT]
        return sorted((h for h in hits if h.entry.counts_at(now)), key=_order)[:MAX_MATCHES]

    def _compare(self, picture: Picture, entry: Entry, frame: QueryFrame, variant: int) -> Hit | None:
        if not entry.sketch:
            return Hit(entry, Match.SIMILAR)
        compared = compare(picture.pixels(), frame, variant, entry.sketch)
        return Hit(entry, compared.match, compared.whole) if compared else None

    def outdated(self, found: Findings) -> bool:
        """Whether an entry that changed since ``found``, or ran out, could make it say something else."""
        for piece in found.evidence:
            if (id := piece.details.get("entry")) is not None and self._moved_on(str(id), found.generation):
                return True
        if found.generation >= self.generation:
            return False
        if found.protected and found.generation < self._unlisted:
            return True  # nothing is kept of it by which to tell whether it was this one
        newer = (e.generation > found.generation for e in self.of_image(found.sha256))
        return any(newer) or any(
            entry.generation > found.generation
            for hash in found.hashes
            for entry, _ in self._entries_near(bytes.fromhex(hash))
        )

    def _moved_on(self, id: str, generation: int) -> bool:
        entry = self.get(id)
        return entry is None or entry.generation > generation or not entry.counts_at(self._clock())

    def _near(self, picture: Picture) -> Iterator[tuple[Entry, QueryFrame, int]]:
        """Entries near any frame of the picture with the variant that is nearest, nearest first."""
        try:
            frames = picture.frames() if len(self._index) else ()
        except Unreadable:
            return
        for frame in frames:
            if frame.quality >= FLOOR:
                for entry, variant in self._entries_near(frame.hash):
                    yield entry, frame, variant

    def _entries_near(self, hash: bytes) -> Iterator[tuple[Entry, int]]:
        hits = self._index.search(hash)
        for number, variant in zip(hits.entries.tolist(), hits.variants.tolist(), strict=True):
            if (entry := self._by_number.get(number)) is not None:
                yield entry, variant

    def _forget(self, numbers: Sequence[int]) -> None:
        gone = [entry for number in numbers if (entry := self._by_number.pop(number, None)) is not None]
        for entry in gone:
            self._numbers.pop(entry.id, None)
            if entry.sha256:
                rest = tuple(n for n in self._by_sha256.get(entry.sha256, ()) if n != entry.number)
                self._by_sha256[entry.sha256] = rest
        if gone:
            self._index.remove([entry.number for entry in gone])

    def _keep(self, new: Sequence[Entry]) -> None:
        rows: list[tuple[int, Sketch]] = []
        for entry in new:
            tiles = None
            if (sketch := _sketch_of(entry)) is not None:
                rows.append((entry.number, sketch))
                tiles = sketch.tiles or None
            self._by_number[entry.number] = replace(entry, sketch=tiles)  # hashes live in the index only
            self._numbers[entry.id] = entry.number
            if entry.sha256:
                known = self._by_sha256.get(entry.sha256, ())
                self._by_sha256[entry.sha256] = (*known, entry.number)
        if rows:
            self._index.add(
                np.concatenate([np.full(len(s.codes), number) for number, s in rows]),
                np.concatenate([s.codes for _, s in rows]),
                np.concatenate([s.hashes for _, s in rows]),
            )


def _sketch_of(entry: Entry) -> Sketch | None:
    """One that cannot be read, of an older version perhaps, counts as absent: exact copies stay known."""
    try:
        return Sketch.load(entry.sketch) if entry.sketch else None
    except ValueError as error:
        log.warning("the sketch of entry %s is not used: %s", entry.id, error)
        return None


def _order(hit: Hit) -> tuple[bool, bool, str, int]:
    similar = hit.match is Match.SIMILAR
    return similar, hit.match is not Match.EXACT, hit.entry.date or "9999", hit.entry.number
