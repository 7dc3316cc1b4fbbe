"""Bluesky: repositories (CAR files) with their blobs beside them, and posts as the API writes them in JSON.

A repository holds no pictures, only their CIDs: blobs are files named by CID, in any folder beside it (as
`goat blob export` writes them). Their bytes are checked against the CID whenever they are read. Messages are
in no repository.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from colophon.audit.readers import json_files, times, values
from colophon.audit.readers.bluesky_posts import POST, REPOST, SITE, Picture, permalink, pictures, self_labels
from colophon.audit.readers.car import Car, digest_of
from colophon.audit.readers.ids import Ids
from colophon.audit.readers.media import Appearance, Media
from colophon.audit.readers.private import is_private
from colophon.audit.readers.repository import Repository
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why
from colophon.errors import HashMismatch, InputError, TooLarge
from colophon.evidence import Occurrence

NAME = "bluesky"
_CAR_HEAD = b"\xa2eroots\x81\xd8*"  # DAG-CBOR of a map that begins with one root; before it a varint
_TYPE = re.compile(rb'"\$type"\s{0,9}:\s{0,9}"app\.bsky\.')
_JSON_HEAD = 16 * 1024
_LOOKED_INTO = 20  # files that are looked into to see what a source is


def detect(tree: Tree) -> bool:
    """Whether there is a CAR file, or JSON with a type of `app.bsky`."""
    return bool(_cars(tree)) or any(_is_json(tree, name) for name in _documents(tree)[:_LOOKED_INTO])


class Bluesky:
    """Posts of each repository in the order of their keys, which is that of time; then those in JSON."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it."""
        finder = _Blobs(self._tree)
        for name in _cars(self._tree):
            yield from self._car(name, finder)
        for name in _documents(self._tree):
            if _is_json(self._tree, name):
                yield from self._json(name, finder)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it. Raises HashMismatch where the bytes are not those that the CID names."""
        data = self._tree.read(locator, limit)
        if digest_of(_stem(locator)) != sha256(data).digest():
            raise HashMismatch(
                f"{locator} does not hold the bytes that its CID names: export the blobs again"
            )
        return data

    def _car(self, name: str, finder: _Blobs) -> Iterator[Item | Skipped]:
        try:
            with self._tree.open(name) as opened:
                limits = self._tree.limits
                file = opened if opened.seekable() else io.BytesIO(self._tree.read(name, limits.json_bytes))
                repository = Repository(Car(file, limits.record_bytes))
                for key, value in repository.records():
                    yield from _record(repository.did, key, value, name, finder)
        except TooLarge:
            yield Skipped(Why.TOO_LARGE, name)
        except InputError:
            yield Skipped(Why.DAMAGED, name)

    def _json(self, name: str, finder: _Blobs) -> Iterator[Item | Skipped]:
        document = json_files.whole(self._tree, name)
        if isinstance(document, Skipped):
            yield document
            return
        shape = values.mapping(document)
        posts = values.rows(shape.get("feed")) or values.rows(shape.get("posts")) or [document]
        for number, value in enumerate(posts):
            yield from _view(values.mapping(value), f"{name}:{number}", finder)


class _Blobs:
    def __init__(self, tree: Tree) -> None:
        self._media, self._ids = Media(tree), Ids()
        self._files = {_stem(name): name for name in tree.names() if _stem(name).startswith("baf")}

    def shown(self, picture: Picture, key: str, number: int, known: Appearance) -> Item | Skipped:
        """The appearance of one picture of a post."""
        id_ = self._ids.new(key, number)
        if picture.kind != "image":
            return Skipped(Why.VIDEO, id_)
        found = self._files.get(picture.cid or "") or (Why.ELSEWHERE if picture.address else Why.NO_BYTES)
        return self._media.shown(found, Appearance(id_, known.occurrence, known.posted_at))


def _record(did: str, key: str, value: object, place: str, finder: _Blobs) -> Iterator[Item | Skipped]:
    """A record of a repository; other collections than posts and reposts hold no pictures of the timeline."""
    collection, _, rkey = key.partition("/")
    record = values.mapping(value)
    if not key or (collection in (POST, REPOST) and not record):
        yield Skipped(Why.DAMAGED, f"{place}: {key or 'a part of its tree'}")
    elif collection == REPOST:
        yield Skipped(Why.ELSEWHERE, key)
    elif collection == POST:
        yield from _post(record, record.get("embed"), did, did, rkey, finder, reshare=False)


def _view(value: Mapping[str, object], place: str, finder: _Blobs) -> Iterator[Item | Skipped]:
    """A post of a feed, alone or in ``post`` with the reason why it is there."""
    post = values.mapping(value.get("post")) or value
    record = values.mapping(post.get("record")) or post
    uri = values.name(post.get("uri")) or ""
    account, _, path = uri.removeprefix("at://").partition("/")
    if record.get("$type") != POST:
        yield Skipped(Why.UNKNOWN, place)
        return
    author = values.mapping(post.get("author"))
    handle = values.name(author.get("handle"))
    reason = str(values.mapping(value.get("reason")).get("$type"))
    embed = post.get("embed") or record.get("embed")
    rkey = path.rpartition("/")[2]
    named = f"@{handle}" if handle else account or None
    yield from _post(
        record, embed, named, account, rkey or place, finder, reshare=reason.endswith("#reasonRepost")
    )


def _post(
    record: Mapping[str, object],
    embed: object,
    author: str | None,
    account: str,
    rkey: str,
    finder: _Blobs,
    *,
    reshare: bool,
) -> Iterator[Item | Skipped]:
    key = f"{account}/{rkey}" if account else rkey
    held = list(pictures(embed))
    for number, picture in enumerate(held, 1):
        occurrence = Occurrence(
            caption=values.text(record.get("text")),
            alt=picture.alt,
            platform_label=self_labels(record),
            site=SITE,
            permalink=permalink(account or None, rkey),
            author=author,
            reshare=reshare or picture.quoted,
        )
        known = Appearance(key, occurrence, times.iso(record.get("createdAt")))
        yield finder.shown(picture, key, number, known)
    if not held:
        yield Skipped(Why.NO_IMAGE, key)


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]


def _cars(tree: Tree) -> list[str]:
    named = [name for name in tree.names() if name.endswith(".car")] or list(tree.names()[:1])
    return [name for name in named if _CAR_HEAD in tree.head(name, 24)[:12]]


def _documents(tree: Tree) -> list[str]:
    return [name for name in tree.names() if name.endswith(".json") and not is_private(name)]


def _is_json(tree: Tree, name: str) -> bool:
    return _TYPE.search(tree.head(name, _JSON_HEAD)) is not None
