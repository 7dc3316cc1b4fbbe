"""Pictures that a post names: where in the tree their bytes lie, or why they cannot be had."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from colophon.audit.readers import values
from colophon.audit.readers.kinds import HEAD, why_no_image
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why
from colophon.evidence import Occurrence


@dataclass(frozen=True, slots=True)
class Appearance:
    """What is known of an appearance before its bytes are looked for."""

    id: str
    occurrence: Occurrence
    posted_at: datetime | None = None


class Media:
    """The files of ``tree``, as posts name them: ``roots`` are the folders that their paths begin in."""

    def __init__(self, tree: Tree, roots: Sequence[str] = ("",)) -> None:
        self._tree = tree
        self._roots = roots

    def at(self, path: str) -> str | Why:
        """The file at a path as an export writes it, below one of the roots."""
        parts = _parts(path)
        return Why.OUTSIDE if ".." in parts else self._named("/".join(parts))

    def by_suffix(self, path: str, least: int = 2) -> str | Why:
        """The file whose whole name below a root is the end of ``path``, at least ``least`` parts of it.

        For paths that begin with more than the export holds: the bucket of a Mastodon server, the host of
        an address.
        """
        parts = _parts(path)
        if ".." in parts:
            return Why.OUTSIDE
        ends = ("/".join(parts[start:]) for start in range(max(len(parts) - least, 0) + 1))
        return next((found for end in ends if not isinstance(found := self._named(end), Why)), Why.NO_BYTES)

    def of_address(self, address: str) -> str | Why:
        """The file that an address or a relative path stands for; ELSEWHERE where the tree has none."""
        if (host := values.host(address)) is None:
            return self.at(urlsplit_path(address))
        found = self.by_suffix(f"{host}/{urlsplit_path(address)}")
        return Why.ELSEWHERE if found is Why.NO_BYTES else found

    def shown(self, found: str | Why, appearance: Appearance) -> Item | Skipped:
        """The appearance, where ``found`` is a file that holds a picture."""
        why = found if isinstance(found, Why) else self._why_not(found)
        if why is not None or isinstance(found, Why):
            return Skipped(why or Why.NO_BYTES, appearance.id)
        return Item(appearance.id, found, appearance.occurrence, appearance.posted_at)

    def _named(self, name: str) -> str | Why:
        found = (root + name for root in self._roots if self._tree.size(root + name))
        return next(found, Why.NO_BYTES)

    def _why_not(self, name: str) -> Why | None:
        head = self._tree.head(name, HEAD)
        return why_no_image(head) if head else Why.DAMAGED


def urlsplit_path(address: str) -> str:
    """The path of an address, with its escapes resolved; empty where it is none."""
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def kind_of(path: str, media_type: object = None) -> str:
    """``image``, ``video``, ``audio`` or another kind, by what a post says of it, else by its ending."""
    said = media_type if isinstance(media_type, str) and "/" in media_type else None
    guessed = said or mimetypes.guess_type(PurePosixPath(path).name, strict=False)[0] or ""
    return guessed.lower().partition("/")[0]


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]
