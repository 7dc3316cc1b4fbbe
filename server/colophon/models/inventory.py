"""Which models there are: the built-in one, those installed on this computer, those that can be fetched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from colophon.errors import ModelError
from colophon_model import Manifest, ModelRefused, builtin
from colophon_model.manifest import MANIFEST, read
from colophon_model.published import published

BUILTIN = "builtin"
NONE = "none"
CURRENT = "current"  # the file that names the model in use
RESERVED = frozenset({BUILTIN, NONE, CURRENT})


class Kind(StrEnum):
    """Where a model comes from."""

    BUILTIN = "builtin"
    INSTALLED = "installed"
    PUBLISHED = "published"  # not here yet
    FOLDER = "folder"  # somewhere else on this computer


@dataclass(frozen=True, slots=True)
class Entry:
    """One model by its name. ``trouble`` says why the manifest in ``folder`` cannot be read."""

    name: str
    kind: Kind
    folder: Path | None = None
    manifest: Manifest | None = None
    trouble: str | None = None

    @property
    def choice(self) -> str:
        """The word that stands for it in the file that names the model in use."""
        return BUILTIN if self.kind is Kind.BUILTIN else self.name


def entries(models: Path) -> list[Entry]:
    """Every model that can be named: built-in, installed in the folder ``models``, then published ones."""
    installed = [_described(path.name, Kind.INSTALLED, path) for path in sorted(models.glob("[a-z0-9]*/"))]
    names = {entry.name for entry in installed}
    others = [Entry(name, Kind.PUBLISHED) for name in published() if name not in names]
    return [*_builtin(), *installed, *others]


def find(models: Path, name: str) -> Entry:
    """The model on this computer called ``name``; ``builtin`` is the one that comes with Colophon.

    Raises ModelError saying what else there is.
    """
    here = [entry for entry in entries(models) if entry.folder]
    for entry in here:
        if name in (entry.name, entry.choice):
            return entry
    if name in published():
        raise ModelError(f"{name} is not installed yet: colophon model install {name}")
    names = ", ".join(entry.name for entry in here) or "none"
    raise ModelError(f"no model on this computer is called {name!r}; there are: {names}")


def find_anywhere(models: Path, name: str) -> Entry:
    """As `find`, or the model in the folder ``name``."""
    if (Path(name) / MANIFEST).is_file():
        return _described(name, Kind.FOLDER, Path(name))
    return find(models, name)


def _builtin() -> list[Entry]:
    folder = builtin()
    return [_described(folder.name, Kind.BUILTIN, folder)] if folder else []


def _described(name: str, kind: Kind, folder: Path) -> Entry:
    try:
        return Entry(name, kind, folder, read(folder))
    except ModelRefused as error:
        return Entry(name, kind, folder, trouble=str(error))
