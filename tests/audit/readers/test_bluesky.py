"""Bluesky: what a repository holds, checked against its own names."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import libipld
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit import exports
from tests.audit.exports import EXPORTS, Files, jpeg, name_of
from tests.audit.readers.archives import folder
from tests.audit.readers.test_exports import MAX, items, opened, read, skips

from colophon.audit.readers import car as cars
from colophon.audit.readers.car import cid_text, decoded, digest_of
from colophon.audit.readers.tree import Tree
from colophon.errors import HashMismatch, InputError
from colophon.evidence import Occurrence


def test_a_post_keeps_words_alternative_text_and_its_own_labels(tmp_path: Path) -> None:
    found = items(read(tmp_path, EXPORTS["bluesky"]))
    assert found["did:plc:ana/3a/1"].occurrence == Occurrence(
        caption="two",
        alt="one",
        platform_label="self-label: ai-generated",
        site="bsky.app",
        permalink="https://bsky.app/profile/did:plc:ana/post/3a",
        author="did:plc:ana",
    )
    assert found["did:plc:ana/3a/2"].occurrence.alt is None


def test_a_blob_that_is_not_what_its_name_says_is_not_given(tmp_path: Path) -> None:
    source = opened(tmp_path, EXPORTS["bluesky"])
    wrong = items(source.items())["did:plc:ana/3f/1"]
    with pytest.raises(HashMismatch, match="does not hold the bytes that its CID names"):
        source.read(wrong.locator, MAX)
    with pytest.raises(HashMismatch):
        source.read("ana.car", MAX)


def repository(**records: object) -> bytes:
    return exports.car({f"app.bsky.feed.post/{key}": value for key, value in records.items()})


def test_a_changed_record_is_damaged_and_the_others_are_read(tmp_path: Path) -> None:
    whole = repository(a=exports.skeet("first"), b=exports.skeet("other"), c=exports.skeet("third"))
    found = read(tmp_path, {"ana.car": whole.replace(b"other", b"OTHER")})
    assert skips(found) == {"no_image": 2, "damaged": 1}


def test_a_repository_that_is_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    whole = repository(a=exports.skeet("first"), b=exports.skeet("second"))
    assert skips(read(tmp_path, {"ana.car": whole[:-200]})) == {"damaged": 1}


def test_a_tree_that_names_a_node_twice_ends(tmp_path: Path) -> None:
    """Thirty levels of two references to the same node would be a thousand million records."""
    blocks = [libipld.encode_dag_cbor({"l": None, "e": []})]
    for _ in range(30):
        below = exports.cid(blocks[-1])
        entry = {"p": 0, "k": b"app.bsky.feed.post/x", "v": below, "t": below}
        blocks.append(libipld.encode_dag_cbor({"l": below, "e": [entry]}))
    blocks.append(libipld.encode_dag_cbor({"did": "did:plc:x", "data": exports.cid(blocks[-1])}))
    header = libipld.encode_dag_cbor({"version": 1, "roots": [exports.cid(blocks[-1])]})
    data = exports.varint(len(header)) + header
    data += b"".join(exports.varint(len(block) + 36) + exports.cid(block) + block for block in blocks)
    assert skips(read(tmp_path, {"x.car": data})) == {"no_image": 30, "damaged": 30}


@given(st.binary(max_size=120))
def test_no_bytes_are_taken_for_a_repository(data: bytes) -> None:
    assert decoded(data) is None or decoded(data) is not NotImplemented
    assert cid_text(data) is None or isinstance(cid_text(data), str)
    assert digest_of(data.decode("latin-1")) is None


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=4))
def test_a_damaged_repository_never_ends_an_audit(at: int, change: bytes) -> None:
    whole = repository(a=exports.skeet("first", exports.images((jpeg(1), ""))), b=exports.skeet("second"))
    at %= len(whole)
    changed = whole[:at] + change + whole[at + len(change) :]
    with tempfile.TemporaryDirectory() as path:
        files = {"ana.car": changed, f"blobs/{name_of(jpeg(1))}": jpeg(1), "pic.jpg": jpeg(2)}
        try:
            found = read(Path(path), files)
        except InputError:
            return  # it is no repository any more
        assert len(found) <= 3


def test_more_blocks_than_the_most_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cars, "MOST_BLOCKS", 4)
    whole = repository(a=exports.skeet("first"), b=exports.skeet("second"))
    assert skips(read(tmp_path, {"ana.car": whole})) == {"too_large": 1}


def view(**more: object) -> dict[str, object]:
    return {
        "post": {
            "uri": "at://did:plc:ana/app.bsky.feed.post/3a",
            "author": {"did": "did:plc:ana", "handle": "ana.example"},
            "record": exports.skeet("seen"),
        }
        | more
    }


def shown(data: bytes) -> dict[str, object]:
    address = f"https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:ana/{name_of(data)}@jpeg"
    return {"$type": "app.bsky.embed.images#view", "images": [{"fullsize": address, "alt": "an alt"}]}


def feed(*views: object) -> Files:
    return {"feed.json": json.dumps({"feed": list(views)}).encode(), f"blobs/{name_of(jpeg(1))}": jpeg(1)}


def test_a_feed_of_the_api_finds_blobs_beside_it(tmp_path: Path) -> None:
    found = read(tmp_path, feed(view(embed=shown(jpeg(1))), view(embed=shown(jpeg(2))), view(), {"post": 7}))
    (item,) = items(found).values()
    assert item.occurrence == Occurrence(
        caption="seen",
        alt="an alt",
        site="bsky.app",
        permalink="https://bsky.app/profile/did:plc:ana/post/3a",
        author="@ana.example",
    )
    assert skips(found) == {"elsewhere": 1, "no_image": 1, "unknown": 1}


def test_what_is_quoted_or_shared_is_anothers(tmp_path: Path) -> None:
    quote = {"$type": "app.bsky.embed.record#view", "record": {"embeds": [shown(jpeg(1))]}}
    both = {
        "$type": "app.bsky.embed.recordWithMedia#view",
        "media": shown(jpeg(1)),
        "record": {"record": quote["record"]},
    }
    shared = view(embed=shown(jpeg(1))) | {"reason": {"$type": "app.bsky.feed.defs#reasonRepost"}}
    found = items(read(tmp_path, feed(view(embed=quote), view(embed=both), shared)))
    assert [item.occurrence.reshare for item in found.values()] == [True, False, True, True]


def test_quotes_within_quotes_end(tmp_path: Path) -> None:
    embed: dict[str, object] = shown(jpeg(1))
    for _ in range(50):
        embed = {"$type": "app.bsky.embed.recordWithMedia", "media": embed}
    assert skips(read(tmp_path, feed(view(embed=embed)))) == {"no_image": 1}


def test_a_blob_is_read_without_the_posts_having_been(tmp_path: Path) -> None:
    tree = folder(tmp_path / "source", EXPORTS["bluesky"])
    assert tree.is_dir()
    assert opened(tmp_path, EXPORTS["bluesky"]).read(f"blobs/{name_of(jpeg(1))}", MAX) == jpeg(1)


def test_a_car_in_an_archive_without_random_access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Tree.open

    def forward_only(tree: Tree, name: str) -> object:
        file = real(tree, name)
        monkeypatch.setattr(file, "seekable", lambda: False, raising=False)
        return file

    expected = read(tmp_path / "a", EXPORTS["bluesky"])
    monkeypatch.setattr(Tree, "open", forward_only)
    assert read(tmp_path / "b", EXPORTS["bluesky"]) == expected
