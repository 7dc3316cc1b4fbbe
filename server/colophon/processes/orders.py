"""What the parent gives a child to begin with, and the words that they exchange afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import orjson

# parent to child, each a line
OPEN = "open"  # accept from the sockets of this slot, too
SHUT = "shut"  # and no longer
DRAIN = "drain"  # another process takes over: end when nobody is being answered
STOP = "stop"  # the server stops

# child to parent, once it is ready: `colophon.away.Away`, each a line, and
BEAT = b"\n"  # every BEAT_SECONDS: its event loop runs
BEAT_SECONDS = 1.0

Flags = dict[str, Any]  # what was given to `colophon serve`; the environment is inherited


@dataclass(frozen=True, slots=True)
class Orders:
    """The first line to a child."""

    flags: Flags
    slot: int
    number: int  # of this process, among all that live
    sockets: list[list[int]]  # descriptors of the listening sockets of every slot
    figures: str  # folder
    every_request: bool  # is logged
    first: bool  # of this server: it greets

    def line(self) -> bytes:
        """As it is sent."""
        return orjson.dumps(asdict(self)) + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Orders:
        """As it was received."""
        return cls(**orjson.loads(line))


@dataclass(frozen=True, slots=True)
class Ready:
    """What a child says first: that it accepts connections."""

    greeting: list[str]  # from the first process of a server, for whoever started it

    def line(self) -> bytes:
        """As it is sent."""
        return orjson.dumps(asdict(self)) + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Ready:
        """As it was received."""
        return cls(**orjson.loads(line))
