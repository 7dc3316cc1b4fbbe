"""What a picture's words say about how the picture was made. Pure; words in, disclosures out.

Patterns, guards and silencers are those of captions (`colophon.checks.disclosure`). Words on a picture need
more care: a poster, a screenshot, a comparison or a meme may speak of AI without speaking of itself. A note

* is a whole block, in small letters, at the upper or lower edge, the smaller the more text there is. "Label:
  made with AI" is not one; only a credit (a handle, a copyright) may share its block;
* stands alone: text close to it is the rest of its sentence ("my teacher said it was / made with AI"), a
  caption in its row or column is the other half of a comparison ("Photo", "AI generated");
* says something: "AI-generated images of cats", hashtags and bare names of tools are topics and headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from colophon.checks import disclosure, patterns
from colophon.checks.image_text.layout import Block, blocks
from colophon.checks.image_text.reader import Line
from colophon.checks.image_text.repair import repaired
from colophon.checks.words import words
from colophon.evidence import Process

_PROCESSES = frozenset({Process.AI_GENERATED, Process.AI_EDITED, Process.AI_INVOLVED})
_HEADINGS = frozenset({"en-ai-art"})  # patterns whose words stand over galleries and in logos
_NOTE_WORDS = 25
_MUCH_TEXT = 30  # words beside the note
_LETTERS = 0.08  # height of a line's box over the picture's width; 24 px at 1,080 px have 0.036
_SMALL_LETTERS = 0.045
_EDGE = 0.06  # of the picture's height
_CAPTION_WORDS = 4  # what has more is no caption of a half
_QUOTE = 200  # characters
_CREDIT = re.compile(r"@\w[\w.]*|©[^|]*")
_WORD = re.compile(r"[^\W_]{2,}")
# What pictures of a kind are called, in many and as a mass.
_KINDS = re.compile(
    r" (?:images|imagery|pictures|pics|photos|photographs|illustrations|drawings|paintings|portraits|graphics"
    r"|visuals|renders|landscapes|creations|artworks|art|content|media|dessins|visuels|oeuvres"
    r"|imagenes|fotos|fotografias|ilustraciones|dibujos|imagens|ilustracoes|desenhos"
    r"|bilder|billeder|illustrasjoner|illustrationer|illustrationen|kunst|konst|inhalte) "
)
_OF = re.compile(r" (?:of|de|del|d|des|do|da|que|von|av|af|som) ")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One statement and the words it was read from."""

    process: Process
    pattern: str
    language: str
    quote: str


def disclosures(lines: Iterable[Line], width: int, height: int) -> tuple[Disclosure, ...]:
    """What the ``lines`` of a picture of ``width`` x ``height`` px disclose, the first of each process."""
    found = blocks(lines)
    everything = "\n".join(repaired(block.text) for block in found)
    # Read as one text first: "not AI" anywhere on the picture silences all of it.
    heard = {finding.statement.process for finding in disclosure.read(everything, "caption")}
    statements = {block: said for block in found if (said := _read(repaired(block.text)))}
    others = [block for block in found if block not in statements]
    first: dict[Process, Disclosure] = {}
    for block, said_there in statements.items():
        if _is_note(block, others, width, height):
            for each in said_there:
                if each.process in heard:
                    first.setdefault(each.process, each)
    return tuple(first.values())


def _read(text: str) -> list[Disclosure]:
    """What ``text`` discloses, if it says nothing else."""
    tags = {tag.id for tag in patterns.load().tags.values()}
    said = [
        Disclosure(
            finding.statement.process, finding.statement.pattern, finding.statement.language, finding.quote
        )
        for finding in disclosure.read(text, "caption")
        if finding.statement.process in _PROCESSES and finding.statement.pattern not in tags | _HEADINGS
    ]
    rest = text
    for each in said:
        rest = rest.replace(each.quote, "|")
    if _WORD.search(_CREDIT.sub("|", rest)) or any(map(_names_a_kind, said)):
        return []
    return [replace(each, quote=each.quote[:_QUOTE]) for each in said]


def _names_a_kind(said: Disclosure) -> bool:
    """Whether the words are about pictures of a kind ("AI-generated images of cats"), not about this one."""
    line = words(said.quote).line
    mention = re.search(patterns.load().mentions, line)
    if mention is None or not _KINDS.search(line):
        return False
    before, after = line[: mention.start()], line[mention.end() :]
    language = next(each for each in patterns.load().languages if each.language == said.language)
    has_subject = re.search(f" (?:{language.expand('<image>')})", before) is not None
    return _OF.search(f" {after}") is not None or not has_subject


def _is_note(block: Block, others: list[Block], width: int, height: int) -> bool:
    at_edge = block.top <= _EDGE * height or block.bottom >= (1 - _EDGE) * height
    page = sum(other.words for other in others) > _MUCH_TEXT
    letters = _SMALL_LETTERS if page else _LETTERS
    small = block.words <= _NOTE_WORDS and block.line_height <= letters * width
    return at_edge and small and not any(_accompanies(other, block, page) for other in others)


def _accompanies(other: Block, block: Block, page: bool) -> bool:
    """Whether ``other`` and ``block`` are read together; on a ``page`` of text columns mean nothing."""
    if other.words == 0:
        return False
    caption = other.words <= _CAPTION_WORDS
    paired = caption and (other.in_row(block) or (not page and other.in_column(block)))
    return paired or other.continues(block)
