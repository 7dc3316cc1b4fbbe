"""Recordings of a browser: bodies where there are any, and nothing that is private."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from tests.audit.readers.archives import zipped
from tests.audit.readers.reading import counts_of, items_of, skipped_of, source_of
from tests.pictures import picture

from colophon.errors import InputError, TooLarge
from colophon.evidence import Occurrence

JPEG = picture(1)
PAGE = '<title>A title</title><img src="/p.jpg" alt="A lake">'


def entry(address: str, media_type: str, data: bytes | str | None) -> dict[str, object]:
    content: dict[str, object] = {"mimeType": media_type, "size": 1}
    if isinstance(data, bytes):
        content |= {"text": base64.b64encode(data).decode(), "encoding": "base64"}
    elif data is not None:
        content["text"] = data
    headers = [{"name": "Cookie", "value": "SECRET"}]
    return {
        "request": {"url": address, "headers": headers, "cookies": headers, "postData": {"text": "SECRET"}},
        "response": {"headers": headers, "content": content},
    }


def har(path: Path, *entries: object) -> Path:
    path.write_text(json.dumps({"log": {"version": "1.2", "pages": [], "entries": entries}}))
    return path


ENTRIES = [
    entry("https://a.example/post", "text/html; charset=utf-8", PAGE),
    entry("https://a.example/p.jpg", "image/jpeg", JPEG),
    entry("https://a.example/other", "application/octet-stream", picture(2, "PNG")),
    entry("https://a.example/absent.jpg", "image/jpeg", None),
    entry("https://a.example/clip", "video/mp4", None),
    entry("https://a.example/logo.svg", "image/svg+xml", "<svg/>"),
    entry("https://a.example/lost.jpg", "image/jpeg", "\ufffd\ufffd"),
    entry("https://a.example/x.js", "text/javascript", "1"),
    "no entry",
]


def test_bodies_are_read_and_what_has_none_is_counted(tmp_path: Path) -> None:
    source = source_of(har(tmp_path / "v.har", *ENTRIES))
    assert source.name == "har"
    first, second = items_of(source)
    assert (first.id, second.id) == ("v.har:1", "v.har:2")
    assert source.read(first.locator, len(JPEG)) == JPEG
    assert source.read(second.locator, 1_000_000) == picture(2, "PNG")
    assert [why for why, _ in skipped_of(source)] == [
        *("no_image", "no_bytes", "video", "no_image", "damaged", "no_image", "no_image")
    ]


def test_a_page_lends_its_words_to_the_picture_it_shows(tmp_path: Path) -> None:
    first, second = items_of(source_of(har(tmp_path / "v.har", *ENTRIES)))
    assert first.occurrence == Occurrence(
        caption="A title", alt="A lake", site="a.example", permalink="https://a.example/post"
    )
    assert second.occurrence == Occurrence()
    assert {first.posted_at, second.posted_at} == {None}  # a visit is not a post


def test_cookies_headers_and_forms_reach_nobody(tmp_path: Path) -> None:
    assert "SECRET" not in str(list(source_of(har(tmp_path / "v.har", *ENTRIES)).items()))


def test_a_picture_beyond_the_limit_is_too_large(tmp_path: Path) -> None:
    source = source_of(har(tmp_path / "v.har", *ENTRIES))
    for limit in (10, len(JPEG) - 1):
        with pytest.raises(TooLarge, match=rf"an image in v\.har has more than {limit:,} bytes"):
            source.read(items_of(source)[0].locator, limit)


@pytest.mark.parametrize(
    "locator", ["v.har", "v.har@5+7", "v.har@999999+3", "../x@0+1", "v.har@0+999999999999"]
)
def test_other_places_are_refused(locator: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        source_of(har(tmp_path / "v.har", *ENTRIES)).read(locator, 100)


def test_a_recording_within_a_zip_and_one_that_breaks_off(tmp_path: Path) -> None:
    data = har(tmp_path / "v.har", *ENTRIES).read_bytes()
    source = source_of(zipped(tmp_path / "source.zip", {"b/v.har": data, "w.har": data[:-4]}))
    assert [source.read(item.locator, 10**6) for item in items_of(source)][::2] == [JPEG, JPEG]
    assert skipped_of(source)[-1] == ("damaged", "w.har:8")


def test_an_entry_beyond_the_limit_is_counted(tmp_path: Path) -> None:
    source = source_of(har(tmp_path / "v.har", *ENTRIES), record_bytes=1000)
    assert counts_of(source)["too_large"] == 2
