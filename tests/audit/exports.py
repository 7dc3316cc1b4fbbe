"""Exports of platforms as files of bytes, built from their documented shapes.

No licensed real archive of X or Facebook with pictures was found, so these stand for them; Instagram,
Mastodon and Bluesky are built in the same way, so that every shape can be bent.
`tests.audit.readers.archives` packs them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache

import libipld
from tests.pictures import picture

Files = dict[str, bytes]
VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(16)
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = "https://social.example/users/ana/followers"
MOJIBAKE = "Zürich – “noon” 🎈".encode().decode("latin-1")
DID = "did:plc:ana"


@cache
def jpeg(seed: int) -> bytes:
    return picture(seed, side=16)


def script(name: str, value: object, part: int = 0) -> bytes:
    return f"window.YTD.{name}.part{part} = {json.dumps(value, indent=2)}".encode()


def tweet(id_: int, text: str, *media: Mapping[str, object], **more: object) -> dict[str, object]:
    """One post of `tweets.js`: numbers are text, and only ``extended_entities`` has every picture."""
    post: dict[str, object] = {
        "id": str(id_),
        "id_str": str(id_),
        "created_at": "Wed Oct 10 20:19:24 +0000 2018",
        "full_text": text,
        "entities": {"media": list(media[:1])} if media else {},
    }
    if media:
        post["extended_entities"] = {"media": list(media)}
    return {"tweet": post | more}


def photo(name: str, kind: str = "photo", **more: object) -> dict[str, object]:
    return {"type": kind, "media_url_https": f"https://pbs.twimg.com/media/{name}", **more}


def x_archive() -> Files:
    """Posts in two parts, of a community, a long one; messages, deleted and a circle's posts beside them."""
    long = "x" * 230 + " and the rest of a long post"
    return {
        "data/manifest.js": b"window.__THAR_CONFIG = {}",
        "data/account.js": script("account", [{"account": {"username": "ana", "email": "ana@example.org"}}]),
        "data/tweets.js": script(
            "tweets",
            [
                tweet(1, "Two &amp; two https://t.co/a", photo("A.jpg"), photo("B.png")),
                tweet(2, "RT @bea: look https://t.co/b", photo("C.jpg", source_status_id_str="77")),
                tweet(3, "no picture"),
                tweet(4, "moving", photo("D.jpg", "video"), photo("E.jpg")),
                tweet(5, f"{long[:220]}… https://t.co/c", photo("F.jpg")),
                tweet(6, "absent", photo("G.jpg")),
                tweet(7, "for followers", photo("H.jpg"), scopes={"followers": True}),
                tweet(8, "somebody else's", photo("I.jpg", source_status_id_str="78")),
            ],
        ),
        "data/tweets-part1.js": script("tweets", [tweet(9, "in the second part", photo("J.jpg"))], 1),
        "data/community-tweet.js": script("community_tweet", [tweet(10, "to a community", photo("K.jpg"))]),
        "data/note-tweet.js": script(
            "note_tweet",
            [
                {
                    "noteTweet": {
                        "noteTweetId": "5",
                        "createdAt": "2018-10-10T20:19:24.000Z",
                        "core": {"text": long},
                    }
                }
            ],
        ),
        "data/direct-messages.js": script("direct_messages", [{"dmConversation": {"messages": []}}]),
        "data/direct_messages_media/1-A.jpg": jpeg(99),
        "data/deleted-tweets.js": script("deleted_tweets", [tweet(11, "taken back", photo("L.jpg"))]),
        "data/twitter-circle-tweet.js": script("twitter_circle_tweet", [tweet(12, "few", photo("M.jpg"))]),
        "data/tweets_media/1-A.jpg": jpeg(1),
        "data/tweets_media/1-B.png": jpeg(2),
        "data/tweets_media/2-C.jpg": jpeg(3),
        "data/tweets_media/4-E.jpg": jpeg(4),
        "data/tweets_media/5-F.jpg": jpeg(5),
        "data/tweets_media/7-H.jpg": jpeg(6),
        "data/tweets_media/78-I.jpg": jpeg(7),
        "data/tweets_media/9-J.jpg": jpeg(8),
        "data/community_tweet_media/10-K.jpg": jpeg(9),
    }


def old_x_archive() -> Files:
    """Of 2018: no folder `data`, posts not wrapped, `tweet_media`."""
    post = tweet(1, "old", photo("A.jpg"))["tweet"]
    return {"tweet.js": script("tweet", [post]), "tweet_media/1-A.jpg": jpeg(1)}


def note(number: int, *files: Mapping[str, object], **more: object) -> dict[str, object]:
    """One Create of a Mastodon outbox."""
    address = f"https://social.example/users/ana/statuses/{number}"
    whom = {"to": [PUBLIC], "cc": [FOLLOWERS]} | {key: more.pop(key) for key in ("to", "cc") if key in more}
    post = {
        "id": address,
        "type": "Note",
        "url": f"https://social.example/@ana/{number}",
        "published": "2023-05-01T10:00:00Z",
        "content": f"<p>Post <b>{number}</b> &amp; more</p>",
        "attachment": list(files),
    }
    activity = {"id": f"{address}/activity", "type": "Create", "published": "2023-05-01T10:00:00Z"}
    return activity | whom | {"object": post | whom | more}


def document(path: str, media_type: str = "image/jpeg", alt: str | None = None) -> dict[str, object]:
    return {"type": "Document", "mediaType": media_type, "url": path, "name": alt, "blurhash": "x"}


def mastodon(root: str = "") -> Files:
    """``orderedItems`` stands twice, first empty; paths begin with a bucket, as in a real archive."""
    folder = "media_attachments/files/1/2/original/"
    at = f"/bucket/{folder}"
    items: list[object] = [
        note(1, document(f"{at}a.jpg", alt="A balloon"), document(f"{at}b.jpg")),
        note(2, document(f"{at}c.mp4", "video/mp4"), document(f"{at}d.ogg", "audio/ogg")),
        note(3),
        note(4, document(f"{at}e.jpg"), to=[FOLLOWERS], cc=[]),
        note(5, document(f"{at}e.jpg"), to=["https://social.example/users/bea"], cc=[]),
        note(6, document(f"{at}f.jpg"), to=[FOLLOWERS], cc=[PUBLIC], summary="Sea"),
        note(7, document(f"{at}absent.jpg"), document("https://cdn.example/x/y.jpg")),
        {"type": "Announce", "to": [PUBLIC], "object": "https://elsewhere.example/1", "id": "b1"},
        note(8, document("/../../etc/passwd.jpg")),
    ]
    outbox = json.dumps({"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json"})
    both = (
        f'{outbox[:-1]}, "type": "OrderedCollection", "totalItems": 9, "orderedItems": [], "orderedItems": '
    )
    actor = {"id": "https://social.example/users/ana", "preferredUsername": "ana", "type": "Person"}
    files = {
        "outbox.json": (both + json.dumps(items) + "}").encode(),
        "actor.json": json.dumps(actor).encode(),
        "likes.json": b"{}",
        "avatar.png": jpeg(90),
        f"{folder}a.jpg": jpeg(1),
        f"{folder}b.jpg": jpeg(2),
        f"{folder}e.jpg": jpeg(3),
        f"{folder}f.jpg": jpeg(4),
    }
    return {root + name: data for name, data in files.items()}


def cid(data: bytes, codec: int = 0x71) -> bytes:
    return bytes([1, codec, 0x12, 0x20]) + hashlib.sha256(data).digest()


def blob(data: bytes) -> dict[str, object]:
    return {"$type": "blob", "ref": cid(data, 0x55), "mimeType": "image/jpeg", "size": len(data)}


def name_of(data: bytes) -> str:
    return str(libipld.encode_cid(cid(data, 0x55)))


def car(records: Mapping[str, object], did: str = DID) -> bytes:
    """A repository of ``records`` by key: one node per record, each the right subtree of the one before."""
    blocks: list[bytes] = []
    below: bytes | None = None
    for key, record in sorted(records.items(), reverse=True):
        blocks.append(libipld.encode_dag_cbor(record))
        entry = {"p": 0, "k": key.encode(), "v": cid(blocks[-1]), "t": below}
        blocks.append(libipld.encode_dag_cbor({"l": None, "e": [entry]}))
        below = cid(blocks[-1])
    blocks.append(
        libipld.encode_dag_cbor({"did": did, "version": 3, "rev": "x", "prev": None, "data": below})
    )
    header = libipld.encode_dag_cbor({"version": 1, "roots": [cid(blocks[-1])]})
    framed = (varint(len(block) + 36) + cid(block) + block for block in blocks)
    return varint(len(header)) + header + b"".join(framed)


def varint(value: int) -> bytes:
    low, high = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + varint(high) if high else bytes([low])


def skeet(text: str, embed: object = None, **more: object) -> dict[str, object]:
    """A post of a Bluesky repository."""
    record: dict[str, object] = {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2024-02-01T08:00:00.000Z",
    }
    return record | ({} if embed is None else {"embed": embed}) | more


def images(*held: tuple[bytes, str]) -> dict[str, object]:
    return {
        "$type": "app.bsky.embed.images",
        "images": [{"image": blob(data), "alt": alt} for data, alt in held],
    }


def bluesky() -> Files:
    """A repository with its blobs in a folder beside it; one blob is absent, one holds other bytes."""
    quote = {
        "$type": "app.bsky.embed.record",
        "record": {"uri": "at://did:plc:b/app.bsky.feed.post/1", "cid": "x"},
    }
    labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "ai-generated"}]}
    records = {
        "app.bsky.actor.profile/self": {"$type": "app.bsky.actor.profile", "avatar": blob(jpeg(90))},
        "app.bsky.feed.like/3a": {"$type": "app.bsky.feed.like"},
        "app.bsky.feed.post/3a": skeet("two", images((jpeg(1), "one"), (jpeg(2), "")), labels=labels),
        "app.bsky.feed.post/3b": skeet("words"),
        "app.bsky.feed.post/3c": skeet(
            "both",
            {"$type": "app.bsky.embed.recordWithMedia", "media": images((jpeg(3), "three")), "record": quote},
        ),
        "app.bsky.feed.post/3d": skeet("moving", {"$type": "app.bsky.embed.video", "video": blob(VIDEO)}),
        "app.bsky.feed.post/3e": skeet("absent", images((jpeg(4), ""))),
        "app.bsky.feed.post/3f": skeet("other bytes", images((jpeg(5), ""))),
        "app.bsky.feed.post/3g": skeet("quote", quote),
        "app.bsky.feed.repost/3h": {
            "$type": "app.bsky.feed.repost",
            "subject": {"uri": "at://x", "cid": "x"},
        },
    }
    held = {f"blobs/{name_of(jpeg(seed))}": jpeg(seed) for seed in (1, 2, 90)}
    return {
        "ana.car": car(records),
        **held,
        f"blobs/{name_of(jpeg(3))}.jpg": jpeg(3),
        f"blobs/{name_of(jpeg(5))}": jpeg(6),
    }


def ig_media(uri: str, title: str = "", **more: object) -> dict[str, object]:
    return {"uri": uri, "creation_timestamp": 1700000000, "media_metadata": {}, "title": title, **more}


def instagram(*, old: bool = False, private: bool = False) -> Files:
    """Posts, reels and stories; text as Meta writes it, each byte a character."""
    lists = "content/" if old else "your_instagram_activity/media/"
    account = {
        "Username": {"value": "ana"},
        "Email": {"value": "ana@example.org"},
        "Private Account": {"value": str(private)},
    }
    posts = [
        {"media": [ig_media("media/posts/202311/a.jpg", MOJIBAKE)]},
        {
            "media": [ig_media("media/posts/202311/b.jpg"), ig_media("media/posts/202311/c.mp4")],
            "title": "two",
            "creation_timestamp": 1700000001,
        },
        {"media": [ig_media("media/posts/202311/absent.jpg", backup_uri="https://cdn.example/absent.jpg")]},
        {"media": [ig_media("../../outside.jpg")]},
        {"media": []},
        {"label_values": [{"label": "Text"}]},
    ]
    stories = {"ig_stories": [ig_media("media/stories/202311/d.jpg", "story")]}
    reels = {
        "ig_reels_media": [
            {"media": [ig_media("media/reels/e.mp4", "reel"), ig_media("media/reels/f.jpg", "cover")]}
        ]
    }
    return {
        f"{lists}posts_1.json": json.dumps(posts).encode(),
        f"{lists}posts_2.json": json.dumps([{"media": [ig_media("media/posts/202311/g.jpg")]}]).encode(),
        f"{lists}stories.json": json.dumps(stories).encode(),
        f"{lists}reels.json": json.dumps(reels).encode(),
        f"{lists}archived_posts.json": b"[]",
        f"{lists}profile_photos.json": b"{}",
        "your_instagram_activity/messages/inbox/bea/message_1.json": b"{}",
        "personal_information/personal_information.json": json.dumps(
            {"profile_user": [{"string_map_data": account}]}
        ).encode(),
        "media/posts/202311/a.jpg": jpeg(1),
        "media/posts/202311/b.jpg": jpeg(2),
        "media/posts/202311/c.mp4": VIDEO,
        "media/posts/202311/g.jpg": jpeg(3),
        "media/stories/202311/d.jpg": jpeg(4),
        "media/reels/e.mp4": VIDEO,
        "media/reels/f.jpg": jpeg(5),
    }


def said(label: str) -> dict[str, object]:
    """A value of the newer shape, as Meta writes its text."""
    return {"label": label, "value": MOJIBAKE}


def labelled(uri: str, within: str | None = None) -> dict[str, object]:
    """Pictures of the newer shape, maybe in a list of their own."""
    named: dict[str, object] = {"label": "Media", "media": [{"uri": uri}]}
    return {"title": "Attachments", within: [named]} if within else named


def fb_media(uri: str, description: str = "") -> dict[str, object]:
    return {"uri": uri, "creation_timestamp": 1600000000, "media_metadata": {}, "description": description}


def fb_post(said: str | None, *media: Mapping[str, object], **more: object) -> dict[str, object]:
    post: dict[str, object] = {"timestamp": 1600000001, "title": "Ana added a photo."}
    if said is not None:
        post["data"] = [{"update_timestamp": 1}, {"post": said}]
    if media:
        post["attachments"] = [{"data": [{"media": medium}]} for medium in media]
    return post | more


def facebook(*, old: bool = False) -> Files:
    """Posts, an album that names one of their pictures again, other photos, and a story."""
    root = "" if old else "your_facebook_activity/"
    named = "your_posts_1.json" if old else "your_posts__check_ins__photos_and_videos_1.json"
    at = f"{root}posts/media/"
    link = {"data": [{"external_context": {"url": "https://example.org"}}]}
    posts = [
        fb_post(MOJIBAKE, fb_media(f"{at}a.jpg"), fb_media(f"{at}b.mp4")),
        fb_post("a link", attachments=[link]),
        fb_post(None, fb_media(f"{at}c.jpg", "only at the picture")),
        fb_post("absent", fb_media(f"{at}absent.jpg")),
        {"something": "new"},
    ]
    story = {
        "archived_stories_v2": [
            {"timestamp": 1600000002, "attachments": [{"data": [{"media": fb_media(f"{at}d.jpg")}]}]}
        ]
    }
    return {
        f"{root}posts/{named}": json.dumps(posts).encode(),
        f"{root}posts/album/0.json": json.dumps(
            {"name": "Album", "photos": [fb_media(f"{at}a.jpg"), fb_media(f"{at}e.jpg", "in the album")]}
        ).encode(),
        f"{root}posts/your_uncategorized_photos.json": json.dumps(
            {"other_photos_v2": [fb_media(f"{at}f.jpg")]}
        ).encode(),
        f"{root}posts/edits_you_made_to_posts.json": b"[]",
        f"{root}stories/archived_stories.json": json.dumps(story).encode(),
        f"{root}messages/inbox/bea_1/message_1.json": b"{}",
        f"{root}groups/your_posts_in_groups.json": b"{}",
        "personal_information/profile_information/profile_information.json": json.dumps(
            {"profile_v2": {"name": {"full_name": "Ana Example"}, "emails": {"emails": ["ana@example.org"]}}}
        ).encode(),
        **{f"{at}{name}.jpg": jpeg(seed) for seed, name in enumerate("acdef")},
        f"{at}b.mp4": VIDEO,
    }


FEED = """<?xml version="1.0"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Ana</title><link>https://ana.example/</link><image><url>https://ana.example/i.png</url></image>
<item><title>Sea</title><link>https://ana.example/1</link><guid>g1</guid><dc:creator>Ana</dc:creator>
 <pubDate>Wed, 10 Oct 2018 14:00:05 +0200</pubDate>
 <description>&lt;p&gt;By &amp;amp; by &lt;img src="a.jpg"&gt;</description>
 <media:content url="a.jpg" type="image/jpeg"><media:description>The sea</media:description></media:content>
 <enclosure url="https://ana.example/media/b.jpg" type="image/jpeg" length="1"/></item>
<item><guid>g2</guid><enclosure url="https://ana.example/absent.jpg" type="image/jpeg"/>
 <enclosure url="https://ana.example/c.mp4" type="video/mp4"/></item>
<item><guid>g3</guid><title>words</title></item>
<item><guid>g4</guid><enclosure url="../../outside.jpg" type="image/jpeg"/></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Bea</title>
<entry><id>urn:1</id><title type="html">&lt;b&gt;Tea&lt;/b&gt;</title><link href="https://bea.example/1"/>
<author><name>Bea</name></author><published>2020-01-02T03:04:05+01:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>one</p>
<p>two <img src="pics/d.jpg" alt="A &amp; B"/></p></div></content>
</entry></feed>"""


def feeds() -> Files:
    return {
        "saved/feed.xml": FEED.encode(),
        "saved/a.jpg": jpeg(1),
        "ana.example/media/b.jpg": jpeg(2),
        "saved/two.atom": ATOM.encode(),
        "saved/pics/d.jpg": jpeg(3),
    }


def activitystreams() -> Files:
    """A collection, a post that is for followers, and one with a picture saved beside it."""
    context = {"@context": "https://www.w3.org/ns/activitystreams"}
    collection = {
        "type": "OrderedCollectionPage",
        "orderedItems": [note(1, document("https://a.example/m/a.jpg")), note(2)],
    }
    private = {
        "type": "Note",
        "id": "p",
        "to": [FOLLOWERS],
        "attachment": [document("https://a.example/m/a.jpg")],
    }
    post = {"type": "Article", "name": "Tea", "image": {"type": "Image", "url": "b.jpg"}, "to": PUBLIC}
    return {
        "a.example/m/a.jpg": jpeg(1),
        "b.jpg": jpeg(2),
        "collection.json": json.dumps(context | collection).encode(),
        "post.json": json.dumps(context | post).encode(),
        "private.json": json.dumps(context | private).encode(),
    }


EXPORTS: dict[str, Files] = {
    "x": x_archive(),
    "old x": old_x_archive(),
    "mastodon": mastodon(),
    "bluesky": bluesky(),
    "instagram": instagram(),
    "old instagram": instagram(old=True),
    "facebook": facebook(),
    "old facebook": facebook(old=True),
    "feeds": feeds(),
    "activitystreams": activitystreams(),
}
