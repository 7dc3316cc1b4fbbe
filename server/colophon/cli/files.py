"""What the commands over many files share: walking folders, a progress bar, lines of output."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from colophon.errors import InputError, TooLarge

_JPEG = {".jpg", ".jpeg", ".jfif"}
_OTHERS = {".png", ".apng", ".webp", ".avif", ".heic", ".heif", ".gif", ".tif", ".tiff", ".dng"}
SUFFIXES = _JPEG | _OTHERS

T = TypeVar("T")


def image_files(paths: Iterable[Path]) -> list[Path]:
    """Files as given, and the images in folders, sorted; links inside folders are not followed."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
            found += sorted(p for p in inside if p.is_file() and not p.is_symlink())
        else:
            found.append(path)
    return found


def in_order(files: Iterable[Path], look: Callable[[Path], T], workers: int) -> Iterator[tuple[Path, T]]:
    """What ``look`` says of each file, in their order, on ``workers`` threads.

    At most two files per thread are under way, so that memory does not grow with the number of files.
    """
    todo = iter(files)
    with ThreadPoolExecutor(workers) as pool:
        under_way = deque((path, pool.submit(look, path)) for path in islice(todo, 2 * workers))
        while under_way:
            path, job = under_way.popleft()
            under_way.extend((path, pool.submit(look, path)) for path in islice(todo, 1))
            yield path, job.result()


def read_within(path: Path, limit: int) -> bytes:
    """The file's bytes. Raises TooLarge beyond ``limit`` bytes, InputError when it cannot be opened."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise TooLarge(f"{size:,} bytes are more than the limit of {limit:,}")
        return path.read_bytes()
    except OSError as error:
        raise InputError(error.strerror or str(error)) from error


def with_progress(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Yield ``items`` under a progress bar on standard error; no bar for one item or without a terminal."""
    console = Console(stderr=True)
    if total < 2 or not sys.stderr.isatty():
        yield from items
        return
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=total)
        for item in items:
            yield item
            progress.advance(task)


def refuse_nothing(files: Sequence[Path], paths: Sequence[Path]) -> None:
    """Exit with a clear sentence when there is nothing to look at."""
    if not files:
        names = ", ".join(map(str, paths))
        print(f"no image files in {names} (looked for {', '.join(sorted(SUFFIXES))})", file=sys.stderr)
        raise SystemExit(2)
