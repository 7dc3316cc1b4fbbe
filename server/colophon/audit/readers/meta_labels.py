"""Posts of Meta's exports that are lists of names and values, ``label_values``: since about 2024.

Shapes as people have written them down from exports of their own. Instagram: ``{"timestamp", "media": [...],
"label_values": [{"label": "Caption", "value"}, ...], "fbid"}``. Facebook: ``{"timestamp", "label_values":
[{"label": "Message", "value"}, {"label": "Media", "media": [...]}], "fbid"}``. In place of a value there may
be a list, under ``dict`` or ``vec``. Names are in the language of the account.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from colophon.audit.readers import meta, values

_CAPTIONS = frozenset({"Caption", "Message", "Text"})  # in other languages they are not known
_DEEPEST = 3  # lists within lists


@dataclass(frozen=True, slots=True)
class Labelled:
    """What such a list holds of a post: words, where their name is known, and pictures with a ``uri``."""

    caption: str | None
    media: list[Mapping[str, object]]


def labelled(entry: Mapping[str, object]) -> Labelled:
    """Both empty where the entry has no such list."""
    rows = list(_rows(entry.get("label_values"), _DEEPEST))
    said = (meta.words(row.get("value")) for row in rows if row.get("label") in _CAPTIONS)
    media = [values.mapping(one) for row in rows for one in values.rows(row.get("media"))]
    return Labelled(next(filter(None, said), None), [one for one in media if "uri" in one])


def _rows(found: object, deep: int) -> Iterator[Mapping[str, object]]:
    for row in map(values.mapping, values.rows(found)):
        yield row
        if deep > 0:
            yield from _rows(row.get("dict"), deep - 1)
            yield from _rows(row.get("vec"), deep - 1)
