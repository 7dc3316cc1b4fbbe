"""Figures in words."""

from __future__ import annotations


def percent(share: float) -> str:
    """A share, 0 to 1: "12.5 %"."""
    return f"{share * 100:.1f} %"
