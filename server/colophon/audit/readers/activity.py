"""Objects of ActivityStreams 2.0: whom they are for, what they say, which pictures they name.

https://www.w3.org/TR/activitystreams-vocabulary/ and https://www.w3.org/TR/activitypub/#delivery
"""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Mapping
from dataclasses import dataclass

from colophon.audit.readers import times, values
from colophon.audit.readers.html_text import read_html
from colophon.audit.readers.media import Appearance, kind_of
from colophon.evidence import Occurrence

CONTEXT = "https://www.w3.org/ns/activitystreams"
_PUBLIC = frozenset({f"{CONTEXT}#Public", "as:Public", "Public"})
_ADDRESSED = ("to", "cc", "bto", "bcc", "audience")
_KINDS = {"Image": "image", "Video": "video", "Audio": "audio"}


@dataclass(frozen=True, slots=True)
class Named:
    """A file that an object names. ``kind`` is ``image``, ``video`` or another; ``path`` as written."""

    path: str
    kind: str
    alt: str | None


def is_public(value: Mapping[str, object]) -> bool | None:
    """Whether an object or an activity is for everybody; None where it does not say for whom it is."""
    given = [rows for key in _ADDRESSED if (rows := values.rows(value.get(key)))]
    if not given:
        return None
    return any(isinstance(one, str) and one in _PUBLIC for rows in given for one in rows)


def types(value: Mapping[str, object]) -> KeysView[str]:
    """What an object says it is: one name or several, in its order."""
    return dict.fromkeys(one for one in values.rows(value.get("type")) if isinstance(one, str)).keys()


def files(value: Mapping[str, object]) -> Iterator[Named]:
    """What an object is illustrated with and what is attached to it, each address once."""
    seen: dict[str, Named] = {}
    for key in ("attachment", "image"):
        for entry in values.rows(value.get(key)):
            named = _named(entry, "image" if key == "image" else "")
            if named is not None and named.kind:
                seen.setdefault(named.path, named)
    yield from seen.values()


def appearance(value: Mapping[str, object], id_: str, named: Named, author: str | None) -> Appearance:
    """One picture of an object: its words, the warning before them, its address and its time."""
    said = (_plain(value, key) for key in ("name", "summary", "content"))
    permalink = values.address(_href(value.get("url"))) or values.address(value.get("id"))
    return Appearance(
        id_,
        Occurrence(
            caption=values.text("\n\n".join(words for words in said if words)),
            alt=named.alt,
            site=values.host(permalink),
            permalink=permalink,
            author=author or author_of(value),
        ),
        times.iso(value.get("published")),
    )


def author_of(value: Mapping[str, object]) -> str | None:
    """Whoever an object or an activity is attributed to: an address, or the name that stands there."""
    for entry in (*values.rows(value.get("attributedTo")), *values.rows(value.get("actor"))):
        if found := values.name(entry) or values.name(values.mapping(entry).get("id")):
            return found
    return None


def _plain(value: Mapping[str, object], key: str) -> str | None:
    words = value.get(key)
    return read_html(words).text if isinstance(words, str) else None


def _named(entry: object, kind: str) -> Named | None:
    """An entry of ``attachment`` or ``image``: an address, a Link or an object with one or several."""
    shape = values.mapping(entry)
    path = _href(entry if isinstance(entry, str) else shape.get("url") or shape.get("href"))
    if path is None:
        return None
    said = next((_KINDS[one] for one in types(shape) if one in _KINDS), kind)
    known = said or kind_of(path, shape.get("mediaType"))
    alt = values.text(shape.get("name")) or values.text(shape.get("summary"))
    return Named(path, known, alt)


def _href(value: object) -> str | None:
    """The first address of a ``url``: text, a Link, or a list of them."""
    for one in values.rows(value):
        if found := values.text(one) or values.text(values.mapping(one).get("href")):
            return found
    return None
