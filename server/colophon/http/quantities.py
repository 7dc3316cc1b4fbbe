"""Quantities in words: as short as they can be and still say what matters. No value makes them fail."""

from __future__ import annotations

import math

UNKNOWN = "–"


def per_second(value: float) -> str:
    """A rate or a small number: three digits that count."""
    if not 0 <= value < math.inf:
        return UNKNOWN
    if value >= 1e15:
        return f"{value:.0e}"
    if value >= 100:
        return f"{value:,.0f}"
    if 0 < value < 0.01:
        return "< 0.01"
    return f"{value:.1f}".removesuffix(".0") if value >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")


def duration(seconds: float) -> str:
    """Seconds, in the unit that suits them."""
    if not 0 <= seconds < math.inf:
        return UNKNOWN
    if seconds < 1:
        return f"{per_second(seconds * 1000)} ms"
    return f"{per_second(seconds)} s" if seconds < 100 else age(seconds)


def age(seconds: float) -> str:
    """A longer time, in whole seconds, minutes, hours or days."""
    if not 0 <= seconds < math.inf:
        return UNKNOWN
    for unit, length, most in (("s", 1, 100), ("min", 60, 120), ("h", 3600, 48)):
        if seconds < most * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{per_second(round(seconds / 86_400))} days"


def size(value: float) -> str:
    """Bytes, in the unit that suits them."""
    if not 0 <= value < math.inf:
        return UNKNOWN
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000:
            return f"{per_second(value) if unit != 'bytes' else round(value)} {unit}"
        value /= 1000
    return f"{per_second(value)} TB"


def share(value: float) -> str:
    """0 to 1 as percent."""
    return f"{100 * value:.0f} %" if 0 <= value <= 1 else UNKNOWN
