"""Which model is in use: one line in one file, replaced as a whole, so that a running server can follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from colophon.errors import ModelError
from colophon.models.inventory import BUILTIN, CURRENT, NONE, Entry, find
from colophon.whole import write_whole
from colophon_model import Detector, ModelRefused, builtin

_MAX_BYTES = 200  # of the file: a name has 64 at most
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")  # as in manifests

Stamp = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The model in use, loaded: a detector, or none and, where one was wanted, why it was ``refused``."""

    name: str
    detector: Detector | None = None
    refused: str | None = None


def chosen_name(models: Path) -> str:
    """The name that ``models`` says is in use; without a word, the built-in model's.

    Raises ModelError when the file that says so cannot be read or holds no name.
    """
    path = models / CURRENT
    try:
        with path.open("rb") as file:
            name = file.read(_MAX_BYTES).decode(errors="replace").strip()
    except FileNotFoundError:
        return BUILTIN
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    if not _NAME.fullmatch(name):
        raise ModelError(f"{path} holds no name of a model; colophon model use NAME writes one")
    return name


def load_chosen(models: Path) -> Chosen:
    """Load the model in use. One that is refused leaves none: no other takes its place unasked."""
    name = "?"
    try:
        name = chosen_name(models)
        if name == NONE or (name == BUILTIN and builtin() is None):
            return Chosen(name)
        return Chosen(name, load(find(models, name)))
    except ModelError as error:
        return Chosen(name, refused=str(error))


def load(entry: Entry) -> Detector:
    """The model of ``entry`` by the load rule. Raises ModelError when it is not here or refused."""
    if entry.folder is None:
        raise ModelError(f"{entry.name} is not on this computer")
    try:
        return Detector.load(entry.folder)
    except ModelRefused as error:
        raise ModelError(f"the model {entry.name} was refused: {error}") from error


def choose(models: Path, name: str) -> None:
    """Put ``name`` in use, without a look at it. Raises ModelError when the folder cannot be written."""
    try:
        write_whole(models / CURRENT, f"{name}\n".encode())
    except OSError as error:
        raise ModelError(f"{models} cannot be written: {error.strerror}") from error


def stamp(models: Path) -> Stamp:
    """Changes when another model is chosen, or a file of the chosen one changes. Opens one small file."""
    try:
        folder = models / chosen_name(models)
    except ModelError:
        return ()
    return (*_facts(models / CURRENT), *(fact for path in _inside(folder) for fact in _facts(path)))


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _facts(path: Path) -> Stamp:
    try:
        known = path.stat()
    except OSError:
        return ()
    return ((path.name, known.st_ino, known.st_mtime_ns, known.st_size),)
