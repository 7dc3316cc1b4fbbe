"""Words: in all languages of the study, for labels that there are, outside the ban list unless approved."""

from __future__ import annotations

from collections.abc import Iterator

from colophon.labels.lint import NOT_IN_WORDS, banned, measured
from colophon.labels.messages import LabelText, label_kinds, messages
from colophon.labels.values import placeholders
from colophon.study.spec.base import Locale
from colophon.study.spec.locate import Path
from colophon.study.spec.problems import Problem
from colophon.study.spec.rules import parts
from colophon.study.spec.study import Study
from colophon.study.spec.treatment import LabelSet, LabelWords

_WAY = "use other words, or set departs_from_spec = true in the label set and name the approval in `ethics`"


def languages(study: Study) -> Iterator[Problem]:
    """Every text is there in each language of the study, and in no other."""
    for path, words in parts.words(study):
        for locale in study.locales:
            if locale not in words:
                limit = f"the study is in {', '.join(study.locales)}; the words for {locale} are absent"
                yield Problem(path, limit, f"add {locale}, or take it out of `locales`")
        for other in words:
            if other not in study.locales:
                limit = f"{other} is none of the study's languages ({', '.join(study.locales)})"
                yield Problem((*path, other), limit, "take it out, or add it to `locales`")


def empty(study: Study) -> Iterator[Problem]:
    """No text is made of blanks."""
    for path, words in parts.words(study):
        for locale, text in words.items():
            if isinstance(text, str) and not text.strip():
                yield Problem((*path, locale), "it has no words", "write them")


def labels(study: Study) -> Iterator[Problem]:
    """Label sets name labels that there are, and obey the rules of shipped ones unless they say otherwise."""
    for name, label_set in study.label_sets.items():
        for label, by_locale in label_set.labels.items():
            path: Path = ("label_sets", name, "labels", label)
            if label not in label_kinds():
                limit = f"there is no such label; there are: {', '.join(label_kinds())}"
                yield Problem(path, limit, "write one of these")
                continue
            for locale, words in by_locale.items():
                yield from _label((*path, locale), words, label_set, locale, label)


def questions(study: Study) -> Iterator[Problem]:
    """Titles, questions and answers hold no words of the ban list, unless a board has approved of them."""
    if study.ethics:
        return
    for path, words in parts.words(study):
        if path[0] in ("title", "surveys"):
            for locale, text in words.items():
                for term in banned(str(text), messages(locale).banned_terms):
                    limit = f'holds "{term}", a word of the ban list, which may sway what people think'
                    way = "use other words, or name the approval of an ethics board in `ethics`"
                    yield Problem((*path, locale), limit, way)


def _label(
    path: Path, words: LabelWords, label_set: LabelSet, locale: Locale, label: str
) -> Iterator[Problem]:
    shipped, texts = messages(locale).labels[label], messages(locale)
    for part, text in words.model_dump(exclude_none=True).items():
        yield from _placeholders((*path, part), text, part, shipped)
        if label_set.departs_from_spec:
            continue
        for term in banned(text, texts.banned_terms):
            yield Problem((*path, part), f'holds "{term}", a word of the ban list for {locale}', _WAY)
        if NOT_IN_WORDS & set(text):
            yield Problem((*path, part), "labels have no percent sign and no exclamation mark", _WAY)
        if part == "short":
            yield from _length((*path, part), text, texts.max_words, texts.max_chars)


def _length(path: Path, text: str, words: int, characters: int) -> Iterator[Problem]:
    seen = measured(text)
    if len(seen.split()) > words or len(seen) > characters:
        limit = f"a chip has at most {words} words and {characters} characters; this has "
        yield Problem(path, f"{limit}{len(seen.split())} and {len(seen)}", f"make it shorter, or {_WAY[17:]}")


def _placeholders(path: Path, text: str, part: str, shipped: LabelText) -> Iterator[Problem]:
    known = placeholders(getattr(shipped, part))
    for name in sorted(placeholders(text) - known):
        there = ", ".join(f"{{{one}}}" for one in sorted(known)) or "none"
        limit = f"nothing fills {{{name}}} in this label's {part}; there is: {there}"
        yield Problem(path, limit, "take it out")
