"""Facebook's export in JSON: posts, albums and stories.

Old layout: `posts/`; new since 2024: `your_facebook_activity/posts/`.

The export does not say who could see a post: it is taken for one that whoever gives the export lays open.
Messages and posts in groups are not opened. No licensed real export was found to test with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from colophon.audit.readers import json_files, meta, private, times, values
from colophon.audit.readers.ids import Ids
from colophon.audit.readers.media import Appearance, Media
from colophon.audit.readers.meta_labels import labelled
from colophon.audit.readers.private import is_private
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why
from colophon.evidence import Occurrence

NAME = "facebook"
_SITE = "facebook.com"
_FOLDERS = (
    "your_facebook_activity",
    "this_profile's_activity_across_facebook",
    "posts",
    "stories",
    "photos_and_videos",
)
_POSTS = re.compile(r"(?:^|/)your_posts(?:__[^/]*)?(?:_(\d{1,4}))?\.json$")
# Kind, the file, and where the list lies in it; in the order in which they are read.
_LISTS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("posts", _POSTS, ""),
    ("photos", re.compile(r"(?:^|/)(?:your_)?uncategorized_photos\.json$"), "other_photos_v2"),
    ("albums", re.compile(r"(?:^|/)album/\d{1,6}\.json$"), "photos"),
    ("videos", re.compile(r"(?:^|/)(?:your_)?videos\.json$"), "videos_v2"),
    ("stories", re.compile(r"(?:^|/)archived_stories(?:_\d+)?\.json$"), "archived_stories_v2"),
)
_LOOKED_INTO = 20  # files that are looked into to see whether they are of Facebook


def detect(tree: Tree) -> bool:
    """Whether a list holds posts with a ``timestamp`` and ``data`` or ``attachments``, or pictures."""
    named = [(name, key) for name, _, key in _files(tree)]
    return any(_is_entry(json_files.first(tree, name, *_path(key))) for name, key in named[:_LOOKED_INTO])


class Facebook:
    """Posts first. What an album names again is one appearance, that in the post."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it."""
        reading = _Reading(_author(self._tree))
        for name, kind, key in _files(self._tree):
            pictures = meta.Pictures(Media(self._tree, (meta.root_of(name, _FOLDERS), _up(name), "")))
            for number, value in enumerate(json_files.listed(self._tree, name, *_path(key))):
                if isinstance(value, Skipped):
                    yield value
                else:
                    yield from reading.entry(values.mapping(value), kind, f"{name}:{number}", pictures)
        yield from meta.unread(self._tree, [name for name, _, _ in _files(self._tree)])
        yield from private.skipped(self._tree)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it."""
        return self._tree.read(locator, limit)


class _Reading:
    def __init__(self, author: str | None) -> None:
        self._author, self._ids = author, Ids()
        self._posted: set[int] = set()  # hashes of what posts name: some 20 MB for 200,000

    def entry(
        self, entry: Mapping[str, object], kind: str, place: str, pictures: meta.Pictures
    ) -> Iterator[Item | Skipped]:
        """A post or a story with its attachments; in the other lists the entry is the picture."""
        more = labelled(entry)
        named = [entry] if "uri" in entry else [*_attached(entry), *more.media]
        for medium in named:
            uri = values.text(medium.get("uri")) or place
            if kind in ("photos", "albums", "videos") and hash(uri) in self._posted:
                continue
            self._posted.add(hash(uri))
            yield pictures.shown(
                medium,
                Appearance(
                    self._ids.new(kind, uri),
                    self._occurrence(entry, medium, more.caption),
                    _time(entry, medium),
                ),
            )
        if not named:
            yield Skipped(Why.NO_IMAGE if _is_entry(entry) else Why.UNKNOWN, place)

    def _occurrence(
        self, entry: Mapping[str, object], medium: Mapping[str, object], caption: str | None
    ) -> Occurrence:
        """``title`` is Facebook's: of a post a sentence ("... added a photo"), of a picture its album."""
        said = (meta.words(values.mapping(row).get("post")) for row in values.rows(entry.get("data")))
        caption = next(filter(None, said), caption) or meta.words(medium.get("description"))
        return Occurrence(caption=caption, site=_SITE, author=self._author)


def _attached(entry: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    for attachment in values.rows(entry.get("attachments")):
        for row in values.rows(values.mapping(attachment).get("data")):
            medium = values.mapping(values.mapping(row).get("media"))
            if "uri" in medium:
                yield medium


def _time(entry: Mapping[str, object], medium: Mapping[str, object]) -> datetime | None:
    return times.unix(entry.get("timestamp")) or times.unix(medium.get("creation_timestamp"))


def _is_entry(value: object) -> bool:
    entry = values.mapping(value)
    if "timestamp" in entry:
        return "attachments" in entry or "data" in entry or "label_values" in entry
    return "uri" in entry and "creation_timestamp" in entry


def _files(tree: Tree) -> list[tuple[str, str, str]]:
    """Name, kind and key of each list, in the order in which they are read."""
    found = [
        (place, _part(name), name, kind, key)
        for name in tree.names()
        if not is_private(name)
        for place, (kind, pattern, key) in enumerate(_LISTS)
        if pattern.search(name)
    ]
    return [(name, kind, key) for _, _, name, kind, key in sorted(found)]


def _part(name: str) -> int:
    match = re.search(r"(\d{1,6})\.json$", name)
    return int(match[1]) if match else 0


def _path(key: str) -> tuple[str, ...]:
    return (key,) if key else ()


def _up(name: str) -> str:
    """The folder above that of the list: where `posts/` of an old export lies."""
    return "".join(f"{part}/" for part in name.split("/")[:-2])


def _author(tree: Tree) -> str | None:
    """The name of the account; of the rest of its profile nothing is kept."""
    for name in tree.names():
        if name.rpartition("/")[2] == "profile_information.json":
            profile = json_files.whole(tree, name)
            known = values.mapping(values.mapping(profile).get("profile_v2"))
            return meta.words(values.mapping(known.get("name")).get("full_name"))
    return None
