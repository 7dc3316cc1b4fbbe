"""The trust lists of the demo: those of this installation, and the demo's own signer while it runs."""

from __future__ import annotations

import shutil
from pathlib import Path

from colophon.trust.known import KNOWN, LOCAL


def demo_trust(lists: Path, anchor: str, folder: Path) -> Path:
    """Copy ``lists`` to ``folder`` and add ``anchor`` to the local tier there. Returns ``folder``.

    The installation's own lists stay as they are: what the demo signs is recognised by the demo only.
    """
    local = folder / LOCAL
    local.mkdir(parents=True)
    for path in (lists / known.name for known in KNOWN):
        if path.is_file():
            shutil.copy(path, folder)
    for path in (lists / LOCAL).glob("*.pem"):
        shutil.copy(path, local)
    (local / "colophon-demo.pem").write_text(anchor, encoding="utf-8")
    return folder
