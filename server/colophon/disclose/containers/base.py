"""What every container that is written into can do."""

from __future__ import annotations

from typing import Protocol, TypeVar

Self = TypeVar("Self", bound="Container")


class Container(Protocol):
    """A file, cut into its parts. Values do not change: every method gives a new one."""

    def xmp(self) -> tuple[bytes, ...]:
        """Its XMP packets, the main one first; empty when there is none."""
        ...

    def with_xmp(self: Self, packets: tuple[bytes, ...]) -> Self:
        """With these packets in place of its own. Raises InputError when the container has no room."""
        ...

    def has_record(self) -> bool:
        """Whether a signed record (C2PA) is embedded."""
        ...

    def without_record(self: Self) -> Self:
        """Without the embedded record."""
        ...

    def with_picture(self: Self, encoded: bytes) -> Self:
        """With the coded picture of another file of this type, and its own metadata around it."""
        ...

    def to_bytes(self) -> bytes:
        """The whole file."""
        ...
