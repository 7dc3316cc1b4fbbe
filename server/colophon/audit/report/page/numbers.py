"""Figures in words."""

from __future__ import annotations

from colophon.audit.prevalence import wilson
from colophon.report.numbers import percent

NOTHING = "\N{EN DASH}"


def count(number: int) -> str:
    """With thousands apart."""
    return f"{number:,}"


def of(number: int, singular: str, plural: str | None = None) -> str:
    """A number with what it counts: "1 image", "2,000 images"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def share(part: int, whole: int) -> str:
    """A part of a whole; a dash where the whole is nothing."""
    return percent(part / whole) if whole else NOTHING


def between(part: int, whole: int) -> str:
    """The 95 % interval of a share by Wilson; a dash where the whole is nothing."""
    if not whole:
        return NOTHING
    low, high = wilson(part, whole)
    return f"{low * 100:.1f} to {high * 100:.1f} %"


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]
