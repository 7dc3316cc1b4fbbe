"""Web archives: the pictures of their records, where warcio finds them too."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from tests.audit.readers import webarchives
from tests.audit.readers.archives import folder, zipped
from tests.audit.readers.reading import items_of, skipped_of, source_of
from tests.pictures import picture
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from colophon.audit.limits import Limits
from colophon.audit.readers.warc_records import Record, records
from colophon.errors import InputError, TooLarge
from colophon.evidence import Occurrence

JPEG, PNG = picture(1), picture(2, "PNG")
PAGE = b'<title>A title</title><img src="/p.jpg" alt="A lake">'
RESPONSES = [
    ("https://a.example/post", "text/html; charset=utf-8", PAGE),
    ("https://a.example/p.jpg", "image/jpeg", JPEG),
    ("https://a.example/x.js", "text/javascript", b"1"),
    ("https://a.example/odd", "text/plain", PNG),
    ("https://a.example/clip", "video/mp4", b"\0\0\0\x18ftypisom"),
]
SHOWN = Occurrence(caption="A title", alt="A lake", site="a.example", permalink="https://a.example/post")


def written(path: Path, data: bytes, name: str = "a.warc.gz") -> Path:
    (path / name).write_bytes(data)
    return path / name


@pytest.mark.parametrize("packed", [True, False])
def test_pictures_are_told_by_their_bytes_and_pages_lend_their_words(packed: bool, tmp_path: Path) -> None:
    source = source_of(written(tmp_path, webarchives.warc(RESPONSES, packed=packed)))
    assert source.name == "warc"
    first, second = items_of(source)
    assert [source.read(item.locator, 10**6) for item in (first, second)] == [JPEG, PNG]
    assert (first.occurrence, second.occurrence) == (SHOWN, Occurrence())
    assert {first.posted_at, second.posted_at} == {None}  # a capture is not a post
    assert [why for why, _ in skipped_of(source)] == ["no_image", "no_image", "video"]
    assert "SECRET" not in str(list(source.items()))
    with pytest.raises(TooLarge, match=r"an image in a\.warc\.gz has more than 100 bytes"):
        source.read(first.locator, 100)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("version", [1, 2])
def test_an_arc_is_read_as_a_warc_is(version: int, packed: bool, tmp_path: Path) -> None:
    data = webarchives.arc(RESPONSES, packed=packed, version=version)
    source = source_of(written(tmp_path, data, "a.arc.gz" if packed else "a.arc"))
    first, second = items_of(source)
    assert [source.read(item.locator, 10**6) for item in (first, second)] == [JPEG, PNG]
    assert (first.occurrence, second.occurrence) == (SHOWN, Occurrence())
    assert [why for why, _ in skipped_of(source)] == ["no_image"] * 4 + ["video"]


def test_records_of_an_arc_lie_where_warcio_finds_them() -> None:
    data = webarchives.arc(RESPONSES)
    theirs = ArchiveIterator(io.BytesIO(data), no_record_parse=True)
    for their, our in zip(theirs, records(io.BytesIO(data), Limits()), strict=True):
        assert isinstance(our, Record)
        address = our.headers["warc-target-uri"]
        assert address == their.rec_headers.get_header("uri")
        block = their.raw_stream.read()
        assert our.block(our.length) == block or address.startswith("filedesc:")  # they took it into the head
        assert our.start == theirs.get_record_offset()


@pytest.mark.parametrize("packed", [True, False])
def test_records_lie_where_warcio_finds_them(packed: bool) -> None:
    data = webarchives.warc(RESPONSES, packed=packed)
    theirs = ArchiveIterator(io.BytesIO(data), no_record_parse=True)
    ours = records(io.BytesIO(data), Limits())
    for their, our in zip(theirs, ours, strict=True):
        assert isinstance(our, Record)
        assert our.headers["warc-record-id"] == their.rec_headers.get_header("WARC-Record-ID")
        assert our.block(our.length) == their.raw_stream.read()
        assert (our.start, our.skip) == (theirs.get_record_offset(), 0)


def chunked(data: bytes) -> bytes:
    pieces = [data[at : at + 100] for at in range(0, len(data), 100)]
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ([("Transfer-Encoding", "chunked")], chunked(JPEG)),
        ([("Transfer-Encoding", "chunked")], JPEG),  # recorders that unpack and keep the header
        ([("Content-Encoding", "gzip")], gzip.compress(JPEG)),
        ([("Content-Encoding", "br")], brotli.compress(JPEG)),
        ([("Content-Encoding", "br")], JPEG),
        ([("Content-Encoding", "gzip")], JPEG),
        ([("Content-Encoding", "deflate")], zlib.compress(JPEG)),
        ([("Content-Encoding", "deflate")], zlib.compress(JPEG, wbits=-15)),
        ([("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")], chunked(gzip.compress(JPEG))),
    ],
)
def test_bodies_as_they_are_sent(headers: list[tuple[str, str]], sent: bytes, tmp_path: Path) -> None:
    data = webarchives.warc([("https://a.example/p", "image/jpeg", sent)], headers=headers)
    source = source_of(written(tmp_path, data))
    (item,) = items_of(source)
    assert source.read(item.locator, len(JPEG)) == JPEG


@pytest.mark.parametrize("packing", ["br", "zstd"])
def test_a_packing_that_is_not_read_is_counted(
    packing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)  # as where the extra is not installed
    data = webarchives.warc(
        [("https://a.example/p", "image/jpeg", b"x")], headers=[("Content-Encoding", packing)]
    )
    assert [why for why, _ in skipped_of(source_of(written(tmp_path, data)))] == ["unknown"]


@pytest.mark.parametrize(
    ("packing", "pack"),
    [("gzip", lambda data: gzip.compress(data, 1)), ("br", lambda data: brotli.compress(data, quality=1))],
)
def test_a_body_that_unpacks_to_much_is_cut_at_the_limit(
    packing: str, pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    bomb = pack(JPEG + bytes(100_000_000))
    data = webarchives.warc(
        [("https://a.example/p", "image/jpeg", bomb)], headers=[("Content-Encoding", packing)]
    )
    source = source_of(written(tmp_path, data, "a.warc"))
    (item,) = items_of(source)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        source.read(item.locator, 1_000_000)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8_000_000


def test_a_revisit_is_another_appearance_of_the_same_picture(tmp_path: Path) -> None:
    address = "https://a.example/p.jpg"
    data = webarchives.warc(RESPONSES) + webarchives.revisit((address, "image/jpeg", JPEG))
    source = source_of(written(tmp_path, data + webarchives.revisit((address, "image/jpeg", b"unknown"))))
    first, _, again = items_of(source)
    assert again.id != first.id
    assert (again.locator, again.occurrence) == (first.locator, SHOWN)
    assert skipped_of(source)[-1][0] == "no_bytes"


def test_resources_are_read_and_pictures_of_pages_are_not(tmp_path: Path) -> None:
    data = webarchives.resource(("https://a.example/p.jpg", "image/jpeg", JPEG))
    data += webarchives.resource(("urn:thumbnail:https://a.example/", "image/jpeg", JPEG))
    source = source_of(written(tmp_path, data))
    (item,) = items_of(source)
    assert source.read(item.locator, 10**6) == JPEG
    assert [why for why, _ in skipped_of(source)] == ["no_image"]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wacz_is_its_web_archive(method: int, tmp_path: Path) -> None:
    source = source_of(zipped(tmp_path / "a.wacz", webarchives.wacz(webarchives.warc(RESPONSES)), method))
    assert source.name == "wacz"
    assert [source.read(item.locator, 10**6) for item in items_of(source)] == [JPEG, PNG]
    assert len(skipped_of(source)) == 3


def test_a_folder_of_web_archives_is_read_by_name_and_the_rest_is_counted(tmp_path: Path) -> None:
    data = webarchives.warc(RESPONSES)
    source = source_of(folder(tmp_path / "s", {"b.warc.gz": data, "a.warc.gz": data, "c.txt": b"x"}))
    assert [item.id.partition("@")[0] for item in items_of(source)] == [
        *["a.warc.gz"] * 2,
        *["b.warc.gz"] * 2,
    ]
    assert skipped_of(source)[-1] == ("unknown", "c.txt")


def test_records_that_are_packed_as_one_piece_are_read_as_far_as_that_is_cheap(tmp_path: Path) -> None:
    long = ("https://a.example/long", "text/plain", b"x" * 20_000)
    path = written(tmp_path, gzip.compress(webarchives.warc([long, *RESPONSES], packed=False)))
    source = source_of(path)
    assert [source.read(item.locator, 10**6) for item in items_of(source)] == [JPEG, PNG]
    assert [why for why, _ in skipped_of(source_of(path, record_bytes=15_000))].count("limit") == 2


@pytest.mark.parametrize("packed", [True, False])
def test_what_is_cut_off_or_damaged_says_so_and_the_rest_is_read(packed: bool, tmp_path: Path) -> None:
    data = webarchives.warc(RESPONSES[1:], packed=packed)
    assert skipped_of(source_of(written(tmp_path, data[:-30])))[-1][0] == "damaged"
    broken = data.replace(b"WARC/1", b"WRONG1", 1)
    if not packed:
        source = source_of(written(tmp_path, b"WARC/1.0\r\nno: length\r\n\r\n" + broken))
        assert [source.read(item.locator, 10**6) for item in items_of(source)] == [JPEG, PNG]
        assert skipped_of(source)[0][0] == "damaged"


def test_a_web_archive_of_nothing_but_zeros_ends_at_the_ratio(tmp_path: Path) -> None:
    head = webarchives.record("response", "https://a.example/", b"", "text/html")
    head = head.replace(b"Length: 0", b"Length: 400000000")
    source = source_of(written(tmp_path, gzip.compress(head + bytes(100_000_000))))
    assert [why for why, _ in skipped_of(source)] == ["no_image", "limit"]


@pytest.mark.parametrize(
    "locator", ["a.warc.gz", "a.warc.gz@5", "a.warc.gz@999999999", "b@0", "a.warc.gz@0+9999999"]
)
def test_other_places_are_refused(locator: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        source_of(written(tmp_path, webarchives.warc(RESPONSES))).read(locator, 100)
