"""On a node of a Ray cluster: minds one process that does shards, the same as on one computer.

The process may die of a picture; the actor then says how, in the words that a row has of it anywhere.
"""

from __future__ import annotations

import hashlib
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from colophon import __version__
from colophon.audit.folder import INDEX, SKIPPED
from colophon.audit.plan import Plan
from colophon.audit.process import Ended, Worker
from colophon.errors import InputError


@dataclass(frozen=True, slots=True)
class Needs:
    """What a node must have: this version, these paths, and ``out`` that is the very folder of the audit."""

    version: str
    paths: tuple[str, ...]
    out: str
    mark: str

    def missing(self) -> str | None:
        """What this computer does not have, in words, or None."""
        if __version__ != self.version:
            return f"it has Colophon {__version__}, not {self.version}"
        for path in self.paths:
            if not Path(path).exists():
                return f"{path} is not there"
        if _mark(Path(self.out)) != self.mark:
            return f"{self.out} is another folder there"
        return None


def needs(plan: Plan) -> Needs:
    """Of a plan whose paths are absolute. Of the data folder: what there is of it here."""
    config = plan.config
    store = config.store if isinstance(config.store, Path) else None
    kept = (config.trust_folder, config.models_folder, store)
    paths = (plan.source, plan.out, *(path for path in kept if path and path.exists()))
    return Needs(__version__, tuple(map(str, paths)), str(plan.out), _mark(plan.out))


class Actor:
    """The far side of `engine.OnNode`. Answers are messages of the process, ``{"ended": how}`` where it has
    ended, or ``{"error": words}``.

    ``end`` may come while ``hear`` waits: Ray has to give it two threads.
    """

    def __init__(self, needs: Needs) -> None:
        self._missing = needs.missing()
        self._worker: Worker | None = None

    def say(self, message: bytes) -> dict[str, Any]:
        """Pass on a message; the first starts the process."""
        if self._missing:
            return {"error": _everywhere(self._missing)}
        try:
            if self._worker is None:
                self._worker = Worker()
            self._worker.say(message)
        except Ended as ended:
            return {"ended": str(ended)}
        except OSError as error:
            return {"ended": f"could not be started ({error.strerror})"}
        return {}

    def hear(self, seconds: float) -> dict[str, Any]:
        """The next message."""
        if self._worker is None:
            return {"ended": "was not started"}
        try:
            return self._worker.hear(seconds)
        except Ended as ended:
            return {"ended": str(ended)}
        except InputError as error:
            return {"error": f"on {socket.gethostname()}: {error}"}

    def end(self) -> None:
        """Kill the process."""
        if self._worker is not None:
            self._worker.kill()


def _everywhere(missing: str) -> str:
    return (
        f"on {socket.gethostname()}: {missing}. Every node needs the source, the folder of the audit and the "
        "data folder under the same path (a disk that all share), and the same Colophon"
    )


def _mark(out: Path) -> str:
    """Of what stays as it is while shards are done: what was found, and the length of its list."""
    with suppress(OSError):
        found = hashlib.sha256((out / SKIPPED).read_bytes()).hexdigest()
        return f"{found} {(out / INDEX).stat().st_size}"
    return ""
