"""The trust lists of the demo: those of this installation, and the demo's own signer while it runs."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from colophon.config import Config
from colophon.download import fetch
from colophon.errors import DownloadError, TrustError
from colophon.trust import load
from colophon.trust.known import KNOWN, LOCAL
from colophon.trust.update import update

FETCH_SECONDS = 10.0  # per list: somebody waits for the browser to open


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


def fetch_once(config: Config) -> str | None:
    """Download the trust lists where there are none yet.

    Returns what follows when they cannot be had, as a sentence for a person; None when all is well.
    """
    folder = config.trust_folder
    if not load(folder).absent:
        return None
    problem = ""
    if config.trust is None:
        try:
            update(folder, get=partial(fetch, timeout=FETCH_SECONDS))
        except (DownloadError, TrustError) as error:
            problem = f" ({error})"
    consequence = load(folder).consequence
    return f"{consequence}{problem}. `colophon trust update` tries again." if consequence else None
