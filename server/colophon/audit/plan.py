"""What is to be done, as plain values that travel to wherever it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from colophon.audit import folder, shards
from colophon.audit.sample import Sampling
from colophon.audit.timeline import Source
from colophon.config import Config, Limits, load

READERS = "colophon.audit.readers.all:open_source"
# Nobody waits for one image of an audit, and what a busy machine does not finish in time would differ from
# one run to the next: every deadline is so many times that of a server.
PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """An audit of ``source`` in the folder ``out``.

    ``opener`` is ``package.module:name`` of what opens the source, a function of its path and of a folder to
    work in. ``config`` says which checks look, and with what; ``shard`` how many images are done together.
    """

    source: Path
    out: Path
    config: Config
    sampling: Sampling | None = None
    opener: str = READERS
    shard: int = shards.SIZE

    def opened(self) -> Source:
        """The source. Raises InputError, TooLarge."""
        module, _, name = self.opener.partition(":")
        open_source: Callable[[Path, Path], Source] = getattr(import_module(module), name)
        return open_source(self.source, self.out / folder.WORK)

    def options(self) -> Mapping[str, Any]:
        """All that makes the rows of two audits of one source differ, apart from versions."""
        return {
            "sample": self.sampling.size if self.sampling else None,
            "stratify": self.sampling.stratify if self.sampling else None,
            "seed": self.sampling.seed if self.sampling else None,
            "checks": list(self.config.checks),
            "detector_chip": self.config.detector_chip,
            "shard": self.shard,
        }

    def to_json(self) -> bytes:
        """For `from_json` in another process on this machine, or on one that has the same folders."""
        return orjson.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: bytes) -> Plan:
        """What `to_json` wrote."""
        plain = orjson.loads(text)
        sampling = plain["sampling"] and Sampling(**plain["sampling"])
        config = load({}, **plain["config"])
        paths = {name: Path(plain[name]) for name in ("source", "out")}
        return cls(**{**plain, **paths, "config": config, "sampling": sampling})


def patient(limits: Limits) -> Limits:
    """Limits for work that nobody waits for."""
    return replace(
        limits,
        reader_seconds=limits.reader_seconds * PATIENCE,
        deadline_seconds=limits.deadline_seconds * PATIENCE,
    )
