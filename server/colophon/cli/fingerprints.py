"""Fingerprints of keys as people compare them."""

from __future__ import annotations

import textwrap


def grouped(fingerprint: str) -> str:
    """The hex digits in groups of eight."""
    return " ".join(textwrap.wrap(fingerprint, 8))
