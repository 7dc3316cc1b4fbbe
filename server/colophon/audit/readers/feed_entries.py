"""One entry of a feed: its words, and the files that it names.

RSS 2.0 (`enclosure`), RSS 1.0, Atom (RFC 4287, `link rel="enclosure"`), Media RSS (`media:content`), and the
pictures in its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from colophon.audit.readers import times, values
from colophon.audit.readers.activity import Named
from colophon.audit.readers.html_text import Html, read_html
from colophon.audit.readers.media import kind_of

_MEDIA = "{http://search.yahoo.com/mrss/}"
_BODIES = ("encoded", "content", "description", "summary")
_MOST_TAGS = 10_000  # elements of one entry that are looked at


@dataclass(frozen=True, slots=True)
class Entry:
    """``files`` are those that it names, each address once."""

    id: str | None
    caption: str | None
    permalink: str | None
    author: str | None
    posted_at: datetime | None
    files: tuple[Named, ...]

    @property
    def site(self) -> str | None:
        """The host that the entry is at."""
        return values.host(self.permalink)


def entry_of(element: Element) -> Entry:
    """Reads an ``item`` or an ``entry``."""
    body = _body(element)
    title = read_html(_text(element, "title") or "").text
    permalink = _permalink(element)
    seen: dict[str, Named] = {}
    for named in (*_enclosed(element), *(Named(src, "image", values.text(alt)) for src, alt in body.images)):
        kept = seen.setdefault(named.path, named)
        if kept.alt is None and named.alt is not None:
            seen[named.path] = Named(kept.path, kept.kind, named.alt)
    return Entry(
        id=values.name(_text(element, "guid", "id")) or values.name(permalink),
        caption=values.text("\n\n".join(part for part in (title, body.text) if part)),
        permalink=permalink,
        author=_author(element),
        posted_at=_time(element),
        files=tuple(seen.values()),
    )


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _enclosed(element: Element) -> Iterator[Named]:
    for tag in _tags(element):
        name, is_media = local(tag), str(tag.tag).startswith(_MEDIA)
        path = tag.get("href") if name == "link" and tag.get("rel") == "enclosure" else None
        if name == "enclosure" or (name == "content" and is_media):
            path = tag.get("url")
        if path and (kind := _KINDS.get(tag.get("medium", "")) or kind_of(path, tag.get("type"))):
            yield Named(path, kind, _description(tag) if is_media else None)


_KINDS = {"image": "image", "video": "video", "audio": "audio"}


def _description(media: Element) -> str | None:
    """``media:description`` is how Mastodon's feeds write alternative text."""
    return values.text(media.findtext(f"{_MEDIA}description"))


def _body(element: Element) -> Html:
    """The longest of what an entry says: many give a summary and the whole."""
    bodies = [tag for tag in element if local(tag) in _BODIES and not str(tag.tag).startswith(_MEDIA)]
    read = [read_html("".join(tag.itertext()) if len(tag) == 0 else _markup(tag)) for tag in bodies]
    longest = max(read, key=lambda html: len(html.text), default=Html())
    images = {src: (src, alt) for html in read for src, alt in html.images}
    return Html(longest.text, list(images.values()))


def _markup(element: Element) -> str:
    """XHTML within Atom, as the HTML that it is: words, breaks and pictures are all that is wanted of it."""
    parts: list[str] = []
    for number, tag in enumerate(element.iter()):
        if number > _MOST_TAGS:
            break
        if local(tag) == "img":
            parts.append(_img(tag))
        elif tag is not element:
            parts.append("<p>" if local(tag) in ("p", "div", "br") else " ")
        parts.append(_escaped(tag.text))
        parts.append(_escaped(tag.tail) if tag is not element else "")
    return "".join(parts)


def _img(tag: Element) -> str:
    return f'<img src="{_escaped(tag.get("src"))}" alt="{_escaped(tag.get("alt"))}">'


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _permalink(element: Element) -> str | None:
    for tag in _tags(element):
        is_page = local(tag) == "link" and tag.get("rel", "alternate") == "alternate"
        if is_page and (found := values.address(tag.get("href") or tag.text)):
            return found
    return None


def _author(element: Element) -> str | None:
    for tag in element:
        if local(tag) in ("author", "creator"):
            named = next((part.text for part in tag if local(part) == "name"), tag.text)
            if found := values.name(named):
                return found
    return None


def _time(element: Element) -> datetime | None:
    for name in ("published", "pubDate", "date", "issued", "updated"):
        if (said := _text(element, name)) and (time := times.rfc(said) or times.iso(said)):
            return time
    return None


def _text(element: Element, *names: str) -> str | None:
    for tag in element:
        if local(tag) in names and tag.text and not str(tag.tag).startswith(_MEDIA):
            return tag.text.strip()
    return None


def _tags(element: Element) -> Iterator[Element]:
    for number, tag in enumerate(element.iter()):
        if number > _MOST_TAGS:
            return
        yield tag
