"""The catalogue as the extension's module.

Write it anew with ``python -m colophon.labels.export > extension/background/catalogue.js``.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from colophon.labels.messages import LABELS_VERSION, LOCALES, label_kinds, messages

_HEADER = "// Generated from server/colophon/labels; do not edit.\n"
_LINT_ONLY = ("max_words", "max_chars", "max_grade", "banned_terms", "imperatives", "verbs")


def javascript() -> str:
    """An ES module with the labels' kinds and all locales' words."""
    kinds = {kind.id: _kind(asdict(kind)) for kind in label_kinds().values()}
    words = {locale: _words(locale) for locale in LOCALES}
    return "".join(
        (
            _HEADER,
            f'\nexport const LABELS_VERSION = "{LABELS_VERSION}";\n',
            f"\n/** @type {{Record<string, any>}} */\nexport const LABEL_KINDS = {_json(kinds)};\n",
            f"\n/** @type {{Record<string, any>}} */\nexport const CATALOGUES = {_json(words)};\n",
        )
    )


def _kind(kind: dict[str, object]) -> dict[str, object]:
    return {key: kind[key] for key in ("process", "source", "confidence")}


def _words(locale: str) -> dict[str, object]:
    return {key: value for key, value in asdict(messages(locale)).items() if key not in _LINT_ONLY}


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    print(javascript(), end="")
