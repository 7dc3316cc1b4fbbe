"""How much the words beside two appearances of an image differ, in little memory."""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass

KEPT = 32  # hashes of words kept of a caption: 128 bytes; with more words the difference is an estimate
_ADDRESS = re.compile(r"https?://\S+")
# A run of letters; in scripts that put no space between words each character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A caption for comparison: ``text`` is a hash of all its words in order, ``some`` the smallest hashes.

    The share that two such samples have in common estimates that of all words (bottom-k sketch: Broder, On
    the resemblance and containment of documents, 1997); up to `KEPT` different words it is exact.
    """

    text: int
    some: frozenset[int]


def words_of(caption: str | None) -> Words | None:
    """None where there is no word. Letter case, punctuation and addresses make no difference."""
    plain = unicodedata.normalize("NFKC", _ADDRESS.sub(" ", caption or "")).casefold()
    found = [word.encode("utf-8", "replace") for word in _WORD.findall(plain)]
    if not found:
        return None
    smallest = sorted({zlib.crc32(word) for word in found})[:KEPT]
    return Words(zlib.crc32(b" ".join(found)), frozenset(smallest))


def difference(one: Words, other: Words) -> float:
    """0 for the same words, 1 for none in common (Jaccard's distance of the sets of words)."""
    together = sorted(one.some | other.some)[:KEPT]
    common = sum(1 for word in together if word in one.some and word in other.some)
    return 1 - common / len(together)
