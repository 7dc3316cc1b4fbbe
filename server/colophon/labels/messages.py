"""The message files: which labels there are, and their words in each language."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from colophon.evidence import Confidence, Evidence, Process, Source

LOCALES = ("en", "es", "fr", "de", "pt", "no", "ar", "hi", "zh")
SOURCE_LOCALE = "en"
_ALSO = {"nb": "no", "nn": "no"}  # Bokmål is written under the code of Norwegian, and Nynorsk readers read it
OTHER = "other"  # the key of the words for whatever has none of its own
_FOLDER = files("colophon.labels")


@dataclass(frozen=True, slots=True)
class LabelKind:
    """What a label stands for, in any language. Labels about records and conflicts name no process.

    ``eu_icon_class`` is data about the process; the icon itself is never drawn (specification, section 8).
    """

    id: str
    process: Process | None
    source: Source | None
    confidence: Confidence | None
    eu_icon_class: str | None


@dataclass(frozen=True, slots=True)
class LabelText:
    """The words of one label: the chip, the card's explanation, and what it does and does not tell.

    ``by_trust`` holds other words for the card where the label speaks for a signed record: by
    ``details.trust``, or ``other`` for any trust without words of its own (specification, section 14, 15).
    """

    short: str
    explanation: str
    limits: str
    by_trust: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def about(self, headline: Evidence) -> LabelText:
        """The words for the evidence that the label speaks for; those of the chip are always the same."""
        if headline.source != Source.SIGNED:
            return self
        words = self.by_trust.get(str(headline.details.get("trust"))) or self.by_trust.get(OTHER, {})
        return replace(
            self,
            explanation=words.get("explanation", self.explanation),
            limits=words.get("limits", self.limits),
        )


@dataclass(frozen=True, slots=True)
class Messages:
    """All strings of one language, as they stand in its file.

    ``rows`` are whole sentences by ``source.process``, ``notes`` sentences that may follow one. ``draft`` is
    true until the language's comprehension test has been run (specification, section 14, 21). The reading
    level is by the formula that fits the language: ``max_grade`` is a Flesch-Kincaid grade of each text,
    ``max_lix`` a LIX of all texts; both are None where there is none. ``punctuation`` stands between
    the words of a list, and between sentences.
    """

    locale: str
    name: str
    draft: bool
    max_words: int
    max_chars: int
    max_grade: float | None
    max_lix: float | None
    banned_terms: tuple[str, ...]
    imperatives: tuple[str, ...]
    verbs: Mapping[str, str]
    punctuation: Mapping[str, str]
    labels: Mapping[str, LabelText]
    rows: Mapping[str, str]
    notes: Mapping[str, str]
    what: Mapping[str, str]
    checks: Mapping[str, str]
    reasons: Mapping[str, str]
    fallbacks: Mapping[str, str]
    date: Mapping[str, Any]


def language_of(tag: str) -> str | None:
    """The one of `LOCALES` that a tag asks for: ``pt`` for ``pt-BR``, ``no`` for ``nb``; None for others."""
    language = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    language = _ALSO.get(language, language)
    return language if language in LOCALES else None


@cache
def label_kinds() -> Mapping[str, LabelKind]:
    """All labels by id, in the order of the catalogue."""
    entries = json.loads(_read("labels.json"))["labels"]
    return {entry["id"]: _kind(entry) for entry in entries}


@cache
def messages(locale: str) -> Messages:
    """The strings of one of `LOCALES`."""
    content = json.loads(_read(f"{locale}.json"))
    lists = {key: tuple(content[key]) for key in ("banned_terms", "imperatives")}
    texts = {key: LabelText(**text) for key, text in content["labels"].items()}
    return Messages(**content | lists | {"labels": texts})


def _kind(entry: Mapping[str, str | None]) -> LabelKind:
    process, source, confidence = entry["process"], entry["source"], entry["confidence"]
    return LabelKind(
        id=str(entry["id"]),
        process=Process(process) if process else None,
        source=Source(source) if source else None,
        confidence=Confidence(confidence) if confidence else None,
        eu_icon_class=entry["eu_icon_class"],
    )


def _read(name: str) -> bytes:
    return _FOLDER.joinpath(name).read_bytes()


def _version() -> str:
    names = ("labels.json", *(f"{locale}.json" for locale in LOCALES))
    return hashlib.sha256(b"".join(_read(name) for name in names)).hexdigest()[:12]


LABELS_VERSION = _version()
