"""The catalogue as the extension's files. ``scripts/generate`` writes them.

``background/catalogue.js`` is read at every start, so it holds no words; those of one language stand in
``background/words/``, and only the reader's are read.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from colophon.labels.messages import LABELS_VERSION, LOCALES, label_kinds, messages

_HEADER = "// Generated from server/colophon/labels; do not edit.\n"
_LINT_ONLY = ("max_words", "max_chars", "max_grade", "max_lix", "banned_terms", "imperatives", "verbs")
# The browsers look for these under other names, and the stores list them: Bokmål is `nb` to both.
_FOLDERS = {"no": "nb", "pt": "pt_BR", "zh": "zh_CN"}
RIGHT_TO_LEFT = {"ar"}


def generated() -> dict[str, str]:
    """The text of every generated file, by its path below ``extension/``."""
    words = {f"background/words/{locale}.json": _json(_words(locale)) + "\n" for locale in LOCALES}
    return {"background/catalogue.js": _javascript()} | words


def folder(locale: str) -> str:
    """The name that browsers know this one of `LOCALES` by, below ``extension/_locales``."""
    return _FOLDERS.get(locale, locale)


def _javascript() -> str:
    """An ES module with the labels' kinds and the languages there are."""
    kinds = {kind.id: _kind(asdict(kind)) for kind in label_kinds().values()}
    languages = {locale: _language(locale) for locale in LOCALES}
    kind = '{name: string, draft: boolean, folder: string, dir: "ltr" | "rtl"}'
    return "".join(
        (
            _HEADER,
            f'\nexport const LABELS_VERSION = "{LABELS_VERSION}";\n',
            f"\n/** @type {{Record<string, any>}} */\nexport const LABEL_KINDS = {_json(kinds)};\n",
            f"\n/** @type {{Record<string, {kind}>}} */\nexport const LANGUAGES = {_json(languages)};\n",
        )
    )


def _kind(kind: dict[str, object]) -> dict[str, object]:
    return {key: kind[key] for key in ("process", "source", "confidence")}


def _language(locale: str) -> dict[str, object]:
    texts = messages(locale)
    direction = "rtl" if locale in RIGHT_TO_LEFT else "ltr"
    return {"name": texts.name, "draft": texts.draft, "folder": folder(locale), "dir": direction}


def _words(locale: str) -> dict[str, object]:
    return {key: value for key, value in asdict(messages(locale)).items() if key not in _LINT_ONLY}


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)
