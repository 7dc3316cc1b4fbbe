"""TOML of data, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any


def written(value: Any) -> str:
    """A value; tables are inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{text(key)} = {written(one)}' for key, one in value.items())}}}"
    return str(value)


def text(value: str) -> str:
    """A string in quotes; also a key."""
    return '"' + "".join(f"\\U{ord(char):08x}" if not char.isalnum() else char for char in value) + '"'


def file(data: dict[str, Any], comment: str = "") -> str:
    """A whole file, a line per key."""
    return "\n".join(f"{text(key)} = {written(value)}  # {comment}" for key, value in data.items())
