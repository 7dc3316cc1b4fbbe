"""Pictures without a word about them, told by their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.audit.readers.archives import MAKERS, folder
from tests.audit.readers.reading import items_of, skipped_of, source_of
from tests.pictures import picture

from colophon.audit.timeline import Item
from colophon.errors import InputError
from colophon.evidence import Occurrence

JPEG, PNG = picture(1), picture(2, "PNG")
MP4 = b"\0\0\0\x18ftypisom" + bytes(100)
FILES = {"a/photo.txt": JPEG, "b.PNG": PNG, "a/clip.jpg": MP4, "notes.jpg": b"no picture", "empty.png": b""}


@pytest.mark.parametrize("kind", MAKERS)
def test_pictures_are_told_by_their_bytes_and_the_rest_is_counted(kind: str, tmp_path: Path) -> None:
    source = source_of(MAKERS[kind](tmp_path, FILES))
    assert source.name == "folder"
    names = ["a/photo.txt", "b.PNG"]
    assert items_of(source) == [Item(name, name, Occurrence(), None) for name in names]
    assert [source.read(item.locator, 1_000_000) for item in items_of(source)] == [JPEG, PNG]
    assert skipped_of(source) == [
        ("video", "a/clip.jpg"),
        ("no_image", "empty.png"),
        ("no_image", "notes.jpg"),
    ]


def test_a_single_picture_is_a_source(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(JPEG)
    assert [item.id for item in items_of(source_of(tmp_path / "one"))] == ["one"]


def test_what_the_tree_refused_comes_first(tmp_path: Path) -> None:
    path = folder(tmp_path / "source", {"a.jpg": JPEG})
    (path / "z.jpg").symlink_to(path / "a.jpg")
    assert [getattr(found, "why", "item") for found in source_of(path).items()] == ["outside", "item"]


def test_what_no_reader_knows_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = folder(tmp_path / "source", {"notes.txt": b"no picture"})
    with pytest.raises(InputError, match=r"source is of no kind that is read: .*pictures\. Put its pictures"):
        source_of(path)
