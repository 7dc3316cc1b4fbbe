"""Posts of Bluesky, as records of a repository and as views of its API: which pictures they hold.

Lexicons: `app.bsky.feed.post`, `app.bsky.embed.*`, `com.atproto.label.defs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from colophon.audit.readers import values
from colophon.audit.readers.car import cid_text

POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
SITE = "bsky.app"
_EMBED = "app.bsky.embed."
_IN_ADDRESS = re.compile(r"/img/[\w-]{1,40}/plain/[^/]{1,300}/(\w{1,120})")


@dataclass(frozen=True, slots=True)
class Picture:
    """``cid`` names the bytes as they were uploaded; ``quoted`` says that it is in the post of another."""

    kind: str
    cid: str | None = None
    alt: str | None = None
    address: str | None = None
    quoted: bool = False


def pictures(embed: object, *, quoted: bool = False) -> Iterator[Picture]:
    """Pictures and videos of an embed, and one level of what it quotes. Previews of links are none."""
    shape = values.mapping(embed)
    kind = (values.name(shape.get("$type")) or "").removeprefix(_EMBED).removesuffix("#view")
    if kind == "images":
        yield from (_picture(values.mapping(entry), quoted) for entry in values.rows(shape.get("images")))
    elif kind == "video":
        yield Picture("video", quoted=quoted)
    elif kind == "recordWithMedia":
        yield from pictures(_once(shape.get("media"), "recordWithMedia"), quoted=quoted)
        yield from _quoted(values.mapping(values.mapping(shape.get("record")).get("record")), quoted)
    elif kind == "record":
        yield from _quoted(values.mapping(shape.get("record")), quoted)


def self_labels(record: Mapping[str, object]) -> str | None:
    """What the author says of the post in a label, after words that say whose it is: never the platform's."""
    given = values.rows(values.mapping(record.get("labels")).get("values"))
    named = [name for label in given if (name := values.name(values.mapping(label).get("val")))]
    return f"self-label: {', '.join(named)}" if named else None


def permalink(account: str | None, key: str) -> str | None:
    """The address of a post at Bluesky."""
    return values.address(f"https://bsky.app/profile/{account}/post/{key}") if account else None


def _picture(entry: Mapping[str, object], quoted: bool) -> Picture:
    address = values.address(entry.get("fullsize"))
    in_address = _IN_ADDRESS.search(address or "")
    cid = _cid(values.mapping(entry.get("image"))) or (in_address[1] if in_address else None)
    return Picture("image", cid, values.text(entry.get("alt")), address, quoted)


def _quoted(record: Mapping[str, object], already: bool) -> Iterator[Picture]:
    """The pictures of a quoted post, where a view shows them."""
    if not already:
        for embed in (*values.rows(record.get("embeds")), *values.rows(record.get("embed"))):
            yield from pictures(embed, quoted=True)


def _once(embed: object, kind: str) -> object:
    return None if str(values.mapping(embed).get("$type")).startswith(_EMBED + kind) else embed


def _cid(blob: Mapping[str, object]) -> str | None:
    """The name of a blob: bytes in a repository, ``$link`` in JSON, ``cid`` in records of 2022 and before."""
    ref = blob.get("ref")
    return cid_text(ref) or values.name(values.mapping(ref).get("$link")) or values.name(blob.get("cid"))
