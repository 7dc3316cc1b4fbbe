"""Instagram's export in JSON: posts, reels and stories.

Old layout: `content/`; new since 2025: `your_instagram_activity/media/`.

An account that its own export calls private has no public posts, so none is read. Messages, archived and
deleted posts are not opened. The export holds no addresses of posts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from colophon.audit.readers import json_files, meta, private, times, values
from colophon.audit.readers.ids import Ids
from colophon.audit.readers.media import Appearance, Media
from colophon.audit.readers.meta_labels import labelled
from colophon.audit.readers.mojibake import repaired
from colophon.audit.readers.private import is_private
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why
from colophon.evidence import Occurrence

NAME = "instagram"
_SITE = "instagram.com"
_LISTS = re.compile(r"(posts|reels|stories)(?:_(\d{1,4}))?\.json$")
_KEYS = {"posts": (), "reels": ("ig_reels_media",), "stories": ("ig_stories",)}
_HEADS = (b'"ig_reels_media"', b'"ig_stories"')
_FOLDERS = ("your_instagram_activity", "content")
_ACCOUNT = "personal_information.json"
# Names in an export are in the language of the account; these are those of the site's own settings.
_PRIVATE_ACCOUNT = frozenset(
    {
        *("Private Account", "Private account", "Privates Konto", "Cuenta privada", "Compte privé"),
        *("Conta privada", "Privat konto", "私密账户", "私密帳號", "निजी अकाउंट", "حساب خاص"),
    }
)
_LOOKED_INTO = 20  # files that are looked into to see whether they are of Instagram


def detect(tree: Tree) -> bool:
    """Whether a list holds posts with ``media`` and ``creation_timestamp``, or names reels or stories."""
    return any(_is_list(tree, name) for name in _lists(tree)[:_LOOKED_INTO])


class Instagram:
    """Posts, then reels, then stories, each in the order of the export."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it."""
        author, is_private = _account(self._tree)
        ids = Ids()
        read = [name for name in _lists(self._tree) if _is_list(self._tree, name)]
        for name in read:
            roots = (meta.root_of(name, _FOLDERS), name.rpartition("/")[0] + "/" if "/" in name else "")
            pictures = meta.Pictures(Media(self._tree, roots))
            kind = _kind(name)
            for number, value in enumerate(json_files.listed(self._tree, name, *_KEYS[kind])):
                if isinstance(value, Skipped):
                    yield value
                elif is_private:
                    yield Skipped(Why.PRIVATE, f"{name}:{number}")
                else:
                    yield from _post(values.mapping(value), kind, f"{name}:{number}", author, pictures, ids)
        yield from meta.unread(self._tree, read)
        yield from private.skipped(self._tree)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it."""
        return self._tree.read(locator, limit)


def _post(
    post: Mapping[str, object], kind: str, place: str, author: str | None, pictures: meta.Pictures, ids: Ids
) -> Iterator[Item | Skipped]:
    """A story stands for itself, a post holds a list; with one picture only the picture has a title."""
    more = labelled(post)
    entries = [*map(values.mapping, values.rows(post.get("media"))), *more.media] or [post]
    if not any("uri" in entry for entry in entries):
        yield Skipped(Why.NO_IMAGE if "media" in post else Why.UNKNOWN, place)
        return
    for entry in entries:
        caption = meta.words(post.get("title")) or more.caption or meta.words(entry.get("title"))
        moments = (post.get("creation_timestamp"), post.get("timestamp"), entry.get("creation_timestamp"))
        time = next(filter(None, map(times.unix, moments)), None)
        id_ = ids.new(kind, values.text(entry.get("uri")) or place)
        yield pictures.shown(
            entry, Appearance(id_, Occurrence(caption=caption, site=_SITE, author=author), time)
        )


def _account(tree: Tree) -> tuple[str | None, bool]:
    """The name of the account, and whether it is private; of the rest of that file nothing is kept."""
    for name in tree.names():
        if name.rpartition("/")[2] != _ACCOUNT:
            continue
        for value in json_files.listed(tree, name, "profile_user"):
            known = values.mapping(values.mapping(value).get("string_map_data"))
            user = values.name(values.mapping(known.get("Username")).get("value"))
            says = (value for key, value in known.items() if repaired(key) in _PRIVATE_ACCOUNT)
            is_private = any(
                values.name(values.mapping(value).get("value")) in ("True", "true") for value in says
            )
            return (f"@{user}" if user else None), is_private
    return None, False


def _lists(tree: Tree) -> list[str]:
    names = (name for name in tree.names() if _LISTS.search(name) and not is_private(name))
    return sorted(names, key=lambda name: (_kind(name), _part(name), name))


def _kind(name: str) -> str:
    match = _LISTS.search(name)
    return match[1] if match else ""


def _part(name: str) -> int:
    match = _LISTS.search(name)
    return int(match[2] or 0) if match else 0


def _is_list(tree: Tree, name: str) -> bool:
    if _kind(name) != "posts":
        return any(mark in tree.head(name, 4096) for mark in _HEADS)
    post = values.mapping(json_files.first(tree, name))
    if "media" not in post:
        return False
    named = any("uri" in values.mapping(entry) for entry in values.rows(post["media"]))
    return named or bool(labelled(post).media)
