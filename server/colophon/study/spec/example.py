"""The study file that `colophon study new` writes."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files

MONTHS_OPEN, YEARS_KEPT = 6, 5


def example(study: str, today: dt.date) -> str:
    """A commented study file that can be frozen as it is; ``study`` is its id."""
    closes = today + dt.timedelta(days=30 * MONTHS_OPEN)
    retention = closes + dt.timedelta(days=365 * YEARS_KEPT)
    text = files("colophon.study.spec").joinpath("example.toml").read_text(encoding="utf-8")
    filled = {"@id@": study, "@closes@": closes.isoformat(), "@retention@": retention.isoformat()}
    for name, value in filled.items():
        text = text.replace(name, value)
    return text
