"""Mastodon's archive ("request your archive"): `outbox.json` with the account's activities, media beside it.

Only public and unlisted posts: what is addressed to followers or to persons is in the outbox too. Likes and
bookmarks are the posts of others and are not opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from colophon.audit.readers import activity, json_files, times, values
from colophon.audit.readers.ids import Ids
from colophon.audit.readers.media import Appearance, Media, urlsplit_path
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why

NAME = "mastodon"
_OUTBOX = "outbox.json"
_ITEMS = "orderedItems"


def detect(tree: Tree) -> bool:
    """Whether there is an outbox that is a collection of ActivityStreams."""
    name = _outbox(tree)
    head = tree.head(name) if name else b""
    return activity.CONTEXT.encode() in head and f'"{_ITEMS}"'.encode() in head


class Mastodon:
    """Activities in the order of the outbox, which is that of time."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._root = (_outbox(tree) or _OUTBOX).removesuffix(_OUTBOX)
        self._media = Media(tree, (self._root,))

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it. Two ``orderedItems`` are both read: real archives have an empty one first."""
        actor = json_files.whole(self._tree, f"{self._root}actor.json")
        author = _handle(values.mapping(actor))
        ids = Ids()
        for number, value in enumerate(json_files.listed(self._tree, self._root + _OUTBOX, _ITEMS)):
            if isinstance(value, Skipped):
                yield value
            else:
                yield from self._activity(values.mapping(value), f"{_OUTBOX}:{number}", author, ids)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it."""
        return self._tree.read(locator, limit)

    def _activity(
        self, did: Mapping[str, object], place: str, author: str | None, ids: Ids
    ) -> Iterator[Item | Skipped]:
        post = values.mapping(did.get("object"))
        said = [
            public for public in (activity.is_public(did), activity.is_public(post)) if public is not None
        ]
        id_ = values.name(post.get("id")) or values.name(did.get("id")) or place
        if not did:
            yield Skipped(Why.UNKNOWN, place)
        elif not said or not all(said):
            yield Skipped(Why.PRIVATE, place)
        elif not post:  # an Announce holds the address of somebody else's post, and nothing of it
            yield Skipped(Why.ELSEWHERE if "Announce" in activity.types(did) else Why.UNKNOWN, place)
        else:
            yield from self._post(did, post, id_, author, ids)

    def _post(
        self, did: Mapping[str, object], post: Mapping[str, object], id_: str, author: str | None, ids: Ids
    ) -> Iterator[Item | Skipped]:
        reshare = "Announce" in activity.types(did)
        named = list(activity.files(post))
        for number, file in enumerate(named, 1):
            name = ids.new(id_, number)
            known = activity.appearance(post, name, file, author)
            time = known.posted_at or times.iso(did.get("published"))
            yield self._file(file, Appearance(name, replace(known.occurrence, reshare=reshare), time))
        if not named:
            yield Skipped(Why.NO_IMAGE, id_)

    def _file(self, file: activity.Named, appearance: Appearance) -> Item | Skipped:
        if file.kind != "image":
            return Skipped(Why.VIDEO if file.kind == "video" else Why.NO_IMAGE, appearance.id)
        found = self._media.by_suffix(urlsplit_path(file.path))
        if found is Why.NO_BYTES and values.host(file.path):
            found = Why.ELSEWHERE
        return self._media.shown(found, appearance)


def _outbox(tree: Tree) -> str | None:
    """At the root, or in the one folder that an archive was packed in."""
    names = (name for name in tree.names() if name.rpartition("/")[2] == _OUTBOX and name.count("/") < 2)
    return min(names, key=lambda name: name.count("/"), default=None)


def _handle(actor: Mapping[str, object]) -> str | None:
    """``@user@host``, as posts show it."""
    user, host = values.name(actor.get("preferredUsername")), values.host(actor.get("id"))
    return f"@{user}@{host}" if user and host else None
