"""The lines of ``feed.csv``: the posts of a feed, or everything that is wrong with them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from colophon.study.spec.base import NAME
from colophon.study.spec.problems import Problem, shown

NEEDED = ("item", "picture", "author", "caption", "alt")
OPTIONAL = ("truth", "label", "position")
COLUMNS = (*NEEDED, *OPTIONAL)
MAX_POSTS = 200
MAX_FILE = 2_000_000  # bytes of feed.csv
MAX_CHARS = {"author": 80, "caption": 2000, "alt": 1000}
_NAME = re.compile(NAME)
_FILE_NAME = re.compile(r"[^/\\\0]{1,200}")


@dataclass(frozen=True, slots=True)
class Post:
    """A line of ``feed.csv``. ``line`` is where it begins."""

    line: int
    item: str
    file: str
    author: str
    caption: str
    alt: str
    truth: str | None
    label: str | None
    position: int | None


def read_posts(content: bytes) -> tuple[list[Post], list[Problem]]:
    """The lines of ``feed.csv`` that can be read, and everything that is wrong with the file."""
    if len(content) > MAX_FILE:
        return [], [whole(f"the file has more than {MAX_FILE:,} bytes", "shorten captions and alt texts")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [whole("the file is not UTF-8", "save it as CSV in UTF-8")]
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        problems = list(_header(list(reader.fieldnames or ())))
        rows = [] if problems else list(_rows(reader))
    except csv.Error as error:
        return [], [whole(f"this is no CSV: {error}", "save it as CSV anew", reader.line_num)]
    posts = []
    for line, row in rows:
        wrong = list(_values(line, row))
        problems += wrong
        if not wrong:
            posts.append(_post(line, row))
    if not problems and not 1 <= len(posts) <= MAX_POSTS:
        problems.append(
            whole(f"a feed has 1 to {MAX_POSTS} posts; this has {len(posts)}", "add or remove lines")
        )
    return posts, problems + list(_twice(posts))


def _rows(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each with the line it begins on; words may hold line breaks."""
    line = reader.line_num + 1
    for row in reader:
        more = {"": "more"} if None in row else {}
        yield (
            line,
            {key: (value or "").strip() for key, value in row.items() if isinstance(value, str)} | more,
        )
        line = reader.line_num + 1


def _header(names: list[str]) -> Iterator[Problem]:
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing:
        limit = f"the first line names the columns, and lacks {', '.join(missing)}"
        yield whole(limit, f"write {','.join(COLUMNS)}")
    if unknown or len(set(names)) < len(names):
        here = ", ".join(map(shown, unknown)) or "one twice"
        limit = f"columns are {', '.join(COLUMNS)}, each once; here is {here}"
        yield whole(limit, "rename it, or take it out")


def _values(line: int, row: dict[str, str]) -> Iterator[Problem]:
    if "" in row:
        yield wrong(
            line, "the line", None, "it has more values than there are columns", "put words in quotes"
        )
    for name in NEEDED:
        if not row.get(name) and name != "caption":
            way = "say what is to be seen, for who cannot see it" if name == "alt" else "fill it in"
            yield wrong(line, name, None, f"{name} is needed and absent", way)
    for name in ("item", "truth"):
        if row.get(name) and not _NAME.fullmatch(row[name]):
            limit = "a name has 1 to 40 small letters, digits and underscores, a letter first"
            yield wrong(
                line, name, row[name], limit, "such as ai or not_ai" if name == "truth" else "such as dog_1"
            )
    if row.get("picture") and not _FILE_NAME.fullmatch(row["picture"]):
        yield wrong(
            line, "picture", row["picture"], "a picture lies in the folder itself", "write its file name"
        )
    for name, most in MAX_CHARS.items():
        if len(row.get(name, "")) > most:
            limit = f"{name} has at most {most} characters; this has {len(row[name])}"
            yield wrong(line, name, row[name], limit, "shorten it")
    position = row.get("position", "")
    if position and not (position.isascii() and position.isdigit() and 1 <= int(position) <= MAX_POSTS):
        limit = f"a fixed place is a whole number from 1 to {MAX_POSTS}"
        yield wrong(line, "position", position, limit, "write one, or leave it empty: any place")


def _post(line: int, row: dict[str, str]) -> Post:
    place = row.get("position")
    return Post(
        line=line,
        item=row["item"],
        file=row["picture"],
        author=row["author"],
        caption=row["caption"],
        alt=row["alt"],
        truth=row.get("truth") or None,
        label=row.get("label") or None,
        position=int(place) if place else None,
    )


def _twice(posts: list[Post]) -> Iterator[Problem]:
    for name in ("item", "position"):
        first: dict[object, int] = {}
        for post in posts:
            found = getattr(post, name)
            if found is not None and found in first:
                limit = f"line {first[found]} has the same {name}"
                yield wrong(post.line, name, str(found), limit, "each is there once")
            first.setdefault(found, post.line)
    for post in posts:
        if post.position is not None and post.position > len(posts):
            limit = f"there are {len(posts)} posts, so that is behind the last"
            yield wrong(post.line, "position", str(post.position), limit, f"write 1 to {len(posts)}")


def wrong(line: int, at: str, value: str | None, limit: str, way_out: str) -> Problem:
    """One thing that is wrong in a line."""
    return Problem((), limit, way_out, line, at, None if value is None else shown(value))


def whole(limit: str, way_out: str, line: int = 1) -> Problem:
    """One that is wrong with the file."""
    return wrong(line, "the file", None, limit, way_out)
