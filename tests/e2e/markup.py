"""Pages in the markup of real sites: `posts/`, a file per variant, each at the address in its first line.

Every picture says what must be read: ``data-expect`` is JSON with author, permalink, caption, alt, label
(absent is null) and reshare, or ``none`` where no chip may stand: faces, advertisements, logos.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

FOLDER = Path(__file__).parent / "posts"
NOTHING = {"author": None, "permalink": None, "caption": None, "alt": None, "label": None, "reshare": False}
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}</title><style>
body {{ display: flow-root; margin: 20px; font: 14px sans-serif }}
img, video {{ display: inline-block; width: 200px; height: 130px; object-fit: cover }}
</style></head><body>{body}</body></html>
"""


@dataclass(frozen=True)
class Picture:
    """A picture of a page. ``expect`` is what must be read around it, None where no chip may stand."""

    address: str
    expect: dict[str, str | bool | None] | None


@dataclass(frozen=True)
class Page:
    """One variant of one site."""

    name: str
    url: str
    html: str
    pictures: tuple[Picture, ...]


class _Pictures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Picture] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        address = known.get("src") or known.get("poster") or known.get("href") or ""
        if tag == "img" or "data-expect" in known:
            given = known["data-expect"]
            expect = None if given == "none" else NOTHING | json.loads(given)
            self.found.append(Picture(address, expect))


@cache
def pages() -> tuple[Page, ...]:
    """All variants, by site and name."""
    return tuple(_page(path) for path in sorted(FOLDER.glob("*/*.html")))


def _page(path: Path) -> Page:
    first, _, body = path.read_text(encoding="utf-8").partition("\n")
    name = f"{path.parent.name}-{path.stem}"
    parser = _Pictures()
    parser.feed(body)
    url = first.removeprefix("<!--").removesuffix("-->").strip()
    return Page(name, url, PAGE.format(name=name, body=body), tuple(parser.found))


def hosts() -> Iterator[str]:
    """Every host that a page or one of its pictures is at."""
    addresses = [page.url for page in pages()]
    addresses += [address for page in pages() for address in re.findall(r'https://[^\s"<>]+', page.html)]
    yield from sorted({host for address in addresses if (host := urlsplit(address).hostname)})
