"""Values that fill a message's placeholders. `extension/background/values.js` is the twin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from colophon.evidence import Evidence, JSONValue
from colophon.labels.messages import Messages

MAX_NAME = 60  # characters of a name in a sentence
MAX_CHIP_NAME = 18  # and on the chip: with the longest words around it, 32 in English
_NAMES = frozenset({"signer", "scheme", "platform", "source", "team"})
_SPACES = frozenset({"Cc", "Zl", "Zp", "Zs"})
_DROPPED = frozenset({"Cf", "Cs"})  # bidirectional overrides, zero-width marks, halves of pairs
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
STOPS = ".。।"  # what ends a sentence, in Latin and Arabic, Chinese, and Devanagari script
_PLACEHOLDER = re.compile(rf"\{{(\w+)\}}([{STOPS}]?)")


def clean(text: str, length: int = MAX_NAME) -> str:
    """Text from a file or a page on one line, without characters that reorder or hide what is beside it."""
    if text.isascii() and text.isprintable():
        return _short(_one_space(text), length)
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category not in _DROPPED:
            kept.append(" " if category in _SPACES else character)
    return _short(_one_space("".join(kept)), length)


def _one_space(text: str) -> str:
    return (re.sub(" +", " ", text) if "  " in text else text).strip(" ")


def _short(line: str, length: int) -> str:
    return line if len(line) <= length else line[: length - 1].rstrip(" ") + "…"


def values_of(evidence: Evidence, messages: Messages) -> dict[str, str]:
    """Everything a message may say about this evidence, cleaned; what is not known is absent."""
    values = dict.fromkeys(_NAMES, clean(evidence.source_name or ""))
    for key, value in evidence.details.items():
        if key in messages.fallbacks and (text := _text(value)):
            values[key] = text
    values["date"] = localised_date(evidence.date, messages)
    values["measured"] = localised_date(str(evidence.details.get("measured", "")), messages)
    values["what"] = _changes(evidence.details.get("what"), messages)
    return {key: value for key, value in values.items() if value}


def localised_date(date: str | None, messages: Messages) -> str:
    """An ISO date, or a time that begins with one, in the words of the language; empty if it is neither."""
    match = _DATE.match(date or "")
    if match is None:
        return ""
    year, month, day = (int(part) for part in match.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    pattern: str = messages.date["pattern"]
    return fill(pattern, {"day": str(day), "month": messages.date["months"][month - 1], "year": str(year)})


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its placeholders filled, once: braces inside a value stay what they are.

    A value that ends with a full stop takes the place of the template's own.
    """

    def value(match: re.Match[str]) -> str:
        text = values[match[1]]
        return text if text.endswith(tuple(STOPS)) else text + match[2]

    return _PLACEHOLDER.sub(value, template)


def placeholders(template: str) -> set[str]:
    """The names a template asks for."""
    return {match[1] for match in _PLACEHOLDER.finditer(template)}


def _text(value: JSONValue) -> str:
    if isinstance(value, str):
        return clean(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _changes(value: JSONValue, messages: Messages) -> str:
    """Recorded changes as words, each once; a change without a word is "other edits"."""
    if not isinstance(value, list):
        return ""
    other = messages.what["edited"]
    words = dict.fromkeys(messages.what.get(str(key), other) for key in value)
    comma = messages.punctuation["comma"]
    return comma.join([word for word in words if word != other] + [word for word in words if word == other])
