"""JSON that looks the same whoever writes it: RFC 8785 (JSON Canonicalization Scheme)."""

from __future__ import annotations

import hashlib
import json
import math
from decimal import Decimal
from typing import Any


def canonical(value: Any) -> bytes:
    """Sorted keys, no blanks, UTF-8, numbers as ECMAScript writes them.

    Raises ValueError for what JSON has no word for: infinity, not a number, other types.
    """
    return _written(value).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON: 64 hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _written(value: Any) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return f"[{','.join(map(_written, value))}]"
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        # the order of UTF-16 code units, as in section 3.2.3
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return f"{{{','.join(f'{_written(key)}:{_written(one)}' for key, one in pairs)}}}"
    raise ValueError(f"{type(value).__name__} cannot be written as JSON")


def _number(value: float) -> str:
    """ECMA-262, Number::toString: the shortest digits that read back as the same number."""
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as JSON")
    if value == 0:
        return "0"
    _, digits, exponent = Decimal(repr(abs(value))).normalize().as_tuple()
    text, sign = "".join(map(str, digits)), "-" if value < 0 else ""
    point = len(text) + int(exponent)
    if len(text) <= point <= 21:
        return sign + text.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{text[:point]}.{text[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{text}"
    fraction = f".{text[1:]}" if len(text) > 1 else ""
    return f"{sign}{text[0]}{fraction}e{point - 1:+d}"
