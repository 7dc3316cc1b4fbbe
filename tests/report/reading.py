"""A report's page, read and looked at."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from tests.e2e.axe import violations

from colophon.browser import launch

VOID = {"meta", "line", "circle", "path"}  # elements that have no end, or end where they begin
_TAKING = {"script", "link", "img", "iframe", "object", "form", "audio", "video"}


class Reading(HTMLParser):
    """What a page consists of; every element that begins has to end, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[str, str]] = []
        self.own: list[str] = []  # words that are no quotation
        self.quoted: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            self.headings.append((self.open[-1], data))
        if self.open and self.open[-1] != "style":
            (self.quoted if self.open[-1] == "q" else self.own).append(data)

    def level(self, heading: str) -> list[str]:
        """The words of all headings of a level: "h2"."""
        return [words for level, words in self.headings if level == heading]


def leads_within(read: Reading) -> None:
    """Ids are there once, and everything that names one finds it; each section is in the contents."""
    ids = [str(a["id"]) for _, a in read.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert {str(a["aria-labelledby"]) for _, a in read.elements if "aria-labelledby" in a} <= set(ids)
    links = [str(a["href"])[1:] for tag, a in read.elements if tag == "a" and str(a["href"])[0] == "#"]
    assert links == [str(a["id"]) for tag, a in read.elements if tag == "h2"]


def needs_nothing(text: str) -> None:
    """It loads nothing from elsewhere and runs nothing; links that lead out tell nobody whence."""
    read = Reading(text)
    assert {tag for tag, _ in read.elements} & _TAKING == set()
    for tag, attributes in read.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style")]
        assert tag == "a" or "href" not in attributes
        if tag == "a" and not str(attributes["href"]).startswith("#"):
            assert str(attributes["href"]).startswith("https://")
            assert attributes["rel"] == "noreferrer noopener"
    assert "url(" not in text
    assert "@import" not in text


async def looks_right(*files: Path) -> None:
    """In a browser nothing overflows at 360 pixels, and axe finds nothing wrong, in light and in dark."""
    async with await launch("chromium") as browser:
        tab = await browser.start_tab()
        for file in files:
            await tab.go(file.as_uri())
            await tab.resize(360, 800)
            assert await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
            await tab.resize(1280, 800)  # of what is scrolled out of view axe is not sure
            for scheme in ("light", "dark"):
                features = [{"name": "prefers-color-scheme", "value": scheme}]
                await tab.devtools("Emulation.setEmulatedMedia", features=features)
                assert await violations(tab, "({ exclude: ['svg'] })", whole_page=True) == []
        assert tab.console_errors == []
