"""Audits of exactly these rows, for what a draw by chance does not show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from colophon.audit import folder, shards
from colophon.audit.rows import Row

SHARD = 100


def post(n: int, day: str | None, caption: str | None, image: object, **more: Any) -> Row:
    """A post with an image, named by anything, about which nothing was found."""
    made: dict[str, Any] = {
        **{"n": n, "id": f"post-{n}", "posted_at": f"{day}T12:00:00+00:00" if day else None},
        **{"locator": f"{n}.jpg", "caption": caption, "alt": None, "platform_label": None, "site": "x.com"},
        **{"permalink": f"https://x.com/p/{n}", "author": "somebody", "reshare": False},
        **{"sha256": digest(image), "pdq": digest(("look", image)), "pdq_quality": 100, "status": "none"},
        **{"label": None, "conflict": False, "evidence": [], "checks": {"c2pa": "done"}, "reason": None},
    }
    return cast(Row, made | more)


def protected(n: int) -> Row:
    """What is kept of a protected image."""
    return {"n": n, "id": f"secret-{n}", "posted_at": "2026-01-01T00:00:00+00:00", "status": "protected"}


def digest(name: object) -> str:
    """64 hex digits."""
    return hashlib.sha256(repr(name).encode()).hexdigest()


def flipped(digits: str, bits: Iterable[int]) -> str:
    """A hash with some bits changed."""
    value = int(digits, 16)
    for bit in bits:
        value ^= 1 << bit
    return f"{value:064x}"


def audit_of_rows(out: Path, rows: list[Row], sampling: dict[str, Any] | None = None, **about: Any) -> Path:
    """The folder of a finished audit."""
    facts = {
        "colophon": "0.1.0",
        "source": {"name": "x_archive", "path": "/home/somebody/export.zip", "sha256": digest("source")},
        "options": {"shard": SHARD},
        "versions": {"resolver": "7"},
        "date": "2026-11-29",
    }
    found = len(rows) * (1 if sampling is None else 10)
    chosen = {"counts": {}, "examples": {}, "found": found, "sampled": len(rows), "sampling": sampling}
    out.mkdir(parents=True)
    (out / folder.AUDIT).write_bytes(folder.written(facts | about))
    (out / folder.SKIPPED).write_bytes(folder.written(chosen))
    for number, start in enumerate(range(0, len(rows), SHARD)):
        shards.write_shard(out, number, rows[start : start + SHARD])
    return out
