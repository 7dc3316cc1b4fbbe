"""What a poster says in caption and alt text about how the picture was made (specification, section 5).

Only self-disclosure is read, not mention: a label that is wrong accuses somebody, a missing one does not.
`extension/content/statements.js` is the twin of this module; both are held against
``tests/checks/disclosure_vectors.json``. What was decided:

* A question, a negation, a hypothesis, hearsay or a quotation in the same sentence silences a pattern, and
  words of denial or protest anywhere ("not AI", "AI art is theft") silence the whole text. A photo claim
  needs less: it never gives a label.
* A hashtag counts only where tags stand by themselves, up to the end of the sentence or line.
* Alt text that a site wrote itself ("May be an image of ...") says nothing about the poster, and "may be
  AI-generated" is a guess, not a disclosure: it gives no statement at all. Nor does the alt text of a
  screenshot.
* AI upscaling and denoising are no AI claim (section 10, case 11); "enhanced with AI" is AI used, extent
  unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from colophon.checks import platform
from colophon.checks.patterns import Language, Pattern, Tag, load
from colophon.checks.words import Words, words
from colophon.evidence import Occurrence, Process, Source, Statement

Where = Literal["caption", "alt"]

_TAG_RUN = re.compile(r'(?<= )(?:[#@][^ ]*[#@] [|,:"]? ?)+(?=[.?¶])')
_TAG = re.compile(r"(?<= )#([^ ]*)#(?= )")


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement and the words it was read from. The words are for the reader's own screen only."""

    statement: Statement
    quote: str


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    said: Pattern | Tag
    language: str


def read(text: str | None, where: Where, *, reshare: bool = False) -> tuple[Finding, ...]:
    """The statements in a caption or alt text, the first of each process, in the order of the text.

    Only the first 5,000 characters are read. ``reshare`` says that the words belong to somebody who passes
    the picture on. Never raises.
    """
    text = (text or "")[: load().limit]
    line = words(text)
    if where == "alt" and _silent_alt(line.line):
        return ()
    first: dict[str, _Hit] = {}
    for hit in sorted(_hits(line, where), key=lambda h: (h.start, -h.end)):
        first.setdefault(hit.said.process, hit)
    return tuple(
        Finding(
            Statement(Source.CREATOR, Process(h.said.process), h.said.id, h.language, reshare),
            line.quote(text, h.start, h.end),
        )
        for h in first.values()
    )


def statements_of(occurrence: Occurrence) -> tuple[Statement, ...]:
    """All that an occurrence says: platform, caption, alt text; without repetitions."""
    said = [
        f.statement
        for text, where in ((occurrence.caption, "caption"), (occurrence.alt, "alt"))
        for f in read(text, "alt" if where == "alt" else "caption", reshare=occurrence.reshare)
    ]
    label = platform.read_label(occurrence.platform_label, occurrence.site)
    return tuple(dict.fromkeys(([label] if label else []) + said))


def _silent_alt(line: str) -> bool:
    patterns = load()
    return bool(_compiled(patterns.automatic_alt).match(line) or _compiled(patterns.quoting_alt).search(line))


def _hits(line: Words, where: Where) -> Iterator[_Hit]:
    silenced = _compiled(load().silencers).search(line.line) is not None
    no_ai = silenced or not _compiled(load().mentions).search(line.line)
    for language, pattern, expression in _readers():
        photo = pattern.process == Process.PHOTO
        if (no_ai and not photo) or pattern.where not in (None, where):
            continue
        for match in expression.finditer(line.line):
            if not _guarded(line, match, language, photo):
                yield _Hit(match.start(), match.end(), pattern, language.language)
    yield from _tag_hits(line, silenced)


def _guarded(line: Words, match: re.Match[str], language: Language, photo: bool) -> bool:
    """Whether the sentence around the match, or a quotation mark, takes its force away."""
    if _quoted(line.line, match.start()):
        return True
    begin, end = line.sentence(match.start(), match.end())
    return _unsure(line.line[begin:end], language, photo)


def _quoted(line: str, at: int) -> bool:
    return line.count('"', line.rfind("¶", 0, at), at) % 2 == 1


def _unsure(sentence: str, language: Language, photo: bool) -> bool:
    if sentence.endswith("? "):
        return True
    if photo:
        return _compiled(language.photo_guards).search(sentence) is not None
    plain = _compiled(language.neutral).sub(" ", sentence)
    return _compiled(language.guards).search(plain) is not None


def _tag_hits(line: Words, silenced: bool) -> Iterator[_Hit]:
    off_topic = silenced or _compiled(load().tag_silencers).search(line.line) is not None
    for run in _TAG_RUN.finditer(line.line):
        begin, end = line.sentence(run.start(), run.end())
        doubtful = {g.language for g in load().languages if _unsure(line.line[begin:end], g, photo=False)}
        for match in _TAG.finditer(line.line, run.start(), run.end()):
            tag = load().tags.get(match[1])
            if (
                tag
                and not doubtful & {tag.language, "en"}
                and (tag.process == Process.PHOTO or not off_topic)
            ):
                yield _Hit(match.start(), match.end() + 1, tag, tag.language)


@cache
def _readers() -> tuple[tuple[Language, Pattern, re.Pattern[str]], ...]:
    return tuple((g, p, re.compile(g.expand(p.source))) for g in load().languages for p in g.patterns)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)
