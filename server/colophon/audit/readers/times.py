"""Times as exports write them, in UTC; None for what is none. A time without a zone is taken for UTC."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_X = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")
_LONGEST = 64  # characters; real ones have about thirty


def iso(value: object) -> datetime | None:
    """``2023-02-18T12:33:11.000Z`` (ActivityStreams, AT Protocol, Atom)."""
    return _utc(datetime.fromisoformat, value)


def rfc(value: object) -> datetime | None:
    """``Wed, 10 Oct 2018 20:19:24 GMT`` (RSS)."""
    return _utc(parsedate_to_datetime, value)


def of_x(value: object) -> datetime | None:
    """``Wed Oct 10 20:19:24 +0000 2018`` (X). Not by strptime, whose names of months are the locale's."""
    match = _X.fullmatch(value) if isinstance(value, str) else None
    if match is None or match[1] not in _MONTHS:
        return None
    return iso(f"{match[5]}-{_MONTHS.index(match[1]) + 1:02}-{match[2]}T{match[3]}{match[4]}")


def unix(value: object) -> datetime | None:
    """Seconds since 1970 (Instagram, Facebook); 0 is how they write that they do not know."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _utc(parse: Callable[[str], datetime], value: object) -> datetime | None:
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    try:
        time = parse(value.strip())
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
