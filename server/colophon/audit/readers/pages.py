"""What web pages say of the pictures they show: alternative texts, captions of figures, titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from colophon.audit.readers import values
from colophon.audit.readers.html_text import read_html, unescaped
from colophon.evidence import Occurrence

_MOST_WORDS = 2_000  # characters of an alternative text or a caption; platforms allow 1,500 at most
_MOST_IMAGES = 1_000  # of one page
_MOST_SOURCES = 16  # of one picture, in sizes
_MOST_ADDRESS = 2_048
_MOST_KEPT = 8_000_000  # characters of all that is remembered; what was read first is forgotten first
_CHARSET = re.compile(
    r"charset\s*=\s*[\"']?(utf-?8|us-ascii|iso-8859-\d\d?|windows-125\d|shift_jis|euc-jp|euc-kr|gb2312|gbk|gb18030"
    r"|big5)\b",
    re.IGNORECASE,
)

# No alternative passes the next "<", and none can be taken back: time grows with the text, whatever it is.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>img|title|figure|figcaption)(?=[\s/>])"
    r"""(?P<attributes>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+)>""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(alt|src|srcset|data-src)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)


class Pages:
    """Remembers which page showed a picture last, as far as ``most`` characters reach."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        self._shown: dict[str, Occurrence] = {}
        self._kept, self._most = 0, most

    def add(self, address: str, page: str) -> None:
        """The text of a page. A title is taken for a caption only where the page shows one picture."""
        permalink = _joined("", address)
        if permalink is None:
            return
        title, images = _parts(page)
        for image in images:
            occurrence = Occurrence(
                caption=image.caption or (title if len(images) == 1 else None),
                alt=image.alt,
                site=values.host(permalink),
                permalink=permalink,
            )
            for source in image.sources:
                self._remember(_joined(permalink, source), occurrence)

    def of(self, address: str) -> Occurrence:
        """What is known of the picture at an address; nothing, where no page named it."""
        return self._shown.get(_joined("", address) or "", Occurrence())

    def _remember(self, source: str | None, occurrence: Occurrence) -> None:
        if source is None:
            return
        self._forget(source)
        self._shown[source] = occurrence
        self._kept += _length(source, occurrence)
        while self._kept > self._most:
            self._forget(next(iter(self._shown)))

    def _forget(self, source: str) -> None:
        if (known := self._shown.pop(source, None)) is not None:
            self._kept -= _length(source, known)


def decoded(page: bytes, content_type: str) -> str:
    """The text of a page, in the encoding that its ``Content-Type`` names, else UTF-8."""
    named = _CHARSET.search(content_type[:200])
    return page.decode(named[1].lower() if named else "utf-8", "replace")


def _length(source: str, occurrence: Occurrence) -> int:
    texts = (occurrence.caption, occurrence.alt, occurrence.permalink)
    return len(source) + sum(len(text) for text in texts if text)


def _joined(base: str, source: str) -> str | None:
    if len(source) > _MOST_ADDRESS:
        return None
    try:
        return values.address(urldefrag(urljoin(base, source.strip())).url)
    except ValueError:
        return None


def _words(text: str) -> str | None:
    return values.text(" ".join(text.split()), _MOST_WORDS)


@dataclass(slots=True)
class _Image:
    sources: list[str]
    alt: str | None
    caption: str | None


def _parts(page: str) -> tuple[str | None, list[_Image]]:
    """The title, and of each picture its addresses, its alternative text and the caption of its figure."""
    title = caption = None
    images: list[_Image] = []
    figure: int | None = None  # where in `images` the figure begins that is open
    begin = 0
    for tag in _TAG.finditer(page):
        name, end = tag["name"].lower(), bool(tag["end"])
        if name == "img" and len(images) < _MOST_IMAGES:
            attributes = _attributes(tag["attributes"])
            images.append(_Image(list(_sources(attributes)), _words(attributes.get("alt", "")), caption))
        elif name == "figure":
            figure, caption = None if end else len(images), None
        elif not end:
            begin = tag.end()
        elif name == "title":
            title = title or _words(unescaped(_piece(page, begin, tag.start())))
        elif figure is not None and caption is None:
            caption = _words(read_html(_piece(page, begin, tag.start())).text)
            for image in images[figure:]:
                image.caption = caption
    return title, images


def _piece(page: str, begin: int, end: int) -> str:
    return page[begin : min(end, begin + 4 * _MOST_WORDS)]


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        found.setdefault(match[1].lower(), unescaped(next(filter(None, match.groups()[1:]), "")))
    return found


def _sources(attributes: dict[str, str]) -> Iterator[str]:
    named = [attributes.get("src", ""), attributes.get("data-src", "")]
    named += [candidate.strip().partition(" ")[0] for candidate in attributes.get("srcset", "").split(",")]
    for source in named[:_MOST_SOURCES]:
        if source and not source.startswith("data:"):
            yield source
