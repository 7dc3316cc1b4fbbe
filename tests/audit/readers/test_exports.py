"""Exports of platforms: every picture with its words, all else with its reason, nothing private opened."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest
from tests.audit import exports
from tests.audit.exports import EXPORTS, Files, jpeg
from tests.audit.readers.archives import MAKERS, folder

from colophon.audit.readers import private
from colophon.audit.readers.all import open_source
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Source, Why
from colophon.errors import InputError, TooLarge
from colophon.evidence import Occurrence

MAX = 1 << 20
MASTODON = "https://social.example/users/ana/statuses"


def opened(path: Path, files: Files) -> Source:
    return open_source(folder(path / "source", files), path / "work")


def read(path: Path, files: Files) -> list[Item | Skipped]:
    return list(opened(path, files).items())


def items(found: Iterable[Item | Skipped]) -> dict[str, Item]:
    return {one.id: one for one in found if isinstance(one, Item)}


def skips(found: Iterable[Item | Skipped]) -> dict[str, int]:
    return dict(Counter(one.why.value for one in found if isinstance(one, Skipped)))


# Of each export the name of its format, how many pictures of which number are in it, and what is passed over.
HOLDS: dict[str, tuple[str, list[int], dict[str, int]]] = {
    "x": ("x_archive", [1, 2, 3, 4, 5, 7, 8, 9], {"no_image": 1, "video": 1, "no_bytes": 1, "private": 5}),
    "old x": ("x_archive", [1], {}),
    "mastodon": (
        "mastodon",
        [1, 2, 4],
        {"video": 1, "no_image": 2, "private": 2, "no_bytes": 1, "elsewhere": 2, "outside": 1},
    ),
    "bluesky": ("bluesky", [1, 2, 3], {"no_image": 2, "video": 1, "no_bytes": 1, "elsewhere": 1}),
    "instagram": (
        "instagram",
        [1, 2, 3, 5, 4],
        {"video": 2, "no_bytes": 1, "outside": 1, "no_image": 1, "unknown": 2, "private": 2},
    ),
    "facebook": (
        "facebook",
        [0, 1, 4, 3, 2],
        {"video": 1, "no_image": 1, "no_bytes": 1, "unknown": 2, "private": 2},
    ),
    "feeds": ("feed", [1, 2, 3], {"elsewhere": 1, "video": 1, "no_image": 1, "outside": 1}),
    "activitystreams": ("activitystreams", [1, 2], {"no_image": 1, "private": 1}),
}
HOLDS |= {f"old {name}": HOLDS[name] for name in ("instagram", "facebook")}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("name", EXPORTS)
def test_every_picture_and_every_reason_however_it_is_packed(name: str, maker: str, tmp_path: Path) -> None:
    source = open_source(MAKERS[maker](tmp_path, EXPORTS[name]), tmp_path / "work")
    found = list(source.items())
    right = [item for item in items(found).values() if item.id != "did:plc:ana/3f/1"]  # a test of its own
    held = [source.read(item.locator, MAX) for item in right]
    numbers = [[seed for seed in range(10) if jpeg(seed) == data] for data in held]
    assert (source.name, numbers, skips(found)) == (
        HOLDS[name][0],
        [[number] for number in HOLDS[name][1]],
        HOLDS[name][2],
    )
    assert found == list(source.items()), "the same whenever it is read"
    assert all(item.occurrence.site for item in items(found).values()) or name == "activitystreams"


PRIVATE = re.compile(r"direct|message|deleted|circle|archived_posts|groups|likes|bookmarks")


@pytest.mark.parametrize("name", EXPORTS)
def test_what_is_private_is_never_opened(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages most of all: whoever opens one of these files fails the test."""
    real = Tree.open

    def guarded(tree: Tree, file: str) -> BinaryIO:
        assert not PRIVATE.search(file), f"{file} was opened"
        return real(tree, file)

    monkeypatch.setattr(Tree, "open", guarded)
    source = opened(tmp_path, EXPORTS[name])
    found = list(source.items())
    held = {file for file in EXPORTS[name] if PRIVATE.search(file)}
    counted = {one.locator for one in found if isinstance(one, Skipped) and one.why is Why.PRIVATE}
    assert held - {"likes.json"} <= counted, "each is counted"
    with pytest.raises(AssertionError, match="was opened"):
        source.read("data/direct-messages.js", MAX)


def test_an_export_that_is_read_as_a_folder_shows_no_messages(tmp_path: Path) -> None:
    """In HTML, or without its lists: pictures without words, and none that was sent to somebody."""
    for name in ("instagram", "facebook", "x"):
        lists = (".json", ".js")
        rest = {file: data for file, data in EXPORTS[name].items() if not file.endswith(lists)}
        rest |= {
            f"{where}/a.jpg": jpeg(9) for where in ("messages/inbox/bea/photos", "data/direct_messages_media")
        }
        source = opened(tmp_path / name, rest)
        found = list(source.items())
        assert (source.name, skips(found)["private"]) == ("folder", 3 if name == "x" else 2)
        assert items(found)
        assert not [id_ for id_ in items(found) if "messages" in id_]


@pytest.mark.parametrize(
    ("name", "is_private"),
    [
        *(
            (f"{root}{name}", True)
            for root in ("", "a/b/")
            for name in (
                "messages/inbox/x.json",
                "direct-messages.js",
                "direct-messages-group.js",
                "direct-message-headers.js",
                "direct-messages-group-part1.js",
                "direct_messages_group_media/1.jpg",
                "deleted-tweets.js",
                "deleted-tweet-headers.js",
                "deleted_tweets_media/1.jpg",
                "twitter-circle-tweet.js",
                "twitter_circle_tweet_media/1.jpg",
                "archived_posts.json",
                "recently_deleted_content.json",
                "your_posts_in_groups.json",
            )
        ),
        *(
            (name, False)
            for name in (
                "tweets.js",
                "tweets_media/1-a.jpg",
                "deleted scenes/1.jpg",
                "direct/1.jpg",
                "direct_sun/1.jpg",
                "my messages/1.jpg",
                "posts_1.json",
                "archived_stories.json",
            )
        ),
    ],
)
def test_what_counts_as_private(name: str, is_private: bool) -> None:
    assert private.is_private(name) is is_private


def test_posts_of_x_keep_words_address_and_time(tmp_path: Path) -> None:
    found = items(read(tmp_path, EXPORTS["x"]))
    assert found["1/2"] == Item(
        "1/2",
        "data/tweets_media/1-B.png",
        Occurrence(
            caption="Two & two https://t.co/a",
            site="x.com",
            permalink="https://x.com/ana/status/1",
            author="@ana",
        ),
        datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC),
    )
    assert {id_ for id_, item in found.items() if item.occurrence.reshare} == {"2/1", "8/1"}
    assert (found["5/1"].occurrence.caption or "").endswith("xx and the rest of a long post")


@pytest.mark.parametrize(
    ("note", "is_whole"),
    [
        ({"tweetId": "1", "noteTweetResults": {"text": "A long post"}}, True),
        ({"createdAt": "2018-10-10T20:19:24.500Z", "core": {"text": "A long post"}}, True),
        ({"createdAt": "2018-10-10T20:19:24.500Z", "core": {"text": "Another long post"}}, False),
        ({"createdAt": "2018-10-10T20:19:29.500Z", "core": {"text": "A long post"}}, False),
        ({"core": 7}, False),
    ],
)
def test_a_long_post_of_x_is_whole_where_it_is_known(note: object, is_whole: bool, tmp_path: Path) -> None:
    files = {
        "data/tweets.js": exports.script("tweets", [exports.tweet(1, "A long…", exports.photo("A.jpg"))]),
        "data/note-tweet.js": exports.script("note_tweet", [{"noteTweet": note}]),
        "data/tweets_media/1-A.jpg": jpeg(1),
    }
    (item,) = items(read(tmp_path, files)).values()
    assert item.occurrence.caption == ("A long post" if is_whole else "A long…")


def test_parts_of_x_come_by_their_number_and_twice_is_told_apart(tmp_path: Path) -> None:
    post = [exports.tweet(1, "again", exports.photo("A.jpg"))]
    files = {f"data/tweets-part{part}.js": exports.script("tweets", post, part) for part in (2, 10)}
    files |= {"data/tweets.js": exports.script("tweets", [exports.tweet(3, "first")])}
    found = read(tmp_path, files)
    assert [one.id if isinstance(one, Item) else one.locator for one in found] == ["3", "1/1", "1/1~2"]


@pytest.mark.parametrize(("action", "is_read"), [("Protect", False), ("Unprotect", True)])
def test_a_protected_account_of_x_has_no_public_posts(action: str, is_read: bool, tmp_path: Path) -> None:
    history = [{"protectedHistory": {"action": "Protect"}}, {"protectedHistory": {"action": action}}]
    found = read(
        tmp_path, EXPORTS["x"] | {"data/protected-history.js": exports.script("protected_history", history)}
    )
    assert bool(items(found)) is is_read
    assert (skips(found)["private"] > 5) is not is_read


def test_a_part_of_an_x_archive_asks_for_the_whole(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"give the whole archive, with data/tweets\.js"):
        read(tmp_path, {"data/follower.js": exports.script("follower", [])})


@pytest.mark.parametrize("root", ["", "archive-2024/"])
def test_posts_of_mastodon_keep_words_and_alternative_text(root: str, tmp_path: Path) -> None:
    found = items(read(tmp_path, exports.mastodon(root)))
    item = found[f"{MASTODON}/1/1"]
    assert item.locator == f"{root}media_attachments/files/1/2/original/a.jpg"
    assert item.posted_at == datetime(2023, 5, 1, 10, tzinfo=UTC)
    assert item.occurrence == Occurrence(
        caption="Post 1 & more",
        alt="A balloon",
        site="social.example",
        permalink="https://social.example/@ana/1",
        author="@ana@social.example",
    )
    assert found[f"{MASTODON}/6/1"].occurrence.caption == "Sea\n\nPost 6 & more"


PUBLIC_FORMS = [exports.PUBLIC, "as:Public", "Public"]


@pytest.mark.parametrize(
    ("to", "cc", "is_public"),
    [
        *(([form], [], True) for form in PUBLIC_FORMS),
        *((form, None, True) for form in PUBLIC_FORMS),
        ([exports.FOLLOWERS], [exports.PUBLIC], True),
        ([exports.FOLLOWERS], [], False),
        ([], [], False),
        (["https://social.example/Public"], None, False),
        ([{"id": exports.PUBLIC}], [7], False),
    ],
)
def test_only_public_posts_of_mastodon(to: object, cc: object, is_public: bool, tmp_path: Path) -> None:
    note = exports.note(1, exports.document("/media_attachments/files/1/2/original/a.jpg"), to=to, cc=cc)
    base = exports.mastodon()
    outbox = {"@context": "https://www.w3.org/ns/activitystreams", "orderedItems": [note]}
    found = read(tmp_path, base | {"outbox.json": json.dumps(outbox).encode()})
    assert (len(items(found)), skips(found)) == ((1, {}) if is_public else (0, {"private": 1}))


def test_a_post_to_followers_in_a_public_activity_is_not_public(tmp_path: Path) -> None:
    note = exports.note(1, exports.document("/media_attachments/files/1/2/original/a.jpg"))
    note["object"] |= {"to": [exports.FOLLOWERS], "cc": []}  # type: ignore[operator]
    outbox = {"@context": "https://www.w3.org/ns/activitystreams", "orderedItems": [note]}
    found = read(tmp_path, exports.mastodon() | {"outbox.json": json.dumps(outbox).encode()})
    assert (items(found), skips(found)) == ({}, {"private": 1})


def test_an_account_that_instagram_calls_private_has_no_public_posts(tmp_path: Path) -> None:
    found = read(tmp_path, exports.instagram(private=True))
    assert items(found) == {}
    assert skips(found) == {"private": 11, "unknown": 1}


def test_an_account_that_is_called_private_in_another_language_is_private(tmp_path: Path) -> None:
    account = {"Nom de profil": {"value": "ana"}, "Compte priv\u00c3\u00a9": {"value": "True"}}
    said = json.dumps({"profile_user": [{"string_map_data": account}]}).encode()
    name = "personal_information/personal_information.json"
    assert items(read(tmp_path, exports.instagram() | {name: said})) == {}


@pytest.mark.parametrize(
    ("file", "post", "labels"),
    [
        ("content/posts_1.json", {"media": [exports.ig_media("a.jpg")]}, [exports.said("Caption")]),
        ("content/posts_1.json", {"media": []}, [exports.said("Caption"), exports.labelled("a.jpg", "dict")]),
        ("posts/your_posts_1.json", {}, [exports.said("Message"), exports.labelled("a.jpg")]),
        ("posts/your_posts_1.json", {}, [exports.labelled("a.jpg", "vec"), exports.said("Text")]),
    ],
)
def test_posts_that_are_lists_of_names_and_values(
    file: str, post: dict[str, object], labels: list[object], tmp_path: Path
) -> None:
    other = [{"label": "URL", "value": "https://a.example", "href": ""}, {"title": "Owner", "dict": [{}]}]
    whole = post | {"timestamp": 1700000000, "label_values": [*other, *labels], "fbid": "1"}
    found = read(tmp_path, {file: json.dumps([whole]).encode(), "a.jpg": jpeg(1)})
    (item,) = items(found).values()
    assert item.occurrence.caption == "Zürich – “noon” 🎈"
    assert item.posted_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert skips(found) == {}


@pytest.mark.parametrize("name", ["instagram", "old instagram", "facebook", "old facebook"])
def test_words_of_meta_are_repaired(name: str, tmp_path: Path) -> None:
    first = next(iter(items(read(tmp_path, EXPORTS[name])).values()))
    assert first.occurrence.caption == "Zürich – “noon” 🎈"


def test_the_kind_of_a_post_of_meta_is_in_its_id(tmp_path: Path) -> None:
    kinds = [id_.partition("/")[0] for id_ in items(read(tmp_path / "i", EXPORTS["instagram"]))]
    assert kinds == ["posts", "posts", "posts", "reels", "stories"]
    kinds = [id_.partition("/")[0] for id_ in items(read(tmp_path / "f", EXPORTS["facebook"]))]
    assert kinds == ["posts", "posts", "photos", "albums", "stories"]


def test_a_picture_is_known_by_its_bytes(tmp_path: Path) -> None:
    uris = ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]
    posts = [{"media": [exports.ig_media(uri)], "creation_timestamp": 1} for uri in uris]
    files = {
        "posts_1.json": json.dumps(posts).encode(),
        "a.jpg": exports.VIDEO,
        "b.jpg": b"<html>",
        "c.jpg": b"",
        "d.jpg": jpeg(1),
    }
    found = read(tmp_path, files)
    assert [one.why.value for one in found if isinstance(one, Skipped)] == ["video", "no_image", "no_bytes"]
    assert list(items(found)) == ["posts/d.jpg"]


def test_entries_of_feeds_keep_their_words(tmp_path: Path) -> None:
    found = items(read(tmp_path, EXPORTS["feeds"]))
    assert found["g1/1"].occurrence == Occurrence(
        caption="Sea\n\nBy & by",
        alt="The sea",
        site="ana.example",
        permalink="https://ana.example/1",
        author="Ana",
    )
    assert found["g1/1"].posted_at == datetime(2018, 10, 10, 12, 0, 5, tzinfo=UTC)
    assert found["urn:1/1"].occurrence == Occurrence(
        caption="Tea\n\none\ntwo",
        alt="A & B",
        site="bea.example",
        permalink="https://bea.example/1",
        author="Bea",
    )
    assert found["urn:1/1"].posted_at == datetime(2020, 1, 2, 2, 4, 5, tzinfo=UTC)


ENTITIES = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "text",
    [
        f"{ENTITIES}<rss><channel><item><title>&a;</title></item></channel></rss>",
        f"{OUTSIDE}<rss><channel><item><title>&a;</title></item></channel></rss>",
        "<rss><channel><item><title>cut off",
        "<rss>" + "<a>" * 1000 + "</a>" * 1000 + "</rss>",
        "<rss><channel><item>" + "<a/>" * 60_000 + "</item></channel></rss>",
        '<?xml version="1.0" encoding="nonsense"?><rss></rss>',
    ],
)
def test_a_feed_that_is_none_is_damaged(text: str, tmp_path: Path) -> None:
    whole = {"a.xml": text.encode(), "b.xml": b"<rss><channel><item/></channel></rss>"}
    assert skips(read(tmp_path, whole)) == {"damaged": 1, "no_image": 1}


def test_memory_does_not_grow_with_a_file_of_posts(tmp_path: Path) -> None:
    posts = [exports.tweet(id_, "x" * 4000, exports.photo("A.jpg")) for id_ in range(1, 1501)]
    source = opened(tmp_path, {"data/tweets.js": exports.script("tweets", posts)})
    tracemalloc.start()
    try:
        assert skips(source.items()) == {"no_bytes": 1500}
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (tmp_path / "source" / "data" / "tweets.js").stat().st_size > 6_000_000
    assert peak < 3_000_000


def test_a_picture_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    source = opened(tmp_path, EXPORTS["x"])
    with pytest.raises(TooLarge):
        source.read("data/tweets_media/1-A.jpg", 10)
