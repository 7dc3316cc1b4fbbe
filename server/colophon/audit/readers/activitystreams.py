"""Loose documents of ActivityStreams 2.0: posts, activities and collections, one or more to a file.

What says for whom it is has to be for everybody; what does not say is taken as published, since a document of
its own is what a server gives to anybody who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from colophon.audit.readers import activity, json_files, values
from colophon.audit.readers.ids import Ids
from colophon.audit.readers.media import Appearance, Media
from colophon.audit.readers.private import is_private
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why

NAME = "activitystreams"
_MARK = re.compile(rb'"@context"\s{0,9}:[^}]{0,2000}"' + re.escape(activity.CONTEXT.encode()) + b'"')
_HEAD = 4096  # bytes in which the context stands
_LISTS = ("orderedItems", "items")
_ENDINGS = (".json", ".jsonld", ".as2")
_FILES = 20  # that are looked into to see what a source is
_ACTIVITIES = frozenset({"Create", "Update", "Announce", "Add"})
_PERSONS = frozenset({"Person", "Service", "Application", "Organization", "Group"})


def detect(tree: Tree) -> bool:
    """Whether one of the first documents names the context of ActivityStreams."""
    return any(_is_one(tree, name) for name in _documents(tree)[:_FILES])


class ActivityStreams:
    """Documents in the order of their names, a collection in its own."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it."""
        ids = Ids()
        for name in _documents(self._tree):
            if not _is_one(self._tree, name):
                continue
            media = Media(self._tree, ("", name.rpartition("/")[0] + "/" if "/" in name else ""))
            for number, value in enumerate(self._values(name)):
                if isinstance(value, Skipped):
                    yield value
                else:
                    yield from _object(values.mapping(value), f"{name}:{number}", media, ids)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it."""
        return self._tree.read(locator, limit)

    def _values(self, name: str) -> Iterator[object | Skipped]:
        """The elements of a collection, else the document."""
        empty = True
        for key in _LISTS:
            for value in json_files.listed(self._tree, name, key):
                empty = False
                yield value
        if empty:
            yield json_files.whole(self._tree, name)


def _object(value: Mapping[str, object], place: str, media: Media, ids: Ids) -> Iterator[Item | Skipped]:
    reshare = "Announce" in activity.types(value)
    post = values.mapping(value.get("object")) if activity.types(value) & _ACTIVITIES else value
    if False in (activity.is_public(value), activity.is_public(post)):
        yield Skipped(Why.PRIVATE, place)
        return
    if not post:
        yield Skipped(Why.ELSEWHERE if reshare else Why.UNKNOWN, place)
        return
    named = [] if activity.types(post) & _PERSONS else list(activity.files(post))
    author = activity.author_of(post) or activity.author_of(value)
    for number, file in enumerate(named, 1):
        name = ids.new(values.name(post.get("id")) or place, number)
        known = activity.appearance(post, name, file, author)
        yield _file(file, media, replace(known, occurrence=replace(known.occurrence, reshare=reshare)))
    if not named:
        yield Skipped(Why.NO_IMAGE, place)


def _file(file: activity.Named, media: Media, appearance: Appearance) -> Item | Skipped:
    if file.kind != "image":
        return Skipped(Why.VIDEO if file.kind == "video" else Why.NO_IMAGE, appearance.id)
    return media.shown(media.of_address(file.path), appearance)


def _documents(tree: Tree) -> list[str]:
    return [name for name in tree.names() if name.lower().endswith(_ENDINGS) and not is_private(name)]


def _is_one(tree: Tree, name: str) -> bool:
    return _MARK.search(tree.head(name, _HEAD)) is not None
