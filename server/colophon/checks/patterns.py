"""The one pattern file, `patterns.json`, compiled for both languages.

The grammar (described in the file itself) becomes regular expressions over the line that `words` makes. They
use only what Python and JavaScript read alike, every repetition is bounded and tokens end at spaces, so
matching takes time linear in the text. The extension carries the compiled form, which
``python -m colophon.checks.patterns`` writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from colophon.checks.words import words

EXTENSION_FILE = Path(__file__).parents[3] / "extension" / "content" / "patterns.js"

_EDGES = {
    "^^": r"(?<=[.|?¶#@] )",
    "^": r"""(?<=[.,|:"?¶#@] )""",
    "$$": r"(?=[.|?¶#@])",
    "$": r"""(?=[.,|:"?¶#@])""",
    ":": ": ",
}
_ITEM = re.compile(
    r"\.\.(?P<gap>\d+)|(?P<name><#?\w+>)|(?P<edge>\^\^?|\$\$?|:)|(?P<bracket>[(\[|\])])|(?P<word>[^\s()\[\]|]+)"
)
_CLASS = re.compile(r"<(#?\w+)>")
_NAMES_OF_AI = ("ai", "with_ai", "pure", "named")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something a poster says.

    ``source`` is a regular expression in which ``<name>`` stands for a class of its language; ``where`` is
    ``alt`` if it is read only there.
    """

    id: str
    process: str
    source: str
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """What is read in one language: patterns, their classes, and what takes their force away."""

    language: str
    classes: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    guards: str
    photo_guards: str
    neutral: str

    def expand(self, source: str) -> str:
        """``source`` with its classes written out."""
        return _CLASS.sub(lambda name: self.expand(self.classes[name[1]]), source)


@dataclass(frozen=True, slots=True)
class Tag:
    """The meaning of a hashtag."""

    id: str
    process: str
    language: str


@dataclass(frozen=True, slots=True)
class PlatformLabel:
    """The platform's own words, folded. ``process`` is None where they are known but name no AI."""

    id: str
    source: str
    process: str | None
    language: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Platform:
    """A site and its labels; ``name`` is shown to readers; unknown sites, as one, have none."""

    key: str
    name: str | None
    hosts: tuple[str, ...]
    labels: tuple[PlatformLabel, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The whole file, compiled. Expressions are over the line of `words`; ``limit`` is in characters."""

    version: str
    limit: int
    mentions: (
        str  # a text without any of these makes no AI statement: most texts, so most of the work is saved
    )
    silencers: str
    tag_silencers: str
    automatic_alt: str
    quoting_alt: str
    languages: tuple[Language, ...]
    tags: Mapping[str, Tag]
    platforms: tuple[Platform, ...]


@cache
def load() -> Patterns:
    """Read and compile the pattern file; once per process."""
    given = json.loads(
        resources.files("colophon.checks").joinpath("patterns.json").read_text(encoding="utf-8")
    )
    shared = {name: "|".join(alternatives) for name, alternatives in given["classes"].items()}
    classes = [given["classes"], *(language["classes"] for language in given["languages"])]
    mentions = [lines for group in classes for name in _NAMES_OF_AI for lines in group.get(name, [])]
    every_silencer = [s for language in given["languages"] for s in language["silencers"]]
    return Patterns(
        version=given["version"],
        limit=given["limit"],
        mentions=_phrases(mentions + given["mentions"]),
        silencers=_phrases(every_silencer),
        tag_silencers=_phrases(given["tag_silencers"]),
        automatic_alt="^¶ " + _phrases(given["automatic_alt"]),
        quoting_alt=_phrases(given["quoting_alt"]),
        languages=tuple(_language(g, shared, given["shared_guards"]) for g in given["languages"]),
        tags=_tags(given["tags"]),
        platforms=tuple(_platform(p) for p in given["platforms"]),
    )


def folded(phrase: str) -> str:
    """A phrase as it stands in a line: words only, each followed by a space."""
    return "".join(f"{word} " for word in words(phrase).line.split() if word not in '¶.,|:?"')


def _phrases(lines: Iterable[str]) -> str:
    """An expression for any of the phrases, each of which may be written as a tag."""
    phrases = sorted({folded(p) for line in lines for p in line.split("|") if p}, key=lambda p: (-len(p), p))
    return r"(?<= )[#@]?(?:" + "|".join(p.rstrip().replace(".", r"\.") for p in phrases) + ")[#@]?(?= )"


def _language(given: Mapping[str, Any], shared: Mapping[str, str], shared_guards: list[str]) -> Language:
    classes = {**shared, **{name: "|".join(lines) for name, lines in given["classes"].items()}}
    patterns = tuple(
        Pattern(p["id"], p["process"], "|".join("(?<= )" + _compile(s) for s in p["say"]), p.get("where"))
        for p in given["patterns"]
    )
    return Language(
        given["language"],
        _classes(patterns, classes),
        patterns,
        _phrases(given["guards"] + shared_guards),
        _phrases(given["photo_guards"]),
        _phrases(given["neutral"]),
    )


def _classes(patterns: Iterable[Pattern], classes: Mapping[str, str]) -> dict[str, str]:
    """The classes that the patterns use, compiled; those that may be tags under their name with its sign."""
    found: dict[str, str] = {}
    wanted = [name for pattern in patterns for name in _CLASS.findall(pattern.source)]
    while wanted:
        name = wanted.pop()
        if name not in found:
            inner = _compile(classes[name.lstrip("#")])
            found[name] = f"[#@]?(?:{_open_ended(inner)})[#@]? " if name[0] == "#" else f"(?:{inner})"
            wanted += _CLASS.findall(inner)
    return dict(sorted(found.items()))


def _compile(say: str) -> str:
    return "".join(_expressions(say))


def _expressions(say: str) -> Iterator[str]:
    depth: list[str] = []
    for item in _ITEM.finditer(say):
        if gap := item["gap"]:
            yield r'(?:[^ .,|:"?¶#@][^ ]* )' + f"{{0,{gap}}}"
        elif name := item["name"]:
            yield name
        elif edge := item["edge"]:
            yield _EDGES[edge]
        elif bracket := item["bracket"]:
            yield _bracket(bracket, depth)
        else:
            yield folded(item["word"]).replace(".", r"\.")


def _bracket(bracket: str, depth: list[str]) -> str:
    if bracket == "|":
        return "|"
    if bracket in "([":
        depth.append(bracket)
        return "(?:"
    return ")?" if depth.pop() == "[" else ")"


def _open_ended(alternatives: str) -> str:
    """Plain alternatives without their last space, so that the sign of a tag can follow."""
    return "|".join(alternative.rstrip() for alternative in alternatives.split("|"))


def _tags(given: Iterable[Mapping[str, Any]]) -> dict[str, Tag]:
    found: dict[str, Tag] = {}
    for entry in given:
        for tag in "|".join(entry["tags"]).split("|"):
            name = folded(f"#{tag}").strip(" #")
            found.setdefault(name, Tag(entry["id"], entry["process"], entry["language"]))
    return found


def _platform(given: Mapping[str, Any]) -> Platform:
    labels = tuple(
        PlatformLabel(
            label["id"],
            label.get("source", "platform"),
            label["process"],
            label["language"],
            tuple(folded(w) for w in label["words"]),
        )
        for label in given["labels"]
    )
    return Platform(given["key"], given["name"], tuple(given["hosts"]), labels)


def javascript() -> str:
    """The text of ``extension/content/patterns.js``."""
    data = json.dumps(_plain(load()), ensure_ascii=False, separators=(",", ":"))
    data = re.sub(r'(?=\{"(?:language|id|key)":)', "\n ", data)
    return (
        "// Generated from checks/patterns.json by `python -m colophon.checks.patterns`; do not edit.\n"
        '"use strict";\n'
        "globalThis.Colophon ??= /** @type {any} */ ({});\n"
        f"Colophon.patterns = {data};\n"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


if __name__ == "__main__":
    EXTENSION_FILE.write_text(javascript(), encoding="utf-8")
