"""The one difference between the extension that is shipped and the one that tests look into."""

from __future__ import annotations

import shutil
from pathlib import Path

from colophon.errors import BrowserError

HOOK = "content/hook.js"
CLOSED, OPEN = "OPEN_FOR_TESTS = false", "OPEN_FOR_TESTS = true"


def observable_copy(extension: Path, folder: Path) -> Path:
    """Copy the extension to ``folder`` and set its one constant: labels then tell their state to the page.

    Raises BrowserError when the constant is not there exactly once.
    """
    shutil.copytree(extension, folder)
    hook = folder / HOOK
    source = hook.read_text(encoding="utf-8")
    if source.count(CLOSED) != 1:
        raise BrowserError(f"{HOOK} should have {CLOSED!r} exactly once")
    hook.write_text(source.replace(CLOSED, OPEN), encoding="utf-8")
    return folder
