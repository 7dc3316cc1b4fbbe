"""A person's own pictures as posts of the sample feed. Read when asked for, never copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from colophon.config import Limits
from colophon.demo.post import Post
from colophon.errors import ConfigError
from colophon.images.sniff import AVIF, GIF, JPEG, PNG, WEBP, media_type_of

MAX_PICTURES = 60  # more is no timeline any more; `colophon check` takes any number
SHOWN = {
    JPEG: "JPEG",
    PNG: "PNG",
    WEBP: "WEBP",
    AVIF: "AVIF",
    GIF: "GIF",
}  # what browsers show, and Pillow's names
ORIENTATION = 0x0112


def folder_posts(folder: Path, limits: Limits) -> list[Post]:
    """One post for each picture in ``folder`` itself, by name, at most `MAX_PICTURES`.

    Left out: other files, links that lead out of the folder, more bytes than the limit. Raises ConfigError
    when it is no folder or has no picture.
    """
    if not folder.is_dir():
        raise ConfigError(f"--images {folder}: there is no such folder")
    posts: list[Post] = []
    for path in _inside(folder):
        if len(posts) == MAX_PICTURES:
            break
        if path.stat().st_size <= limits.body_bytes and (post := _post(path)):
            posts.append(post)
    if not posts:
        raise ConfigError(f"--images {folder}: no JPEG, PNG, WebP, AVIF or GIF picture in it")
    return posts


def _inside(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for entry in sorted(root.iterdir()):
        path = entry.resolve()
        if path.is_relative_to(root) and path.is_file():
            yield path


def _post(path: Path) -> Post | None:
    with path.open("rb") as file:
        media_type = media_type_of(file.read(512))
    if media_type not in SHOWN:
        return None
    try:
        with Image.open(path, formats=(SHOWN[media_type],)) as picture:
            size = picture.size
            if picture.getexif().get(ORIENTATION, 1) >= 5:
                size = size[1], size[0]
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError):
        return None
    return Post("Your folder", path.name, "now", "", "", media_type, size, path.read_bytes, from_folder=True)
