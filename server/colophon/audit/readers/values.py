"""Values out of somebody else's JSON: whatever has another type than expected is as good as absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

MOST_TEXT = 25_000  # characters of a caption that are kept: the longest post there is (X)
_MOST_NAME = 200  # characters of an id, a handle or a media type
_MOST_ADDRESS = 2_048  # characters of an address; longer ones are of no use to anybody
_NOTHING: Mapping[str, object] = {}


def mapping(value: object) -> Mapping[str, object]:
    """``value`` where it is an object, else an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def rows(value: object) -> Sequence[object]:
    """``value`` where it is an array; what stands alone is one of one (ActivityStreams)."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def text(value: object, most: int = MOST_TEXT) -> str | None:
    """Words, at most ``most`` characters of them, that can be written as UTF-8; None where there are none."""
    if not isinstance(value, str):
        return None
    return value[:most].encode("utf-8", "replace").decode().strip() or None


def name(value: object) -> str | None:
    """An id, a handle or another short name; exports write numbers in both ways."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 1 << 128 else None
    return text(value, _MOST_NAME)


def address(value: object) -> str | None:
    """An http or https address, or None: anything else must not become a link in a report."""
    words = text(value, _MOST_ADDRESS + 1)
    if words is None or len(words) > _MOST_ADDRESS or not words.isprintable() or " " in words:
        return None
    return words if host(words) else None


def host(value: object) -> str | None:
    """The host of an http or https address."""
    if not isinstance(value, str):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in {"http", "https"} else None
