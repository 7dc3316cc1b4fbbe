"""The first pass over a source: what is to be looked at, one line each, and what was passed over and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from colophon.audit import folder
from colophon.audit.sample import Draw, Sampling
from colophon.audit.timeline import Item, Skipped, Source, Why
from colophon.evidence import Occurrence
from colophon.whole import write_whole, writing_whole

MOST_EXAMPLES = 20  # of each reason
_NEWLINE = orjson.OPT_APPEND_NEWLINE
_EVERY = 100  # images between two words about how far it is


def write_index(source: Source, out: Path, sampling: Sampling | None, tell: Callable[[int], None]) -> None:
    """Write ``index.jsonl``, then ``skipped.json``, which says that both are there.

    ``tell`` hears now and then how many images were found. What memory holds does not grow with the source,
    but for a sample: 12 bytes for each image. Raises InputError where the source cannot be read, OSError.
    """
    first = _First(source, tell)
    draw = Draw(sampling) if sampling else None
    if draw is None:
        with writing_whole(out / folder.INDEX) as file:
            _numbered(first.lines(), file)
        sampled, told = first.found, None
    else:
        everything = out / folder.WORK / "all.jsonl"
        with writing_whole(everything) as file:
            file.writelines(first.lines(draw.add))
        chosen = draw.chosen()
        with everything.open("rb") as lines, writing_whole(out / folder.INDEX) as file:
            _numbered(_at(lines, map(int, chosen)), file)
        everything.unlink()
        sampled, told = len(chosen), draw.told(chosen)
    skipped = {
        "counts": dict(sorted(first.counts.items())),
        "examples": dict(sorted(first.examples.items())),
        "found": first.found,
        "sampled": sampled,
        "sampling": told,
    }
    write_whole(out / folder.SKIPPED, folder.written(skipped))


class _First:
    """What one pass over the source finds."""

    def __init__(self, source: Source, tell: Callable[[int], None]) -> None:
        self._source, self._tell = source, tell
        self.found = 0
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = {}

    def lines(self, also: Callable[[Item], None] = lambda _: None) -> Iterator[bytes]:
        """A line for each image, not numbered yet."""
        for one in self._source.items():
            if not isinstance(one, Item):
                self._skip(one)
                continue
            if not (_is_text(one.id) and _is_text(one.locator)):
                self._skip(Skipped(Why.UNKNOWN, one.locator))  # a name that no row could repeat
                continue
            also(one)
            yield orjson.dumps(_line(one), option=_NEWLINE)
            self.found += 1
            if self.found % _EVERY == 0:
                self._tell(self.found)

    def _skip(self, one: Skipped) -> None:
        self.counts[str(one.why)] += 1
        if len(some := self.examples.setdefault(str(one.why), [])) < MOST_EXAMPLES:
            some.append(_text(one.locator) or "")


def _is_text(words: str) -> bool:
    return _text(words) == words


def _text(words: str | None) -> str | None:
    """Without halves of characters, which exports hold and JSON does not."""
    return None if words is None else words.encode(errors="replace").decode()


def _line(item: Item) -> dict[str, Any]:
    said = item.occurrence
    when = item.posted_at
    return {
        "id": item.id,
        "locator": item.locator,
        "posted_at": None if when is None else when.astimezone(UTC).isoformat(),
        "caption": _text(said.caption),
        "alt": _text(said.alt),
        "platform_label": _text(said.platform_label),
        "site": _text(said.site),
        "permalink": _text(said.permalink),
        "author": _text(said.author),
        "reshare": said.reshare,
    }


def occurrence_of(line: dict[str, Any]) -> Occurrence:
    """What a line of the index says of the post."""
    names = ("caption", "alt", "platform_label", "site", "permalink", "author", "reshare")
    return Occurrence(**{name: line[name] for name in names})


def reduced(line: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a protected image: that there is one, and when (label specification, section 10, 5)."""
    return {name: line[name] for name in ("n", "id", "posted_at")}


def _numbered(lines: Iterator[bytes], file: BinaryIO) -> None:
    file.writelines(b'{"n":%d,' % n + line[1:] for n, line in enumerate(lines))


def _at(lines: BinaryIO, places: Iterator[int]) -> Iterator[bytes]:
    """The lines at these places, which ascend."""
    at = 0
    for place in places:
        yield next(islice(lines, place - at, None))
        at = place + 1


class Index:
    """``index.jsonl`` for reading shard by shard: holds one number per shard. Raises OSError."""

    def __init__(self, out: Path, shard: int) -> None:
        self._path, self._shard = out / folder.INDEX, shard
        self._starts = []
        at = 0
        with self._path.open("rb") as file:
            for n, line in enumerate(file):
                if n % shard == 0:
                    self._starts.append(at)
                at += len(line)

    def __len__(self) -> int:
        """The number of shards."""
        return len(self._starts)

    def lines(self, number: int) -> Iterator[dict[str, Any]]:
        """The lines of one shard."""
        with self._path.open("rb") as file:
            file.seek(self._starts[number])
            for line in islice(file, self._shard):
                yield orjson.loads(line)


def forget_protected(out: Path, protected: set[int]) -> None:
    """Take out of the index what is not kept of the images with these numbers. Raises OSError."""
    with (out / folder.INDEX).open("rb") as lines, writing_whole(out / folder.INDEX) as file:
        for n, line in enumerate(lines):
            kept = orjson.dumps(reduced(orjson.loads(line)), option=_NEWLINE) if n in protected else line
            file.write(kept)
