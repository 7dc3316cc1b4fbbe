"""A language that nobody speaks: English with accents, in brackets, and twice as long.

What is left in plain English was never translatable; what is cut off would be cut off in some language.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

OPENS, CLOSES = "⟦", "⟧"
_ACCENTED = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")
_GROUPS = ("labels", "rows", "notes", "what", "checks", "reasons", "fallbacks")
_FILLING = "vělmi dlouhé slovo a ještě jedno "


def pseudo(text: str) -> str:
    """The text in the made-up language: its placeholders as they were, and twice its length."""
    parts = re.split(r"(\{\w+\})", text)
    accented = "".join(part if part.startswith("{") else part.translate(_ACCENTED) for part in parts)
    more = (_FILLING * (len(text) // len(_FILLING) + 1))[: max(0, len(text) - 3)].rstrip()
    return f"{OPENS}{accented} {more}{CLOSES}"


def pseudo_copy(extension: Path, folder: Path) -> Path:
    """Copy the extension to ``folder`` and put the made-up language in the place of English."""
    shutil.copytree(extension, folder)
    strings = folder / "_locales" / "en" / "messages.json"
    entries = json.loads(strings.read_text(encoding="utf-8"))
    made = {key: {"message": pseudo(entry["message"])} for key, entry in entries.items()}
    strings.write_text(json.dumps(made), encoding="utf-8")
    words = folder / "background" / "words" / "en.json"
    book = json.loads(words.read_text(encoding="utf-8"))
    book |= {group: _translated(book[group]) for group in _GROUPS}
    words.write_text(json.dumps(book), encoding="utf-8")
    return folder


def _translated(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _translated(one) for key, one in value.items()}
    return pseudo(value) if isinstance(value, str) else value
