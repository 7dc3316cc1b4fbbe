"""Which images already looked at are near new entries: those that readers may have open right now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from colophon.entry import Entry
from colophon.images.hamming import within, words_of
from colophon.images.hashes import HASH_BYTES, NEAR
from colophon.images.sketch import Sketch

MAX_COMPARISONS = 200_000_000  # about one second; beyond it everything counts as affected


def affected(changed: Sequence[Entry], known: Sequence[tuple[str, bytes]]) -> list[str] | None:
    """SHA-256 of images that entries name or are near to; None where there are too many to compare.

    ``known`` are images looked at: their SHA-256 and perceptual hashes, 32 bytes each.
    """
    named = [entry.sha256 for entry in changed if entry.sha256]
    sketches = [Sketch.load(entry.sketch).hashes for entry in changed if entry.sketch]
    names = [sha256 for sha256, hashes in known for _ in range(len(hashes) // HASH_BYTES)]
    if not sketches or not names:
        return named
    wanted = words_of(np.concatenate(sketches))
    given = words_of(np.frombuffer(b"".join(h for _, h in known), np.uint8).reshape(-1, HASH_BYTES))
    if len(wanted) * len(given) > MAX_COMPARISONS:
        return None
    near = {row for query in wanted for row in within(given, query, NEAR)[0].tolist()}
    return list(dict.fromkeys([*named, *(names[row] for row in sorted(near))]))
