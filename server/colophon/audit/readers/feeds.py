"""RSS and Atom, saved as files: what their entries show, where its bytes were saved with them.

Without a DTD and its entities (defusedxml); one entry is held at a time. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from colophon.audit.readers.feed_entries import Entry, entry_of, local
from colophon.audit.readers.ids import Ids
from colophon.audit.readers.media import Appearance, Media
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why
from colophon.errors import InputError
from colophon.evidence import Occurrence

NAME = "feed"
_ENDINGS = (".xml", ".rss", ".atom", ".rdf")
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(rss|feed|RDF)[\s>]")
_BEFORE = re.compile(
    rb"<!--.{0,4000}?-->|<\?.{0,1000}?\?>|<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,4000}\])?\s*>", re.DOTALL
)
_HEAD = 16 * 1024  # bytes in which the root stands
_LOOKED_INTO = 20  # files that are looked into to see what a source is
_MOST_HELD = 50_000  # elements of one entry: about 15 MB; real ones have some hundred
_DEEPEST = 500  # elements within elements
_ENTRIES = frozenset({"item", "entry"})


def detect(tree: Tree) -> bool:
    """Whether the root of a file is that of RSS (0.9 to 2) or Atom."""
    return any(_is_feed(tree, name) for name in _files(tree)[:_LOOKED_INTO])


class Feeds:
    """Entries in the order of the feed, feeds in that of their names."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it."""
        ids = Ids()
        for name in _files(self._tree):
            if _is_feed(self._tree, name):
                folder = name.rpartition("/")[0] + "/" if "/" in name else ""
                yield from self._feed(name, _Reading(Media(self._tree, (folder, "")), ids, name))

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it."""
        return self._tree.read(locator, limit)

    def _feed(self, name: str, reading: _Reading) -> Iterator[Item | Skipped]:
        if self._tree.size(name) > self._tree.limits.json_bytes:
            yield Skipped(Why.TOO_LARGE, name)
            return
        try:
            with self._tree.open(name) as file:
                yield from reading.entries(iterparse(file, events=("start", "end"), forbid_dtd=True))
        except (InputError, ParseError, DefusedXmlException, ValueError, LookupError):
            yield Skipped(Why.DAMAGED, name)


@dataclass(slots=True)
class _Reading:
    media: Media
    ids: Ids
    place: str

    def entries(self, events: Iterator[tuple[str, Element]]) -> Iterator[Item | Skipped]:
        """What is read goes out of memory: each entry, and what stands between entries."""
        above: list[Element] = []
        number = held = within = 0
        for event, element in events:
            is_entry = local(element) in _ENTRIES
            if event == "start":
                above.append(element)
                held, within = held + 1, within + is_entry
                if held > _MOST_HELD or len(above) > _DEEPEST:
                    raise InputError(f"one entry has more than {_MOST_HELD:,} elements: it is no feed")
                continue
            above.pop()
            within -= is_entry
            if is_entry and not within:
                number += 1
                yield from self._entry(entry_of(element), f"{self.place}:{number}")
            if not within:
                held = len(above)
                element.clear()
                if above:
                    above[-1].remove(element)

    def _entry(self, entry: Entry, place: str) -> Iterator[Item | Skipped]:
        for number, shown in enumerate(entry.files, 1):
            id_ = self.ids.new(entry.id or place, number)
            if shown.kind != "image":
                yield Skipped(Why.VIDEO if shown.kind == "video" else Why.NO_IMAGE, id_)
                continue
            occurrence = Occurrence(
                caption=entry.caption,
                alt=shown.alt,
                site=entry.site,
                permalink=entry.permalink,
                author=entry.author,
            )
            found = self.media.of_address(shown.path)
            yield self.media.shown(found, Appearance(id_, occurrence, entry.posted_at))
        if not entry.files:
            yield Skipped(Why.NO_IMAGE, entry.id or place)


def _files(tree: Tree) -> list[str]:
    names = tree.names()
    return [name for name in names if name.lower().endswith(_ENDINGS) or len(names) == 1]


def _is_feed(tree: Tree, name: str) -> bool:
    head = _BEFORE.sub(b"", tree.head(name, _HEAD)).lstrip(b"\xef\xbb\xbf \r\n\t")
    return _ROOT.match(head) is not None
