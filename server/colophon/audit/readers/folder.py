"""A folder, zip or tar of pictures without a word about them; also a single picture.

An export that no reader knows, such as one in HTML, is read like this too: not what it holds of messages.
"""

from __future__ import annotations

from collections.abc import Iterator

from colophon.audit.readers.kinds import HEAD, why_no_image
from colophon.audit.readers.private import is_private
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why
from colophon.evidence import Occurrence

NAME = "folder"


def detect(tree: Tree) -> bool:
    """Whether any of its files is a picture."""
    return any(_why_not(tree, name) is None for name in tree.names())


class Folder:
    """Every picture below a folder, by name. No dates: those of files are of copying, not of posting."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it: sorted by name."""
        for name in self._tree.names():
            why = _why_not(self._tree, name)
            yield Skipped(why, name) if why else Item(name, name, Occurrence())

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it: a locator is a name."""
        return self._tree.read(locator, limit)


def _why_not(tree: Tree, name: str) -> Why | None:
    return Why.PRIVATE if is_private(name) else why_no_image(tree.head(name, HEAD))
