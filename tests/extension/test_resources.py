"""Pages of others that explain labels: dated entries that people propose, in one form (docs/resources.md)."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlsplit

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from colophon.evidence import Source
from colophon.labels import LOCALES
from colophon.labels.lint import banned

ROOT = Path(__file__).parent.parent.parent
EXTENSION = ROOT / "extension"
FILES = sorted((EXTENSION / "resources").glob("*.json"))
KINDS = ("labels", "check", "report", "make")
TRACKING = re.compile(r"^(utm_\w+|\w*clid|igshid|mc_[ce]id|srsltid|si|ref|ref_\w+|source|campaign\w*)$")
SHORTENERS = re.compile(
    r"(^|\.)(bit\.ly|buff\.ly|cutt\.ly|goo\.gl|is\.gd|lnkd\.in|ow\.ly|rb\.gy|rebrand\.ly|t\.co|t\.ly|tiny\.cc|tinyurl\.com)$"
)
FIRST_DAY = date(2026, 1, 1)


def link_form(url: str) -> str:
    """Raises ValueError saying what is wrong with an address and how to put it right."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        raise ValueError(f"{url}: write the whole address, beginning with https://")
    if not url.isascii() or re.search(r"\s", url):
        raise ValueError(f"{url}: copy the address from the browser, with other letters as %..")
    if parts.username is not None or parts.port is not None:
        raise ValueError(f"{url}: no name, password or port belongs in it")
    if SHORTENERS.search(parts.hostname):
        raise ValueError(
            f"{url}: {parts.hostname} only leads on; open it and copy the address of the page itself"
        )
    for key, _ in parse_qsl(parts.query, keep_blank_values=True):
        if TRACKING.match(key):
            raise ValueError(f"{url}: leave out {key}=..., it tells the site where visitors come from")
    if parts.fragment.startswith(":~:"):
        raise ValueError(f"{url}: leave out what follows #, it only marks words")
    return url


def past(day: date) -> date:
    if not FIRST_DAY <= day <= datetime.now(UTC).date():
        raise ValueError(f"{day}: the day on which the entry was added, not later than today")
    return day


Words = Annotated[str, Field(min_length=2, max_length=80)]


class Entry(BaseModel):
    """One page. ``fits``: in the card of which sources' labels it is offered first."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["labels", "check", "report", "make"]
    url: Annotated[str, AfterValidator(link_form)]
    title: Words
    by: Words
    about: Annotated[str, Field(min_length=20, max_length=140)]
    fits: Annotated[list[Source], Field(min_length=1)] | None = None
    added: Annotated[date, AfterValidator(past)]
    known_from: Annotated[str, Field(min_length=10, max_length=140)]
    reviewed_by: Words


ENTRIES = TypeAdapter(list[Entry])


def read(path: Path) -> list[Entry]:
    return ENTRIES.validate_json(path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_has_the_form(path: Path) -> None:
    entries = read(path)
    addresses = [entry.url.rstrip("/") for entry in entries]
    assert len(set(addresses)) == len(addresses), "each page once"
    assert [KINDS.index(entry.kind) for entry in entries] == sorted(KINDS.index(e.kind) for e in entries)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_entry_judges(path: Path) -> None:
    labels = ROOT / "server" / "colophon" / "labels"
    catalogues = [labels / f"{path.stem}.json", labels / "en.json"]
    terms = tuple(
        term
        for file in catalogues
        if file.is_file()
        for term in json.loads(file.read_text(encoding="utf-8"))["banned_terms"]
    )
    for entry in read(path):
        for text in (entry.title, entry.about):
            assert not banned(text, terms), (entry.url, banned(text, terms))


def test_every_language_of_the_interface_has_a_file_and_english_has_every_kind() -> None:
    assert set(LOCALES) <= {path.stem for path in FILES}
    english = read(EXTENSION / "resources" / "en.json")
    assert len(english) >= 12
    assert {entry.kind for entry in english} == set(KINDS)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.org/", "https://"),
        ("https://", "whole address"),
        ("https://localhost/a", "whole address"),
        ("https://bit.ly/abc", "only leads on"),
        ("https://www.tinyurl.com/abc", "only leads on"),
        ("https://example.org/?a=1&utm_source=x", "leave out utm_source"),
        ("https://example.org/?fbclid=1", "leave out fbclid"),
        ("https://example.org/?srsltid=", "leave out srsltid"),
        ("https://me@example.org/", "no name"),
        ("https://example.org:8443/", "port"),
        ("https://example.org/a b", "copy the address"),
        ("https://example.org/मदद", "copy the address"),
        ("https://example.org/#:~:text=a", "marks words"),
    ],
)
def test_an_address_in_another_form_is_refused_and_the_way_out_is_said(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        link_form(url)


@pytest.mark.parametrize(
    "url", ["https://example.org/?lang=es-mx", "https://example.org/a?id=1#part", "https://t.com/"]
)
def test_an_ordinary_address_is_taken(url: str) -> None:
    assert link_form(url) == url


@pytest.mark.parametrize(
    "change",
    [
        {"added": "2999-01-01"},
        {"added": "soon"},
        {"kind": "news"},
        {"fits": ["nobody"]},
        {"fits": []},
        {"about": "Short."},
        {"reviewed_by": ""},
        {"note": "more"},
    ],
)
def test_an_entry_in_another_form_is_refused(change: dict[str, object]) -> None:
    [entry] = ENTRIES.dump_python([read(EXTENSION / "resources" / "en.json")[0]], mode="json")
    assert ENTRIES.validate_python([entry])
    with pytest.raises(ValidationError, match=next(iter(change))):
        ENTRIES.validate_python([entry | change])
