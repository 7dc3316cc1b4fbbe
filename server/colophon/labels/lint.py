"""The lint every language must pass (label specification, sections 2, 6, 8, 12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from colophon.evidence import Trust
from colophon.labels.messages import OTHER, Messages, label_kinds
from colophon.labels.values import placeholders

# Placeholders are measured as a site's or a person's name would be.
_MEASURED = {"platform": "Instagram"}
_ONE_NAME = "Ana"
# Which chip must use which verb of the glossary (section 12).
_VERBS = {
    "generated": "ai_generated.signed",
    "edited": "ai_edited.signed",
    "used": "ai_involved.signed",
    "says": "ai_generated.creator",
    "found": "ai_generated.moderator",
    "may": "ai_generated.detector",
}
_GROUPS = ("rows", "notes", "what", "checks", "ranks", "reasons", "fallbacks")


def lint(texts: Messages, source: Messages) -> list[str]:
    """What is wrong with a language's strings, compared with the source language; empty when all is well."""
    strings = all_strings(texts)
    return [
        *_keys(texts, source),
        *_placeholders(strings, all_strings(source)),
        *_words(strings, texts),
        *_chips(texts),
        *_verbs(texts),
        *_cards(texts),
    ]


def all_strings(texts: Messages) -> dict[str, str]:
    """Every string a reader may meet, by a dotted key."""
    labels = {
        f"labels.{label_id}.{part}": getattr(text, part)
        for label_id, text in texts.labels.items()
        for part in ("short", "explanation", "limits")
    }
    by_trust = {
        f"labels.{label_id}.{trust}.{part}": value
        for label_id, text in texts.labels.items()
        for trust, parts in text.by_trust.items()
        for part, value in parts.items()
    }
    groups = {f"{name}.{key}": text for name in _GROUPS for key, text in getattr(texts, name).items()}
    return labels | by_trust | groups


def grade(text: str) -> float:
    """Flesch-Kincaid grade of an English text, 0 without words; placeholders count as one short name."""
    sentences = [s for s in re.split(r"[.:!?]+(?:\s|$)", measured(text)) if s.strip()]
    words = re.findall(r"[A-Za-z']+", " ".join(sentences))
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def measured(template: str) -> str:
    """The template with names of ordinary length in it."""
    return re.sub(r"\{(\w+)\}", lambda match: _MEASURED.get(match[1], _ONE_NAME), template)


def banned(text: str, terms: tuple[str, ...]) -> list[str]:
    """The banned terms in a text. Whole words, whatever their case: "lie" is inside "earlier"."""
    return [t for t in terms if re.search(rf"(?<!\w){re.escape(t)}(?!\w)", text, re.IGNORECASE)]


def _keys(texts: Messages, source: Messages) -> Iterator[str]:
    for key in sorted(all_strings(texts).keys() ^ all_strings(source).keys()):
        yield f"{key}: in one language only"
    for key in label_kinds().keys() ^ texts.labels.keys():
        yield f"labels.{key}: not a label, or a label without words"
    for label_id, text in texts.labels.items():
        for trust, parts in text.by_trust.items():
            if trust not in {*Trust, OTHER}:
                yield f"labels.{label_id}.{trust}: not a trust"
            if not parts or parts.keys() - {"explanation", "limits"}:
                yield f"labels.{label_id}.{trust}: other parts than explanation and limits"
    if len(texts.date["months"]) != 12:
        yield "date.months: not twelve"


def _placeholders(strings: Mapping[str, str], source: Mapping[str, str]) -> Iterator[str]:
    for key, text in strings.items():
        if placeholders(text) != placeholders(source.get(key, text)):
            yield f"{key}: other placeholders than in the source language"
        for name in placeholders(text):
            if f"fallbacks.{name}" not in strings:
                yield f"{key}: {name} has no words for when it is not known"


def _words(strings: Mapping[str, str], texts: Messages) -> Iterator[str]:
    for key, text in strings.items():
        if not text.strip() or text != text.strip():
            yield f"{key}: empty, or with a space at its edge"
        for term in banned(text, texts.banned_terms):
            yield f"{key}: holds the banned term {term!r}"
        if "%" in text or "!" in text:
            yield f"{key}: holds a percent sign or an exclamation mark"


def _chips(texts: Messages) -> Iterator[str]:
    shorts = {key: text.short for key, text in texts.labels.items()}
    for key, short in shorts.items():
        shown = measured(short)
        if len(shown) > texts.max_chars or len(shown.split()) > texts.max_words:
            yield f"labels.{key}.short: over {texts.max_words} words or {texts.max_chars} characters"
    strings = all_strings(texts)
    for part in ("short", "explanation"):
        values = {key: text for key, text in strings.items() if key.endswith(f".{part}")}
        for key, value in values.items():
            if list(values.values()).count(value) > 1:
                yield f"{key}: the same as another label's"


def _verbs(texts: Messages) -> Iterator[str]:
    if len(set(texts.verbs.values())) != len(_VERBS):
        yield "verbs: not six different words"
    for verb, label_id in _VERBS.items():
        if not banned(texts.labels[label_id].short, (texts.verbs[verb],)):
            yield f"labels.{label_id}.short: without the verb {texts.verbs[verb]!r}"


def _cards(texts: Messages) -> Iterator[str]:
    """Explanations, limits and rows: short, plain, whole sentences, and no orders to the reader."""
    sentences = {
        key: text
        for key, text in all_strings(texts).items()
        if key.endswith((".explanation", ".limits")) or key.startswith(("rows.", "notes."))
    }
    for key, text in sentences.items():
        parts = [s for s in re.split(r"(?<=[.])\s+", text) if s]
        if not text.endswith((".", ".”", ".»")):
            yield f"{key}: does not end as a sentence does"
        if len(parts) > 4 or (key.startswith("rows.") and len(parts) > 1):
            yield f"{key}: too many sentences"
        if key.endswith(".limits"):
            orders = [p for p in parts if p.lower().startswith(tuple(f"{w} " for w in texts.imperatives))]
            yield from (f"{key}: tells the reader what to do: {order!r}" for order in orders)
        if texts.max_grade is not None and not key.startswith("notes.") and grade(text) > texts.max_grade:
            yield f"{key}: reading grade {grade(text):.1f}"


def _syllables(word: str) -> int:
    """Groups of vowels, without a silent ending; at least one."""
    bare = re.sub(r"(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$", "", word.lower()) or word
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def problems(all_texts: tuple[Messages, ...]) -> list[str]:
    """The lint of all languages; the first is the source."""
    return list(chain.from_iterable(lint(texts, all_texts[0]) for texts in all_texts))
