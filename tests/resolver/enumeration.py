"""Every combination of evidence states with the resolver's answer: one file that both resolvers are held to.

Write it anew with ``PYTHONPATH=. .venv/bin/python -m tests.resolver.enumeration``. The same resolver writes
the same file. An outcome is one byte: the place of its label in ``labels`` (0 is no label), 64 for conflict,
128 for review. Outcomes stand in the order of nested loops: flags, then the dimensions, the last one fastest.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import islice, product
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.resolver import states

from colophon.evidence import Evidence, Resolution
from colophon.resolve import CELLS, CONFLICT, DETECTOR, RECORD_MISMATCH, RESOLVER_VERSION, SIGNER_UNKNOWN
from colophon.resolve import resolve as reference

FILE = Path(__file__).with_name("enumeration.json.gz")
LABELS = ["", *sorted({*CELLS, CONFLICT, RECORD_MISMATCH, SIGNER_UNKNOWN, DETECTOR})]
LABEL_BITS, CONFLICT_BIT, REVIEW_BIT = 63, 64, 128
ABSENT = "absent"

Resolve = Callable[..., Resolution]
Outcomes = NDArray[np.uint8]
PLACE: dict[str | None, int] = {label or None: place for place, label in enumerate(LABELS)}


@dataclass(frozen=True)
class Space:
    """Named dimensions of named states; each dimension also has the state "absent"."""

    name: str
    flags: dict[str, dict[str, bool]]
    dimensions: dict[str, dict[str, Evidence]]

    @property
    def shape(self) -> tuple[int, ...]:
        """Flags first, then one number per dimension, "absent" included."""
        return (len(self.flags), *(1 + len(d) for d in self.dimensions.values()))

    @property
    def size(self) -> int:
        return prod(self.shape)

    def cases(self) -> Iterator[tuple[dict[str, bool], list[Evidence]]]:
        """All combinations in the order of the file."""
        choices = [((), *((e,) for e in d.values())) for d in self.dimensions.values()]
        for flags in self.flags.values():
            for chosen in product(*choices):
                yield flags, [e for piece in chosen for e in piece]

    def sample(self, stride: int = 101) -> Iterator[tuple[dict[str, bool], list[Evidence]]]:
        """Every so-manieth combination; a prime stride meets every state of every dimension."""
        return islice(self.cases(), 0, None, stride)

    def index(self, dimension: str, *names: str) -> tuple[Any, ...]:
        """The subscript of an outcome array that keeps only these states of one dimension."""
        place = 1 + list(self.dimensions).index(dimension)
        known = [ABSENT, *self.dimensions[dimension]]
        return (*(slice(None),) * place, [known.index(name) for name in names])


FREE = {"detector may speak": {"sensitive": False, "detector_may_speak": True}}
FLAGS = FREE | {
    "detector may not speak": {"sensitive": False, "detector_may_speak": False},
    "sensitive": {"sensitive": True, "detector_may_speak": True},
}
MAIN = Space(
    "main",
    FREE,
    {
        "signed": states.SIGNED,
        "watermark": states.WATERMARK,
        "creator": states.CREATOR,
        "platform": states.PLATFORM,
        "metadata": states.METADATA,
        "registry": states.REGISTRY,
        "image_text": states.IMAGE_TEXT,
        "moderator": states.MODERATOR,
        "detector": states.DETECTOR,
    },
)
RARE = Space(
    "rare",
    FLAGS,
    {
        "signed": states.RARE_SIGNED,
        "platform": states.RARE_PLATFORM,
        "metadata": states.RARE_METADATA,
        "registry": states.RARE_REGISTRY,
        "image_text": states.RARE_IMAGE_TEXT,
        "community": states.COMMUNITY,
        "moderator": states.RARE_MODERATOR,
        "detector": {"high": states.DETECTOR["high"]},
    },
)
SPACES = (MAIN, RARE)


def outcome(resolution: Resolution) -> int:
    """One byte that says all of a resolution but which evidence stands for it."""
    return (
        PLACE[resolution.label_id]
        | (CONFLICT_BIT if resolution.conflict else 0)
        | (REVIEW_BIT if resolution.review else 0)
    )


def outcomes(space: Space, resolve: Resolve = reference) -> Outcomes:
    """The answers to the whole space, shaped like it."""
    answers = bytes(outcome(resolve(evidence, **flags)) for flags, evidence in space.cases())
    return np.frombuffer(answers, np.uint8).reshape(space.shape)


def plain(evidence: Evidence) -> dict[str, Any]:
    """Evidence as JSON has it."""
    values = {f.name: getattr(evidence, f.name) for f in fields(evidence)}
    return values | {"details": dict(evidence.details)}


def document(answers: dict[str, Outcomes]) -> bytes:
    """The file's bytes before compression."""
    spaces = [
        {
            "name": space.name,
            "flags": [{"name": name, **flags} for name, flags in space.flags.items()],
            "dimensions": [
                {"name": name, "states": [{"name": k, "evidence": plain(e)} for k, e in known.items()]}
                for name, known in space.dimensions.items()
            ],
            "outcomes": base64.b64encode(answers[space.name].tobytes()).decode(),
        }
        for space in SPACES
    ]
    whole = {"resolver": RESOLVER_VERSION, "labels": LABELS, "spaces": spaces}
    return json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()


def stored() -> dict[str, Any]:
    """The file, parsed."""
    parsed: dict[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))
    return parsed


if __name__ == "__main__":
    text = document({space.name: outcomes(space) for space in SPACES})
    FILE.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{sum(space.size for space in SPACES)} combinations, {FILE.stat().st_size} bytes")
