"""What an export holds that was never for everybody: messages, and what was taken back or shown to a few."""

from __future__ import annotations

import re

from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Skipped, Why

_X = (
    r"(?:direct[-_]messages?|deleted[-_]tweets?|twitter[-_]circle[-_]tweets?|grok[-_]chat)"
    r"(?:[-_][^/]*)?(?:/|\.js$)"
)
_META = (
    r"messages/|(?:archived_posts|recently_deleted[^/]*|drafts?|trash|archive|close_friends[^/]*"
    r"|your_posts_in_groups|group_posts[^/]*)\.json$"
)
_PRIVATE = re.compile(rf"(?:^|/)(?:{_X}|{_META})")


def is_private(name: str) -> bool:
    """Whether a file of an export is never opened, not even to see what the export is."""
    return _PRIVATE.search(name) is not None


def skipped(tree: Tree) -> list[Skipped]:
    """Each such file, by its name."""
    return [Skipped(Why.PRIVATE, name) for name in tree.names() if is_private(name)]
