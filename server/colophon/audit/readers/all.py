"""Every reader of timelines: which one knows a source is decided by what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from colophon.audit.limits import Limits
from colophon.audit.readers import (
    activitystreams,
    bluesky,
    csv,
    facebook,
    feeds,
    folder,
    har,
    instagram,
    mastodon,
    recording,
    warc,
    x,
)
from colophon.audit.readers.tree import Tree, open_tree
from colophon.audit.timeline import Item, Skipped, Source
from colophon.errors import InputError


@dataclass(frozen=True, slots=True)
class Reader:
    """``detect`` says whether a tree is of this format, ``make`` reads it. ``words`` name it to a person."""

    words: str
    detect: Callable[[Tree], bool]
    make: Callable[[Tree], Source]


# The particular before the general: those that look only into files of certain names come first, so that
# nothing of an export is opened that is not for everybody; the folder of pictures takes whatever holds one.
READERS: tuple[Reader, ...] = (
    Reader("a recording of the browser extension", recording.detect, recording.Recording),
    Reader("an X archive", x.detect, x.XArchive),
    Reader("a Mastodon archive", mastodon.detect, mastodon.Mastodon),
    Reader("an Instagram export", instagram.detect, instagram.Instagram),
    Reader("a Facebook export", facebook.detect, facebook.Facebook),
    Reader("ActivityStreams documents", activitystreams.detect, activitystreams.ActivityStreams),
    Reader("a Bluesky repository", bluesky.detect, bluesky.Bluesky),
    Reader("RSS or Atom feeds", feeds.detect, feeds.Feeds),
    Reader("a web archive (WARC, ARC, WACZ)", warc.detect, warc.WebArchive),
    Reader("a recording of a browser (HAR)", har.detect, har.Recording),
    Reader("a table of pictures (CSV)", csv.detect, csv.Table),
    Reader("pictures", folder.detect, folder.Folder),
)


class _WithRefused:
    """A source whose items begin with what its tree did not let in."""

    def __init__(self, source: Source, tree: Tree) -> None:
        self.name = source.name
        self._source, self._tree = source, tree

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it."""
        yield from self._tree.refused
        yield from self._source.items()

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it."""
        return self._source.read(locator, limit)


def open_source(path: Path, work: Path, limits: Limits | None = None) -> Source:
    """The timeline at ``path``, by the first reader that knows what it holds.

    ``work`` is a folder of the audit's own. Raises InputError where no reader does, where it is damaged or
    absent; TooLarge beyond ``limits``.
    """
    tree = open_tree(path, work, limits or Limits())
    for reader in READERS:
        if reader.detect(tree):
            return _WithRefused(reader.make(tree), tree)
    known = ", ".join(reader.words for reader in READERS)
    refused = f" ({len(tree.refused):,} of its names were refused)" if tree.refused else ""
    raise InputError(
        f"{path.name} is of no kind that is read{refused}: it holds none of: {known}. Put its pictures into "
        "a folder: they are read without captions"
    )
