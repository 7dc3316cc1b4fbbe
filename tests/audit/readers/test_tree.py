"""A folder, a zip and a tar are read alike, and none of them leads out of itself."""

from __future__ import annotations

import io
import os
import struct
import tarfile
import warnings
import zipfile
from pathlib import Path

import pytest
from tests.audit.readers.archives import MAKERS, folder, tarred, zipped

from colophon.audit.limits import Limits
from colophon.audit.readers.tree import Tree, open_tree
from colophon.audit.timeline import Skipped, Why
from colophon.errors import InputError, TooLarge

FILES = {"b/two.txt": b"2" * 3000, "a.bin": bytes(range(256)) * 20, "b/c/ünï.txt": b"deep", "empty": b""}


def opened(path: Path, **limits: int) -> Tree:
    work = path.parent / "work"
    work.mkdir(exist_ok=True)
    return open_tree(path, work, Limits(**limits))


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_gives_the_same_files(kind: str, tmp_path: Path) -> None:
    tree = opened(MAKERS[kind](tmp_path, FILES))
    assert tree.names() == sorted(FILES)
    assert {name: tree.read(name, 10_000) for name in tree.names()} == FILES
    assert {name: tree.size(name) for name in tree.names()} == {n: len(d) for n, d in FILES.items()}
    assert tree.refused == []
    assert tree.head("a.bin", 4) == b"\0\1\2\3"


@pytest.mark.parametrize("kind", MAKERS)
def test_more_than_asked_for_is_too_large_and_other_names_are_not_found(kind: str, tmp_path: Path) -> None:
    tree = opened(MAKERS[kind](tmp_path, FILES))
    assert tree.read("b/two.txt", 3000) == FILES["b/two.txt"]
    with pytest.raises(TooLarge, match=r"b/two.txt in source.* more than 2,999 bytes"):
        tree.read("b/two.txt", 2999)
    for name in ("../outside", "/etc/hostname", "b", "nothing"):
        with pytest.raises(InputError, match="is not in source"):
            tree.open(name)


@pytest.mark.parametrize("kind", ["folder", "stored zip", "tar", "tar.gz"])
def test_what_is_not_packed_has_random_access(kind: str, tmp_path: Path) -> None:
    with opened(MAKERS[kind](tmp_path, FILES)).open("a.bin") as file:
        assert file.seekable()
        file.seek(300)
        assert file.read(3) == bytes([44, 45, 46])
        assert file.seek(0, 2) == 5120
        assert file.read() == b""


def test_a_single_file_is_a_tree_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "one.har"
    path.write_bytes(b"{}")
    tree = opened(path)
    assert (tree.names(), tree.read("one.har", 2)) == (["one.har"], b"{}")


HOSTILE = ["../up", "/etc/passwd", "a/../../b", "C:/x", "new\nline", "\x1b[2J", "a\u202egpj.exe"]


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_names_that_lead_out_or_deceive_are_counted(kind: str, tmp_path: Path) -> None:
    tree = opened(MAKERS[kind](tmp_path, {**dict.fromkeys(HOSTILE, b"x"), "./in//side": b"y"}))
    assert tree.names() == ["in/side"]
    assert [skipped.why for skipped in tree.refused] == [Why.OUTSIDE] * len(HOSTILE)
    assert all(skipped.locator.isprintable() for skipped in tree.refused)


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_the_second_of_two_names_that_some_systems_hold_for_one_is_counted(kind: str, tmp_path: Path) -> None:
    files = {"IMG.jpg": b"1", "img.JPG": b"2", "./IMG.jpg": b"3", "caf\u00e9": b"4", "cafe\u0301": b"5"}
    tree = opened(MAKERS[kind](tmp_path, files))
    assert {name: tree.read(name, 9) for name in tree.names()} == {"IMG.jpg": b"1", "caf\u00e9": b"4"}
    assert [skipped.why for skipped in tree.refused] == [Why.DAMAGED] * 3


def test_names_within_a_zip_of_windows(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "source.zip", "w") as archive:
        archive.writestr(r"data\tweets.js", "x")
        archive.writestr(r"..\..\evil", "x")
    tree = opened(tmp_path / "source.zip")
    assert tree.names() == ["data/tweets.js"]
    assert [skipped.why for skipped in tree.refused] == [Why.OUTSIDE]


def test_links_and_devices_of_a_folder_are_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    source = folder(tmp_path / "source", {"a/kept.txt": b"k"})
    (source / "link").symlink_to(secret)
    (source / "loop").symlink_to(source, target_is_directory=True)
    os.mkfifo(source / "pipe")
    (source / os.fsdecode(b"latin-\xe9")).write_bytes(b"x")
    tree = opened(source)
    assert tree.names() == ["a/kept.txt"]
    assert {(s.why, s.locator) for s in tree.refused} == {
        *((Why.OUTSIDE, name) for name in ("link", "loop", "pipe", "latin-\\xdce9"))
    }


def test_what_becomes_a_link_after_it_was_listed_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept.txt").write_text("secret")
    source = folder(tmp_path / "source", {"a/kept.txt": b"k", "b.txt": b"b"})
    tree = opened(source)
    (source / "a").rename(tmp_path / "moved")
    (source / "a").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (source / "b.txt").unlink()
    (source / "b.txt").symlink_to(tmp_path / "elsewhere" / "kept.txt")
    for name in ("a/kept.txt", "b.txt"):
        with pytest.raises(InputError):
            tree.read(name, 100)


def test_the_audits_own_folder_is_not_part_of_its_source(tmp_path: Path) -> None:
    source = folder(tmp_path / "source", {"a.txt": b"a", "out/unpacked/x.tar": b"x"})
    assert open_tree(source, source / "out" / "unpacked", Limits()).names() == ["a.txt"]


def tar_of(path: Path, *infos: tuple[str, bytes, str]) -> Path:
    with tarfile.open(path, "w") as archive:
        for name, kind, target in infos:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info, io.BytesIO())
    return path


def test_links_and_devices_of_a_tar_are_counted(tmp_path: Path) -> None:
    kinds = {
        "sym": tarfile.SYMTYPE,
        "hard": tarfile.LNKTYPE,
        "chr": tarfile.CHRTYPE,
        "fifo": tarfile.FIFOTYPE,
    }
    path = tar_of(tmp_path / "source.tar", *((name, kind, "/etc/passwd") for name, kind in kinds.items()))
    tree = opened(path)
    assert tree.names() == []
    assert [(s.why, s.locator) for s in tree.refused] == [(Why.OUTSIDE, name) for name in kinds]


def test_links_of_a_zip_are_counted(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "source.zip", "w") as archive:
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    tree = opened(tmp_path / "source.zip")
    assert (tree.names(), tree.refused) == ([], [Skipped(Why.OUTSIDE, "link")])


def test_encrypted_members_and_those_of_other_methods_are_counted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "source.zip", {"locked": b"x" * 100, "plain": b"y"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("lzma", b"z" * 100)
    tree = opened(path)
    assert (tree.names(), [s.why for s in tree.refused]) == (["plain"], [Why.UNKNOWN, Why.UNKNOWN])


def test_a_look_at_the_first_bytes_unpacks_no_more(tmp_path: Path) -> None:
    """So damage further on is not found by it: it is by whoever reads the whole."""
    data = os.urandom(50_000)
    path = zipped(tmp_path / "source.zip", {"a.jpg": data}, zipfile.ZIP_DEFLATED)
    packed = bytearray(path.read_bytes())
    packed[40_000] ^= 1
    path.write_bytes(packed)
    tree = opened(path)
    assert tree.head("a.jpg", 512) == data[:512]
    with pytest.raises(InputError, match="damaged"):
        tree.read("a.jpg", 1 << 20)


def test_a_damaged_member_says_so_when_it_is_read(tmp_path: Path) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        path = zipped(tmp_path / "source.zip", {"a": os.urandom(500), "b": b"fine"}, method)
        data = bytearray(path.read_bytes())
        data[200] ^= 0xFF
        path.write_bytes(data)
        tree = opened(path)
        with pytest.raises(InputError, match=r"a in source\.zip is damaged"):
            tree.read("a", 1000)
        assert tree.read("b", 1000) == b"fine"


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "folder"])
def test_too_many_members_are_refused_as_a_whole(kind: str, tmp_path: Path) -> None:
    path = MAKERS[kind](tmp_path, {f"{n}": b"" for n in range(21)})
    assert len(opened(path, members=21).names()) == 21
    with pytest.raises(TooLarge, match=r"source.* 2[01] .*split it"):
        opened(path, members=20)


@pytest.mark.parametrize("kind", ["zip", "tar", "folder"])
def test_what_is_beyond_the_bytes_is_counted(kind: str, tmp_path: Path) -> None:
    path = MAKERS[kind](tmp_path, {"a": b"1" * 600, "b": b"2" * 500, "c": b"3" * 400})
    tree = opened(path, bytes=1000)
    assert len(tree.names()) < 3
    assert {s.why for s in tree.refused} == {Why.LIMIT}
    assert len(opened(path, member_bytes=450).names()) == 1


def test_a_member_that_unpacks_to_many_times_its_size_is_counted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "source.zip", {"bomb": bytes(300_000), "text": b"hello " * 10_000})
    tree = opened(path, ratio=200, ratio_free_bytes=100_000)
    assert (tree.names(), tree.refused) == (["text"], [Skipped(Why.LIMIT, "bomb")])


def test_members_that_lie_in_each_other_are_counted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "source.zip", {"a": b"x" * 50, "b": b"y" * 50})
    data = bytearray(path.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = struct.pack("<L", 0)  # where the first begins
    path.write_bytes(data)
    tree = opened(path)
    assert tree.names() == []
    assert {s.why for s in tree.refused} == {Why.LIMIT}


def test_a_tar_gz_that_unpacks_to_many_times_its_size_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tarred(tmp_path / "source.tar.gz", {"bomb": bytes(40_000_000)})
    with pytest.raises(TooLarge, match=r"source\.tar\.gz unpacks to more than 200 times"):
        opened(path)
    with pytest.raises(TooLarge, match=r"source\.tar\.gz unpacks to more than 1,000,000 bytes"):
        opened(path, bytes=1_000_000)
    assert list((tmp_path / "work").iterdir()) == []


def test_a_tar_gz_is_unpacked_once(tmp_path: Path) -> None:
    path = tarred(tmp_path / "source.tar.gz", FILES)
    opened(path)
    (unpacked,) = (tmp_path / "work").iterdir()
    before = unpacked.stat()
    opened(path)
    assert [file.stat() for file in (tmp_path / "work").iterdir()] == [before]


@pytest.mark.parametrize("kind", ["tar", "tar.gz"])
def test_a_tar_that_is_cut_off_gives_what_it_has_and_says_so(kind: str, tmp_path: Path) -> None:
    path = MAKERS[kind](tmp_path, {"a": os.urandom(5000), "b": os.urandom(5000)})
    path.write_bytes(path.read_bytes()[:8000])
    tree = opened(path)
    assert tree.names() == ["a"]
    assert Why.DAMAGED in {s.why for s in tree.refused}
    assert opened(path).refused == tree.refused


def test_headers_of_a_tar_that_claim_much_are_not_loaded(tmp_path: Path) -> None:
    first, long = tarfile.TarInfo("first"), tarfile.TarInfo("x")
    long.type, long.size = tarfile.XHDTYPE, 3_000_000
    path = tmp_path / "source.tar"
    path.write_bytes(first.tobuf() + long.tobuf() + bytes(4_000_000))
    tree = opened(path)
    assert (tree.names(), [s.why for s in tree.refused]) == (["first"], [Why.DAMAGED])


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + bytes(5), b"PK\x03\x04" + bytes(3000)])
def test_a_zip_without_its_end_is_refused_with_a_way_out(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "source.zip"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"source\.zip .*end is missing: export or download it again"):
        opened(path)


def test_what_is_absent_or_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist: name a folder or a file"):
        opened(tmp_path / "absent")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="pipe is not a regular file"):
        opened(tmp_path / "pipe")


def test_a_name_that_occurs_twice_in_a_zip(tmp_path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "source.zip", "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a", "first")
        archive.writestr("a", "second")
    tree = opened(tmp_path / "source.zip")
    assert (tree.read("a", 9), tree.refused) == (b"first", [Skipped(Why.DAMAGED, "a")])
