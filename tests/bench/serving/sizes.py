"""How much is measured: seconds and counts, for a full run and for trying out."""

from __future__ import annotations

import os
from dataclasses import dataclass

CORES = os.cpu_count() or 1
CONCURRENCY = (1, 8, 32, 128)
HASHES = 50  # in a lookup of many
PER_CORE = 14.0  # new images per second, for the estimate of how long a run takes


@dataclass(frozen=True)
class Sizes:
    """Seconds unless it says otherwise."""

    miss: float = 3.0  # under load, of each arm that looks at images
    small: float = 0.8  # of each arm that does not
    warm_up: float = 0.7
    bare_images: int = 24  # images of a bare loop on one thread, and per core on all of them
    overload_rounds: int = 3
    saturation: float = 8.0
    overload: float = 20.0
    settle: float = 4.0  # at the start of an overload, before anything counts


FULL = Sizes()
QUICK = Sizes(
    miss=2.0,
    small=0.4,
    warm_up=0.4,
    bare_images=8,
    overload_rounds=1,
    saturation=4.0,
    overload=8.0,
    settle=2.0,
)
