"""Names of files that stay inside their source, and the list of those that were kept and refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from colophon.audit.limits import Limits
from colophon.audit.timeline import Skipped, Why
from colophon.errors import TooLarge

_MAX_NAME = 1024  # characters; file systems stop at 255 for each part
_SHOWN = 200
_DRIVE = re.compile(r"^[A-Za-z]:")
# Control characters, marks that turn the direction of writing ("photo\u202egpj.exe"), bytes of no UTF-8.
_DECEIVING = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")


def safe_name(name: str) -> str | None:
    """A relative posix name without ``.``, ``..`` and doubled slashes; None where it leads out.

    None as well for what could deceive whoever reads it (control characters, turned writing), for bytes that
    are no UTF-8 and for more than 1024 characters.
    """
    if not name or len(name) > _MAX_NAME or name.startswith("/") or _DRIVE.match(name):
        return None
    if _DECEIVING.search(name):
        return None
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return "/".join(parts) if parts and ".." not in parts else None


def shown(name: str) -> str:
    """A name as a report may show it: printable, at most 200 characters."""
    if name.isprintable() and len(name) <= _SHOWN:
        return name
    clean = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in name[:_SHOWN])
    return clean if len(name) <= _SHOWN else f"{clean}..."


@dataclass(frozen=True, slots=True)
class Contents:
    """Regular files: their ``sizes`` by safe name, how to ``open`` one of them, and what was refused.

    ``open`` gives a stream of at most that size, with random access where ``seekable`` says so. It and the
    stream raise InputError.
    """

    sizes: dict[str, int]
    open: Callable[[str], BinaryIO]
    refused: list[Skipped]


class Gathered:
    """What an archive or a folder turned out to hold, within the limits.

    Raises TooLarge when more files are named than ``limits.members``: a list cut at its end would look like
    the whole of it.
    """

    def __init__(self, source: str, limits: Limits, *, one_case: bool) -> None:
        self.refused: list[Skipped] = []
        self.sizes: dict[str, int] = {}
        self._source, self._limits = source, limits
        self._seen: set[str] | None = set() if one_case else None
        self._named = self._bytes = 0

    def refuse(self, why: Why, name: str) -> None:
        """Count what is not part of the tree. Raises TooLarge."""
        self._count()
        self.refused.append(Skipped(why, shown(name)))

    def admit(self, name: str, size: int, packed: int | None = None) -> str | None:
        """The safe name under which a file of ``size`` bytes is kept, or None after counting why not.

        In an archive a second file of the same name is refused, and one whose name differs in case or
        Unicode form only: which of two is meant depends on who unpacks it.
        """
        why, safe = self._why_not(name, size, packed)
        if why or safe is None:
            self.refuse(why or Why.OUTSIDE, name)
            return None
        self._count()
        self._bytes += size
        self.sizes[safe] = size
        return safe

    def _count(self) -> None:
        self._named += 1
        if self._named > self._limits.members:
            raise TooLarge(
                f"{self._source} holds more than {self._limits.members:,} files, the most that is read of "
                "one source: split it and audit the parts"
            )

    def _why_not(self, name: str, size: int, packed: int | None) -> tuple[Why | None, str | None]:
        safe = safe_name(name)
        if safe is None or size < 0:
            return Why.OUTSIDE if safe is None else Why.DAMAGED, None
        limits = self._limits
        bomb = packed is not None and size > limits.ratio_free_bytes and size > packed * limits.ratio
        if bomb or size > limits.member_bytes or self._bytes + size > limits.bytes:
            return Why.LIMIT, None
        if self._seen is not None:
            key = safe.lower() if safe.isascii() else unicodedata.normalize("NFC", safe).casefold()
            if key in self._seen:
                return Why.DAMAGED, None
            self._seen.add(key)
        return None, safe
