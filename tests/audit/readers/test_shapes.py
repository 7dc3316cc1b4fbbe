"""Whatever stands where a post is expected, the posts around it are read."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.audit import exports
from tests.audit.exports import jpeg
from tests.audit.readers.test_exports import read

# fmt: off
WORDS = [
    "tweet", "id_str", "full_text", "extended_entities", "media", "type", "to", "cc", "object",
    "attachment", "url", "uri", "title", "name", "text", "content", "creation_timestamp",
    "timestamp", "data", "post", "attachments", "embed", "images", "image", "ref", "$type",
    "record", "fullsize", "mediaType", "created_at", "published", "author", "reason", "labels",
    "values", "scopes", "user", "label_values", "label", "value", "dict", "vec",
]
# fmt: on
VALUES = (None, True, 0, -1, 2**63, 1e300, "", "\x00", "../x", "https://[", "&#99999999999;", exports.PUBLIC)
NAMES = ("a.jpg", "photo", "Image", "Create", "Announce", "app.bsky.feed.post", "app.bsky.embed.images")
SHAPES = st.recursive(
    st.sampled_from((*VALUES, *NAMES)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=12,
)
# Where posts lie in each export, what stands around them, and a post by which it is known.
LISTS: dict[str, tuple[str, str, object]] = {
    "x": ("data/tweets.js", "window.YTD.tweets.part0 = [%s]", exports.tweet(1, "x", exports.photo("A.jpg"))),
    "mastodon": (
        "outbox.json",
        '{"@context": "https://www.w3.org/ns/activitystreams", "orderedItems": [%s]}',
        exports.note(1),
    ),
    "instagram": ("content/posts_1.json", "[%s]", {"media": [exports.ig_media("a.jpg")]}),
    "facebook": ("posts/your_posts_1.json", "[%s]", exports.fb_post("x", exports.fb_media("a.jpg"))),
    "bluesky": (
        "feed.json",
        '{"feed": [%s], "$type": "app.bsky."}',
        {"post": {"record": exports.skeet("x")}},
    ),
    "activitystreams": (
        "a.json",
        '{"@context": "https://www.w3.org/ns/activitystreams", "items": [%s]}',
        exports.note(1),
    ),
}


@pytest.mark.parametrize("name", LISTS)
@settings(max_examples=60)
@given(shapes=st.lists(SHAPES, max_size=3))
def test_no_shape_ends_an_audit(name: str, shapes: list[object]) -> None:
    """A post of any other shape is counted, and the known one before it is read all the same."""
    file, around, known = LISTS[name]
    posts = ", ".join(json.dumps(shape) for shape in [known, *shapes])
    with tempfile.TemporaryDirectory() as path:
        found = read(Path(path), {file: (around % posts).encode(), "a.jpg": jpeg(1)})
        alone = read(Path(path) / "alone", {file: (around % json.dumps(known)).encode(), "a.jpg": jpeg(1)})
    assert len(alone) == 1
    assert found[:1] == alone
