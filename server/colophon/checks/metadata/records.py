"""What a file's containers hold, collected within limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from colophon.config import Limits
from colophon.evidence import Reason, Why


class Kind(Enum):
    """How the bytes of a packet are to be read."""

    TEXT = auto()
    XMP = auto()
    EXIF = auto()
    IIM = auto()


@dataclass(frozen=True, slots=True)
class Packet:
    """One piece of embedded metadata. ``name`` is for text: the place it was found in ("png:parameters")."""

    kind: Kind
    data: bytes
    name: str = ""


@dataclass(slots=True)
class Records:
    """Packets of one file. Whatever is over a limit is left out and named in ``problems``."""

    limits: Limits
    packets: list[Packet] = field(default_factory=list)
    problems: list[Reason] = field(default_factory=list)
    _bytes: int = 0
    _parts: int = 0

    def more(self) -> bool:
        """Whether one more part of the container may be looked at."""
        self._parts += 1
        if self._parts > self.limits.metadata_parts:
            self.problem(Reason(Why.TOO_MANY_PARTS, {"limit": str(self.limits.metadata_parts)}))
            return False
        return True

    def room(self) -> int:
        """How many bytes the next packet may have."""
        return max(0, min(self.limits.metadata_packet_bytes, self.limits.metadata_bytes - self._bytes))

    def add(self, kind: Kind, data: bytes, name: str = "") -> None:
        """Keep a packet if it is within the limits, which are on its size, on all sizes and on the number.

        One that is not uses up room as well: else a file of many compressed packets could keep us inflating.
        """
        room, size = self.room(), len(data)
        self._bytes += min(size, self.limits.metadata_packet_bytes)
        if len(self.packets) >= self.limits.metadata_packets:
            self.problem(Reason(Why.TOO_MANY_BLOCKS, {"limit": str(self.limits.metadata_packets)}))
        elif size <= room:
            self.packets.append(Packet(kind, data, name))
        elif size > self.limits.metadata_packet_bytes:
            self.problem(Reason(Why.BLOCK_TOO_LARGE, {"limit": str(self.limits.metadata_packet_bytes)}))
        else:
            self._bytes = self.limits.metadata_bytes
            self.problem(Reason(Why.BLOCKS_TOO_LARGE, {"limit": str(self.limits.metadata_bytes)}))

    def add_whole(self, data: bytes) -> None:
        """Keep a TIFF file: it is its own EXIF, and only single values, each within the limits, are read."""
        self.packets.append(Packet(Kind.EXIF, data))

    def problem(self, reason: Reason) -> None:
        """Note, once, why something could not be read."""
        if reason not in self.problems:
            self.problems.append(reason)
