"""The lint every language must pass (label specification, sections 2, 6, 8, 12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from colophon.evidence import Trust
from colophon.labels.messages import OTHER, Messages, label_kinds
from colophon.labels.values import STOPS, placeholders

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
_LONG = 6  # letters: a word with more is a long one to LIX
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")  # scripts that put no space between words
_SENTENCE_ENDS = re.compile(r"(?<=[.।])\s+|(?<=。)")
KEPT = ("Colophon", "Content Credentials", "C2PA")  # names that no language translates
NOT_IN_WORDS = frozenset("%٪％!¡！")
_GROUPS = ("rows", "notes", "what", "checks", "reasons", "fallbacks")


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
        *_reading(texts),
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


def lix(text: str) -> float:
    """LIX of a text: words per sentence and the share of long words, of one alphabet as of another.

    C. H. Björnsson, Readability of newspapers in 11 languages, Reading Research Quarterly 18 (1983).
    """
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", measured(text))
    sentences = [part for part in re.split(r"[.:;!?]+(?:\s|$)", text) if part.strip()]
    if not words:
        return 0.0
    return len(words) / len(sentences) + 100 * sum(len(word) > _LONG for word in words) / len(words)


def measured(template: str) -> str:
    """The template with names of ordinary length in it."""
    return re.sub(r"\{(\w+)\}", lambda match: _MEASURED.get(match[1], _ONE_NAME), template)


def banned(text: str, terms: tuple[str, ...]) -> list[str]:
    """The banned terms in a text, whatever their case. Whole words, where a script has them: "lie" is inside
    "earlier"."""
    return [term for term in terms if _word(term).search(text)]


@cache
def _word(term: str) -> re.Pattern[str]:
    whole = re.escape(term) if _UNSPACED.search(term) else rf"(?<!\w){re.escape(term)}(?!\w)"
    return re.compile(whole, re.IGNORECASE)


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
        for name in KEPT:
            if (name in source.get(key, text)) != (name in text):
                yield f"{key}: {name} stands in one language only"
        for name in placeholders(text):
            if f"fallbacks.{name}" not in strings:
                yield f"{key}: {name} has no words for when it is not known"


def _words(strings: Mapping[str, str], texts: Messages) -> Iterator[str]:
    for key, text in strings.items():
        if not text.strip() or text != text.strip():
            yield f"{key}: empty, or with a space at its edge"
        for term in banned(text, texts.banned_terms):
            yield f"{key}: holds the banned term {term!r}"
        if NOT_IN_WORDS & set(text):
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
        parts = sentences_of(text)
        if not re.search(f"[{STOPS}][”»]?$", text):
            yield f"{key}: does not end as a sentence does"
        if len(parts) > 4 or (key.startswith("rows.") and len(parts) > 1):
            yield f"{key}: too many sentences"
        if key.endswith(".limits"):
            orders = [p for p in parts if is_order(p, texts)]
            yield from (f"{key}: tells the reader what to do: {order!r}" for order in orders)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in any of the scripts."""
    return [part for part in _SENTENCE_ENDS.split(text) if part]


def is_order(sentence: str, texts: Messages) -> bool:
    """Whether a sentence begins by telling the reader what to do."""
    begins = tuple(w if _UNSPACED.search(w) else f"{w} " for w in texts.imperatives)
    return sentence.lower().startswith(begins)


def _reading(texts: Messages) -> Iterator[str]:
    """The reading level by the formula of the language. LIX is made for texts, so it is of all of them."""
    told = {
        key: text
        for key, text in all_strings(texts).items()
        if key.endswith((".explanation", ".limits")) or key.startswith("rows.")
    }
    if texts.max_grade is not None:
        for key, text in told.items():
            if grade(text) > texts.max_grade:
                yield f"{key}: reading grade {grade(text):.1f}"
    if texts.max_lix is not None and (found := lix(" ".join(told.values()))) > texts.max_lix:
        yield f"reading level: LIX {found:.1f}"


def _syllables(word: str) -> int:
    """Groups of vowels, without a silent ending; at least one."""
    bare = re.sub(r"(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$", "", word.lower()) or word
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def problems(all_texts: tuple[Messages, ...]) -> list[str]:
    """The lint of all languages; the first is the source."""
    return list(chain.from_iterable(lint(texts, all_texts[0]) for texts in all_texts))
