"""Real samples of every format: what each gives, or why it is refused.

They are no files of ours to ship: `cases` names their folder, and skips where it is absent.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from colophon.audit.readers.all import open_source
from colophon.audit.timeline import Item
from colophon.errors import InputError


@dataclass(frozen=True, slots=True)
class Read:
    """The reader that knows it, and how many of each kind it gives: ``item`` or why it was passed over."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """What the error says."""

    because: str


SAMPLES: dict[str, Read | Refused] = {
    # No bodies of images: recordings of 2015, made before browsers kept them. The second names no page title.
    "har/cnn.har": Read("har", {"no_bytes": 57, "no_image": 88}),
    "har/humanssuck.net.har": Read("har", {"no_bytes": 1, "no_image": 3}),
    "har/no_title.har": Read("har", {"no_bytes": 1, "no_image": 3}),
    # One page and no pictures; a revisit of it in the second, a block longer than announced in the third.
    "warc/example-resource.warc.gz": Read("warc", {"no_image": 1}),
    "warc/example.warc.gz": Read("warc", {"no_image": 2}),
    "warc/example-trunc.warc": Read("warc", {"no_image": 1, "damaged": 1}),
    # Packed as one piece, which other readers refuse: read, since finding a record again is cheap in it.
    "warc/example-bad.warc.gz.bad": Read("warc", {"no_image": 3}),
    "warc/invalid_example_1.wacz": Refused("is a WACZ without a web archive"),
    # A profile, which is no post; sound and video; one address in two places.
    "activitystreams/actor.as2.json": Read("activitystreams", {"no_image": 1}),
    "activitystreams/article_with_audio_video.as2.json": Read("activitystreams", {"no_image": 1, "video": 1}),
    "activitystreams/article_with_image_attachment_with_alt.as2.json": Read(
        "activitystreams", {"elsewhere": 1}
    ),
    "activitystreams/article_with_photo.as2.json": Read("activitystreams", {"elsewhere": 1}),
    # Of the API, not of a repository: a profile, a post, and a post that quotes a picture.
    "bluesky/actor.bsky.json": Read("bluesky", {"unknown": 1}),
    "bluesky/note.bsky.json": Read("bluesky", {"elsewhere": 1}),
    "bluesky/quote_with_image.bsky.json": Read("bluesky", {"elsewhere": 1}),
    "feeds/entry_link_rel_enclosure_map_enclosure_length.xml": Read("feed", {"video": 1}),
    "feeds/entry_link_rel_enclosure_map_enclosure_type.xml": Read("feed", {"video": 1}),
    "feeds/entry_link_rel_enclosure_no_href.xml": Read("feed", {"no_image": 2}),
    "feeds/item_enclosure_length.xml": Read("feed", {"elsewhere": 1}),
    # Lists without the media beside them.
    "instagram/test_image_posts.json": Read("instagram", {"no_bytes": 1}),
    "instagram/test_images_reels.json": Read("instagram"),
    "instagram/test_mixed_media_reels.json": Read("instagram", {"no_bytes": 7, "video": 3}),
    "instagram/test_video_reels.json": Read("instagram", {"video": 1}),
    # Parts of an archive that hold no posts, a post without a picture, posts of the API, and words about it.
    "x_archive/account-suspension.js": Refused("give the whole archive, with data/tweets.js"),
    "x_archive/follower.js": Refused("give the whole archive, with data/tweets.js"),
    "x_archive/follower_cs.js": Refused("give the whole archive, with data/tweets.js"),
    "x_archive/following.js": Refused("give the whole archive, with data/tweets.js"),
    "x_archive/saved-search.js": Refused("give the whole archive, with data/tweets.js"),
    "x_archive/community-tweet.js": Read("x_archive", {"no_image": 1}),
    "x_archive/api_tweets.json": Read("x_archive", {"no_image": 2, "elsewhere": 1}),
    "x_archive/archive_data_excerpt.md": Refused("is of no kind that is read"),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_gives_what_it_holds_or_says_why_not(sample: str, cases: Path, tmp_path: Path) -> None:
    expected = SAMPLES[sample]
    path = cases / "timelines" / sample
    if isinstance(expected, Refused):
        with pytest.raises(InputError, match=expected.because):
            list(open_source(path, tmp_path).items())
        return
    source = open_source(path, tmp_path)
    found = list(source.items())
    counts = Counter("item" if isinstance(one, Item) else one.why.value for one in found)
    assert (source.name, dict(counts)) == (expected.name, expected.counts)
    for item in found:
        if isinstance(item, Item):
            assert source.read(item.locator, 10_000_000)


def test_no_sample_is_forgotten(cases: Path) -> None:
    """Every file of the formats that the table has rows of."""
    folders = {sample.partition("/")[0] for sample in SAMPLES}
    files = (path for folder in folders for path in (cases / "timelines" / folder).iterdir())
    assert {f"{path.parent.name}/{path.name}" for path in files} == set(SAMPLES)
