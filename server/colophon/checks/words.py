"""A post's text as a line of plain words and boundary marks, the same in Python and in JavaScript.

`extension/content/statements.js` holds the twin of this module. The line looks like
``¶ made with #ai# . hello | ¶``: words are folded; ``.`` and ``?`` end a sentence, ``¶`` a line; ``|`` is a
symbol, an emoji or an address; ``,`` and ``:`` are lesser marks; ``"`` any quotation mark. Tags and names
keep their sign on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Letters and marks that Unicode keeps apart and writers do not.
_SAME = dict.fromkeys("\u2018\u2019\u201b\u02bc\u0060\u00b4\u2032\uff07", "'")
_SAME |= dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u201a\u300c\u300d", '"')
_SAME |= dict.fromkeys("‐‑·‧", "-")  # also the dot of DALL·E
_SAME |= dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n")
_SAME |= {"\t": " ", "\u200b": " ", "\u061f": "?", "\u060c": ",", "\u061b": ",", "\u3002": ".", "\u2026": "."}
_SAME |= {
    "\u0649": "\u064a",
    "\u0629": "\u0647",
    "\u03c2": "\u03c3",
    "\u00df": "ss",
    "\u0131": "i",
}  # ى ة ς ß ı
_DROPPED = frozenset("\u00ad\u0640\u200c\u200d\u200e\u200f\u2060\ufeff\u2122\u00ae\u00a9") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
_MARKS = dict.fromkeys(",;()[]{}\u2012\u2013\u2014\u2015-/\\&+=*~<>%^$_", ",") | {
    ":": ":",
    '"': '"',
    "'": '"',
}
_ENDS = frozenset(".!?\n")
_TOKEN = re.compile(
    r"(?P<address>(?:https?://|www\.)[^ \n]+)|(?P<short>(?:[a-z]\.){2,}[a-z]?(?![^\W_]))"
    r"|(?P<marked>[#@][^\W_](?:_*[^\W_])*)|(?P<word>[^\W_]+(?:\.[^\W_]+)*)|(?P<space> )|(?P<mark>.)",
    re.DOTALL,
)


@lru_cache(maxsize=4096)
def fold(char: str) -> str:
    """One character as it is compared: NFKD, lower case, without marks; often nothing, sometimes several."""
    if char in _DROPPED:
        return ""
    return "".join(
        _SAME.get(c, c)
        for part in unicodedata.normalize("NFKD", _SAME.get(char, char))
        for c in part.lower()
        if unicodedata.category(c) != "Mn" and c not in _DROPPED
    )


@dataclass(frozen=True, slots=True)
class Words:
    """A folded text: the ``line``, and for each of its tokens where it starts there and lay in the text."""

    line: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def quote(self, text: str, start: int, end: int) -> str:
        """The part of the original ``text`` that the tokens within ``line[start:end]`` came from."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        return text[self.spans[first][0] : self.spans[last][1]]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around ``line[start:end]`` begins, and where it ends with its closing mark."""
        begin = max(self.line.rfind(mark, 0, start) for mark in (". ", "? ", "¶ "))
        closing = (self.line.find(f" {mark} ", end - 1) for mark in ".?¶")
        return begin + 1, min(at + 3 for at in closing if at >= 0)


def words(text: str) -> Words:
    """Fold ``text`` and cut it into tokens."""
    parts = [fold(c) for c in text]
    origin = [i for i, part in enumerate(parts) for _ in part]
    tokens = ["¶"]
    spans = [(0, 0)]
    for token, start, end in _tokens("".join(parts)):
        tokens.append(token)
        spans.append((origin[start], origin[end - 1] + 1))
    tokens.append("¶")
    spans.append((len(text), len(text)))
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    return Words(" ".join(tokens) + " ", tuple(starts), tuple(spans))


def _tokens(folded: str) -> Iterator[tuple[str, int, int]]:
    ends: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(folded):
        kind, token, start, end = str(match.lastgroup), match.group(), match.start(), match.end()
        if kind == "space":
            continue
        if kind == "mark" and (token in _ENDS):
            ends.append((token, start))
            continue
        yield from _ending(ends)
        ends = []
        if kind != "mark" or not _joins(folded, start):
            yield _written(kind, token), start, end
    yield from _ending(ends)


def _ending(ends: list[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    """A run of full stops, question marks and line ends as one mark of each kind."""
    marks = {token for token, _ in ends}
    if marks - {"\n"}:
        yield "?" if "?" in marks else ".", ends[0][1], ends[-1][1] + 1
    if "\n" in marks:
        yield "¶", ends[0][1], ends[-1][1] + 1


def _joins(folded: str, at: int) -> bool:
    """Whether the mark at ``at`` is a hyphen or apostrophe inside a word."""
    return (
        folded[at] in "-'"
        and 0 < at < len(folded) - 1
        and folded[at - 1].isalnum()
        and folded[at + 1].isalnum()
    )


def _written(kind: str, token: str) -> str:
    if kind == "address":
        return "|"
    if kind == "short":
        return token.replace(".", "")
    if kind == "marked":
        return token.replace("_", "") + token[0]
    if kind == "word":
        return token
    return _MARKS.get(token, "|")
