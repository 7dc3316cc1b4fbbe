"""The folder of a feed: ``feed.csv`` and pictures. Read with everything that is wrong in it, by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from colophon.errors import InputError, TooLarge
from colophon.images.picture import Picture
from colophon.study.feed.lines import MAX_FILE, Post, read_posts, whole, wrong
from colophon.study.spec.canonical import digest
from colophon.study.spec.problems import Problem, StudyFileError

FILE = "feed.csv"
MAX_PICTURE = 4_000_000  # bytes
MAX_ALL = 100_000_000  # bytes of all pictures
MAX_PIXELS = 40_000_000
SHOWN = ("image/jpeg", "image/png", "image/webp", "image/gif")  # by every browser


@dataclass(frozen=True, slots=True)
class Shown:
    """A post with its picture. ``width`` and ``height`` are pixels as it is seen."""

    post: Post
    picture: Picture
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Folder:
    """A feed without faults. ``sha256`` changes with every word and every byte of a picture."""

    posts: tuple[Shown, ...]
    sha256: str


def read_folder(folder: Path) -> Folder:
    """Read a feed. Raises StudyFileError with everything that is wrong, InputError without ``feed.csv``."""
    path = folder / FILE
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; a feed's folder holds {FILE}") from error
    posts, problems = read_posts(content)
    found: list[Shown] = []
    for post in posts:
        try:
            found.append(_picture(folder, post))
        except InputError as error:
            problems.append(wrong(post.line, "picture", post.file, str(error), "put another file there"))
    problems += _together(found)
    if problems:
        raise StudyFileError(sorted(problems, key=lambda one: one.line), str(path))
    return Folder(tuple(found), digest([_identity(one) for one in found]))


def _together(found: list[Shown]) -> Iterator[Problem]:
    first: dict[str, Post] = {}
    for one in found:
        known = first.setdefault(one.picture.sha256, one.post)
        if known is not one.post:
            limit = f"it is byte for byte the picture of line {known.line}, and a picture is an item"
            yield wrong(one.post.line, "picture", one.post.file, limit, "take one of the two out")
    if (size := sum(len(one.picture.data) for one in found)) > MAX_ALL:
        yield whole(f"all pictures have {size:,} bytes; {MAX_ALL:,} is the limit", "save them smaller")


def _picture(folder: Path, post: Post) -> Shown:
    path = folder / post.file
    try:
        size = path.stat().st_size
        if size > MAX_PICTURE:
            raise TooLarge(f"it has {size:,} bytes; {MAX_PICTURE:,} is the limit")
        picture = Picture.of(path.read_bytes(), MAX_PIXELS)
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror}") from error
    if picture.media_type not in SHOWN:
        raise InputError(f"not every browser shows {picture.media_type}; JPEG, PNG, WebP and GIF are shown")
    height, width, _ = picture.pixels().shape
    return Shown(post, picture, width, height)


def _identity(one: Shown) -> dict[str, object]:
    post = one.post
    words = {"author": post.author, "caption": post.caption, "alt": post.alt, "truth": post.truth or ""}
    drawn = {"label": post.label or "", "position": post.position or 0}
    return {"item": post.item, "picture": one.picture.sha256, **words, **drawn}
