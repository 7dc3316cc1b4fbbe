"""Mend what reading from pixels does to words, so that patterns made for typed text can speak.

I, l and | look alike in many fonts, spaces get lost, single letters go wrong. A word is only ever mended into
words that the patterns use, and those are never touched themselves. A misread "not" therefore stays a foreign
word, and a foreign word inside a statement keeps its pattern from matching; "Photo by Al" stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations

from colophon.checks.patterns import Language, load
from colophon.checks.words import fold

# Sans-serif fonts draw a capital I like l: "Al", "Kl", "lA".
_SHORT = re.compile(r"(?<![A-Z\d_])(?:(?P<ai>A[l|])|(?P<ki>K[l|])|(?P<ia>[l|]A))(?!\w)")
_PERSON = re.compile(r"(?<!generated) by $", re.IGNORECASE)  # "Created by Al" is a credit
_ELISION = re.compile(r"(?<!\w)[I|](?=['\u2019](?:[Il|]A(?!\w)|[Ii]nt))")  # French l'IA, l'intelligence
_ALIKE = str.maketrans("l10", "iio")
_WORD = re.compile(r"[^\W_]{5,}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_CLASS = re.compile(r"<#?\w+>")
_ONE_SLIP = 7  # letters; shorter words have neighbours that mean something else
_TWO_SLIPS = 11
_RUN_ON = 7  # letters; shorter words are not cut apart
_LONGEST = 60  # letters; mending takes time that grows with their square


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of all patterns, folded; by their look; and by what is left when letters are lost."""

    words: frozenset[str]
    alike: dict[str, str]
    damaged: dict[str, str]


def repaired(text: str) -> str:
    """``text`` with its words mended; the rest as it was. Never raises."""
    text = _SHORT.sub(_capital_i, text)
    text = _ELISION.sub("l", text)
    return _WORD.sub(lambda m: _mended(m[0]), text)


def _capital_i(found: re.Match[str]) -> str:
    named = found.lastgroup == "ai" and _PERSON.search(found.string, 0, found.start())
    return found[0] if named else str(found.lastgroup).upper()


def _mended(word: str) -> str:
    known = _vocabulary()
    folded = "".join(map(fold, word))
    if folded in known.words or len(folded) > _LONGEST:
        return word
    return known.alike.get(_look(folded)) or " ".join(_cut(folded)) or _nearest(folded) or word


def _look(word: str) -> str:
    """``word`` with letters that look alike made one."""
    return word.replace("rn", "m").replace("vv", "w").translate(_ALIKE)


def _nearest(word: str) -> str | None:
    """A known word that is left when both have lost a letter or two, and that is about as long."""
    known = (_vocabulary().damaged.get(form, "") for form in _damaged(word))
    return next((found for found in known if found and abs(len(found) - len(word)) <= 1), None)


def _damaged(word: str) -> Iterator[str]:
    """The word, then the word with one letter missing, and two where it is long."""
    slips = (len(word) >= _ONE_SLIP) + (len(word) >= _TWO_SLIPS)
    for n in range(slips + 1):
        for lost in combinations(range(len(word)), n):
            yield "".join(letter for i, letter in enumerate(word) if i not in lost)


def _cut(word: str) -> list[str]:
    """The fewest known words that ``word`` consists of, or none."""
    if len(word) < _RUN_ON:
        return []
    known = _vocabulary()
    best: list[list[str] | None] = [[], *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(end - 1):
            before, part = best[start], word[start:end]
            if before is None:
                continue
            found = part if part in known.words else known.alike.get(_look(part))
            shortest = best[end]
            if found and (shortest is None or len(before) + 1 < len(shortest)):
                best[end] = [*before, found]
    return best[-1] or []


@cache
def _vocabulary() -> _Vocabulary:
    patterns = load()
    sources = chain([patterns.silencers], chain.from_iterable(map(_sources, patterns.languages)))
    words = frozenset(_words(sources))
    long = sorted(word for word in words if len(word) >= _ONE_SLIP)
    return _Vocabulary(
        words,
        {_look(word): word for word in sorted(words)},
        {form: word for word in long for form in _damaged(word)} | {word: word for word in long},
    )


def _sources(language: Language) -> Iterator[str]:
    yield from language.classes.values()
    yield from (pattern.source for pattern in language.patterns)
    yield from (language.guards, language.photo_guards, language.neutral)


def _words(expressions: Iterable[str]) -> Iterator[str]:
    for expression in expressions:
        yield from _LETTERS.findall(_CLASS.sub(" ", expression))
