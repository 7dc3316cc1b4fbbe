"""X archives ("download an archive of your data"), old and new, and lists of posts as its API writes them.

Shapes: community-archive `docs/archive_data.md`; the folder of media and `tweet.js` from archives of 2018 to
2025. Only posts and the name of the account are opened: never messages, deleted posts or posts for a circle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from colophon.audit.readers import json_files, private, times, values
from colophon.audit.readers.html_text import unescaped
from colophon.audit.readers.ids import Ids
from colophon.audit.readers.media import Appearance, Media, urlsplit_path
from colophon.audit.readers.private import is_private
from colophon.audit.readers.tree import Tree
from colophon.audit.readers.x_notes import Notes
from colophon.audit.timeline import Item, Skipped, Why
from colophon.errors import InputError
from colophon.evidence import Occurrence

NAME = "x_archive"
_SITE = "x.com"
_POSTS = re.compile(r"(?:^|/)(tweets?|community-tweet)(?:-part(\d{1,4}))?\.js$")
_ACCOUNT = re.compile(r"(?:^|/)account\.js$")
_PROTECTED = re.compile(r"(?:^|/)protected-history\.js$")
_MEDIA = re.compile(r"(?:^|/)(?:community_)?tweets?_media/")
_NOT_FOR_ALL = ("exclusive_tweet_control", "trusted_friends_control")  # subscribers only, a circle only
_SCRIPTS = 20  # scripts that are looked into to see whether they are of an archive


def detect(tree: Tree) -> bool:
    """Whether a script assigns to ``window.YTD``, or the only file is a list of posts."""
    names = tree.names()
    scripts = [name for name in names if name.endswith(".js") and not is_private(name)]
    scripts.sort(key=lambda name: not (_POSTS.search(name) or _ACCOUNT.search(name)))
    if any(
        tree.head(name, 64).lstrip(b"\xef\xbb\xbf \r\n").startswith(b"window.YTD.")
        for name in scripts[:_SCRIPTS]
    ):
        return True
    return len(names) == 1 and names[0].endswith(".json") and _is_post(json_files.first(tree, names[0]))


class XArchive:
    """Posts in the order of their files; their pictures lie in a folder of their own, by the post's id."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._media = Media(tree)

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it. Raises InputError for a part of an archive that holds no posts."""
        names = self._tree.names()
        posts = sorted((name for name in names if _POSTS.search(name)), key=_order)
        if not posts and not names[0].endswith(".json"):
            raise InputError(
                f"{self._tree.path.name} is part of an X archive and holds no posts: "
                "give the whole archive, with data/tweets.js"
            )
        reading = _Reading(self._tree, self._media, is_archive=bool(posts))
        for name in posts or names:
            for value in json_files.listed(self._tree, name):
                yield from [value] if isinstance(value, Skipped) else reading.post(value, name)
        yield from private.skipped(self._tree)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it."""
        return self._tree.read(locator, limit)


class _Reading:
    def __init__(self, tree: Tree, media: Media, *, is_archive: bool) -> None:
        self._media, self._is_archive, self._ids = media, is_archive, Ids()
        self._files = {name.rpartition("/")[2]: name for name in tree.names() if _MEDIA.search(name)}
        self._notes = Notes(tree)
        self._author = values.name(_last(tree, _ACCOUNT, "account").get("username"))
        action = values.name(_last(tree, _PROTECTED, "protectedHistory").get("action"))
        self._is_protected = (action or "").lower() == "protect"

    def post(self, value: object, file: str) -> Iterator[Item | Skipped]:
        """The pictures of one post; ``value`` holds it in ``tweet``, or is it (archives before 2020)."""
        tweet = values.mapping(values.mapping(value).get("tweet", value))
        id_ = values.name(tweet.get("id_str") or tweet.get("id"))
        if id_ is None or not _is_post(tweet):
            yield Skipped(Why.UNKNOWN, f"{file}: {id_ or 'a post without an id'}")
        elif self._is_protected or _is_private(tweet):
            yield Skipped(Why.PRIVATE, id_)
        elif not (media := _media_of(tweet)):
            yield Skipped(Why.NO_IMAGE, id_)
        else:
            for number, entry in enumerate(media, 1):
                yield self._picture(tweet, id_, self._ids.new(id_, number), values.mapping(entry))

    def _picture(
        self, tweet: Mapping[str, object], id_: str, name: str, entry: Mapping[str, object]
    ) -> Item | Skipped:
        if entry.get("type", "photo") != "photo":
            return Skipped(Why.VIDEO, name)
        appearance = Appearance(
            name, self._occurrence(tweet, id_, entry), times.of_x(tweet.get("created_at"))
        )
        return self._media.shown(self._found(id_, entry), appearance)

    def _found(self, id_: str, entry: Mapping[str, object]) -> str | Why:
        """``<id of the post>-<end of the address>``; a picture of another post may carry that one's id."""
        address = values.address(entry.get("media_url_https") or entry.get("media_url")) or ""
        end = urlsplit_path(address).rpartition("/")[2]
        for owner in (id_, values.name(entry.get("source_status_id_str"))):
            if found := self._files.get(f"{owner}-{end}"):
                return found
        return Why.NO_BYTES if self._is_archive or not address else Why.ELSEWHERE

    def _occurrence(self, tweet: Mapping[str, object], id_: str, entry: Mapping[str, object]) -> Occurrence:
        said = values.text(tweet.get("full_text") or tweet.get("text"))
        author = values.name(values.mapping(tweet.get("user")).get("screen_name")) or self._author
        source = values.name(entry.get("source_status_id_str"))
        return Occurrence(
            caption=self._notes.whole(id_, tweet.get("created_at"), unescaped(said)) if said else None,
            alt=values.text(entry.get("ext_alt_text")),
            site=_SITE,
            permalink=values.address(f"https://x.com/{author or 'i/web'}/status/{id_}"),
            author=f"@{author}" if author else None,
            reshare="retweeted_status" in tweet
            or (said or "").startswith("RT @")
            or source not in (None, id_),
        )


def _is_post(value: object) -> bool:
    post = values.mapping(value)
    return "id_str" in post and ("full_text" in post or "text" in post)


def _is_private(tweet: Mapping[str, object]) -> bool:
    return (
        values.mapping(tweet.get("scopes")).get("followers") is True
        or values.mapping(tweet.get("user")).get("protected") is True
        or any(tweet.get(key) for key in _NOT_FOR_ALL)
    )


def _media_of(tweet: Mapping[str, object]) -> list[object]:
    """``extended_entities`` holds all pictures, ``entities`` only the first."""
    shared = values.mapping(tweet.get("retweeted_status"))
    for holder in (tweet, shared):
        for key in ("extended_entities", "entities"):
            if media := values.rows(values.mapping(holder.get(key)).get("media")):
                return list(media)
    return []


def _last(tree: Tree, pattern: re.Pattern[str], key: str) -> Mapping[str, object]:
    """What stands under ``key`` in the last element of the first file that ``pattern`` names."""
    found: Mapping[str, object] = {}
    for name in [name for name in tree.names() if pattern.search(name)][:1]:
        for value in json_files.listed(tree, name):
            found = values.mapping(values.mapping(value).get(key))
    return found


def _order(name: str) -> tuple[bool, int, str]:
    """Posts before those of communities, parts by their number."""
    match = _POSTS.search(name)
    return (bool(match and match[1] == "community-tweet"), int(match[2] or 0) if match else 0, name)
