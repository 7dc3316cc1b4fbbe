"""What a picture's words say about how the picture was made. Pure; words in, disclosures out.

Patterns, guards and silencers are those of captions (`colophon.checks.disclosure`). Words on a picture need
more care: a poster, a screenshot or a meme may speak of AI without speaking of itself. So only a short block
counts, in small letters; amid much other text it has to stand at the upper or lower edge, as notes do;
hashtags and bare names of tools and of AI art do not count, since they are headings and logos.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from colophon.checks import disclosure, patterns
from colophon.checks.image_text.layout import Block, blocks
from colophon.checks.image_text.reader import Line
from colophon.checks.image_text.repair import repaired
from colophon.evidence import Process

_PROCESSES = frozenset({Process.AI_GENERATED, Process.AI_EDITED, Process.AI_INVOLVED})
_HEADINGS = frozenset({"en-ai-art"})  # patterns whose words stand over galleries and in logos
_NOTE_WORDS = 25
_MUCH_TEXT = 30  # words beside the note
_LETTERS = 0.08  # height of a line's box over the picture's width; 24 px at 1,080 px have 0.036
_SMALL_LETTERS = 0.045
_EDGE = 0.06  # of the picture's height
_QUOTE = 200  # characters


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
    first: dict[Process, Disclosure] = {}
    for block in found:
        if _is_note(block, found, width, height):
            for said in _read(repaired(block.text)):
                if said.process in heard:
                    first.setdefault(said.process, said)
    return tuple(first.values())


def _read(text: str) -> list[Disclosure]:
    tags = {tag.id for tag in patterns.load().tags.values()}
    return [
        Disclosure(said.process, said.pattern, said.language, finding.quote[:_QUOTE])
        for finding in disclosure.read(text, "caption")
        if (said := finding.statement).process in _PROCESSES and said.pattern not in tags | _HEADINGS
    ]


def _is_note(block: Block, all_blocks: list[Block], width: int, height: int) -> bool:
    if block.words > _NOTE_WORDS or block.line_height > _LETTERS * width:
        return False
    if sum(other.words for other in all_blocks if other is not block) <= _MUCH_TEXT:
        return True
    at_edge = block.top <= _EDGE * height or block.bottom >= (1 - _EDGE) * height
    return at_edge and block.line_height <= _SMALL_LETTERS * width
