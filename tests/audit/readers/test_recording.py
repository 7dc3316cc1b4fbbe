"""A recorded timeline is read as it was saved, and one that was changed is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.audit.readers.archives import MAKERS, Files, zipped

from colophon.audit.limits import Limits
from colophon.audit.readers.all import open_source
from colophon.audit.timeline import Item, Skipped, Why
from colophon.errors import InputError, TooLarge
from colophon.evidence import Occurrence

FOX, HILL = b"\xff\xd8\xff a fox", b"\xff\xd8\xff a hill"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def row(id: str, data: bytes, **more: Any) -> dict[str, Any]:
    link = f"https://x.com/a/status/{id}"
    words = {"caption": "Today.", "alt": None, "platform_label": None, "reshare": False}
    return {"n": 1, "id": id, "permalink": link, "author": "@a", "site": "x", "sha256": digest(data)} | (
        words | {"posted_at": "2026-11-28T17:05:00.000Z"} | more
    )


def recording(*rows: dict[str, Any], media: tuple[bytes, ...] = (FOX, HILL), **more: Any) -> dict[str, bytes]:
    items = "".join(json.dumps(one) + "\n" for one in rows).encode()
    about = {"format": 1, "items_sha256": digest(items), "left_out": {}} | more
    pictures = {f"media/{digest(data)}": data for data in media}
    return {"recording.json": json.dumps(about).encode(), "items.jsonl": items, **pictures}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_it_is_read_in_its_order(make: Callable[[Path, Files], Path], tmp_path: Path) -> None:
    files = recording(
        row("1", FOX, alt="A fox"), row("2", HILL, reshare=True, posted_at="2026-11-27"), row("3", FOX)
    )
    source = open_source(make(tmp_path, files), tmp_path / "work")
    assert source.name == "recording"
    first, second, third = source.items()
    assert isinstance(first, Item)
    link = "https://x.com/a/status/1"
    assert first.occurrence == Occurrence("Today.", "A fox", None, "x", link, "@a", False)
    assert (first.id, first.posted_at) == ("1", datetime(2026, 11, 28, 17, 5, tzinfo=UTC))
    assert isinstance(second, Item)
    assert (second.occurrence.reshare, second.posted_at) == (True, datetime(2026, 11, 27, tzinfo=UTC))
    assert isinstance(third, Item)
    assert third.locator == first.locator
    assert source.read(first.locator, 100) == FOX
    with pytest.raises(TooLarge):
        source.read(first.locator, 3)


def test_what_was_left_out_is_counted(tmp_path: Path) -> None:
    left = {"private": 2, "no_bytes": 1, "unanswered": 1, "protected": 4, "hidden": "x"}
    files = recording(row("1", b"absent"), {"id": "2"}, row("3", FOX), left_out=left)
    found = list(open_source(zipped(tmp_path / "a.zip", files), tmp_path / "work").items())
    whys = [one.why for one in found if isinstance(one, Skipped)]
    assert whys == [Why.PRIVATE, Why.PRIVATE, Why.NO_BYTES, Why.NO_BYTES, Why.NO_BYTES, Why.UNKNOWN]
    assert [one.id for one in found if isinstance(one, Item)] == ["3"]


def test_a_changed_list_is_refused(tmp_path: Path) -> None:
    files = recording(row("1", FOX))
    files["items.jsonl"] = files["items.jsonl"].replace(b"Today", b"Later")
    source = open_source(zipped(tmp_path / "a.zip", files), tmp_path / "work")
    with pytest.raises(InputError, match=r"items\.jsonl in a\.zip was changed after it was recorded"):
        next(iter(source.items()))


def test_a_changed_picture_is_refused(tmp_path: Path) -> None:
    files = recording(row("1", FOX)) | {f"media/{digest(FOX)}": FOX + b"!"}
    source = open_source(zipped(tmp_path / "a.zip", files), tmp_path / "work")
    [item] = source.items()
    assert isinstance(item, Item)
    with pytest.raises(InputError, match="was changed after it was recorded"):
        source.read(item.locator, 100)


@pytest.mark.parametrize("locator", ["recording.json", "media/../recording.json", "media/" + "0" * 64])
def test_nothing_else_of_the_file_is_a_picture(locator: str, tmp_path: Path) -> None:
    source = open_source(zipped(tmp_path / "a.zip", recording(row("1", FOX))), tmp_path / "work")
    with pytest.raises(InputError):
        source.read(locator, 100)


def test_a_later_format_says_what_to_do(tmp_path: Path) -> None:
    source = open_source(zipped(tmp_path / "a.zip", recording(format=2)), tmp_path / "work")
    with pytest.raises(InputError, match=r"of format 2.*format 1: update Colophon"):
        next(iter(source.items()))


def test_strange_values_are_as_good_as_absent(tmp_path: Path) -> None:
    strange = row("1", FOX, caption=5, permalink="javascript:alert(1)", author=["x"], posted_at="soon")
    path = zipped(tmp_path / "a.zip", recording(strange, {"sha256": "../x", "id": "2"}))
    found = list(open_source(path, tmp_path / "work").items())
    assert isinstance(found[0], Item)
    assert found[0].occurrence == Occurrence(site="x")
    assert found[0].posted_at is None
    assert found[1] == Skipped(Why.UNKNOWN, "items.jsonl:2")


def test_a_line_beyond_the_limit_is_counted_and_the_next_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", recording(row("1", FOX, caption="x" * 4000), row("2", FOX)))
    found = list(open_source(path, tmp_path / "work", Limits(record_bytes=2000)).items())
    assert found[0] == Skipped(Why.TOO_LARGE, "items.jsonl:1")
    assert isinstance(found[1], Item)
