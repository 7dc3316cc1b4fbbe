"""A frozen study: the file with every default written out, its SHA-256, and the versions it is to run with.

The SHA-256 of the study's canonical JSON is the id to preregister. Comments, the order of keys and defaults
that are written out do not change it; anything else does, and needs a new version.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from colophon import __version__
from colophon.errors import Conflict, InputError
from colophon.labels.messages import LABELS_VERSION
from colophon.resolve import RESOLVER_VERSION
from colophon.study.spec.canonical import canonical, digest
from colophon.study.spec.problems import StudyFileError
from colophon.study.spec.read import read
from colophon.study.spec.study import Study
from colophon.whole import write_whole

FORMAT = 1
MAX_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Frozen:
    """A study that cannot change any more. ``source`` is the TOML file as it was written."""

    study: Study
    sha256: str
    frozen: dt.date
    versions: dict[str, str]
    source: str

    def drift(self) -> list[str]:
        """What is of another version here than when the study was frozen: labels could differ by it."""
        here = versions()
        return [
            f"{name}: frozen with {version}, here is {here.get(name)}"
            for name, version in self.versions.items()
            if name != "colophon" and here.get(name) != version
        ]


def versions() -> dict[str, str]:
    """What decides about labels here."""
    return {"colophon": __version__, "labels": LABELS_VERSION, "resolver": str(RESOLVER_VERSION)}


def plain(study: Study) -> dict[str, Any]:
    """A study as JSON, defaults written out; what is absent is left out."""
    return study.model_dump(mode="json", exclude_none=True)


def identity(study: Study) -> str:
    """The id to preregister: 64 hex digits."""
    return digest(plain(study))


def freeze(content: bytes, today: dt.date, file: str = "study file") -> Frozen:
    """Freeze a study file. Raises StudyFileError with all that is wrong, days that are over among it."""
    done = read(content, freeze_on=today)
    if done.study is None:
        raise StudyFileError(done.problems, file)
    return Frozen(done.study, identity(done.study), today, versions(), content.decode())


def file_name(study: Study) -> str:
    """What the frozen file is called."""
    return f"{study.id}.v{study.version}.frozen.json"


def keep(frozen: Frozen, path: Path) -> Frozen:
    """Write a frozen study, once. The same study again is left as it is, and that is returned.

    Raises Conflict when another study was frozen there, and OSError.
    """
    if path.exists():
        before = load_frozen(path.read_bytes())
        if before.sha256 == frozen.sha256:
            return before
        version = frozen.study.version
        raise Conflict(
            f"version {version} of {frozen.study.id} is frozen already ({path}, id {before.sha256[:12]}), "
            f"and this file differs from it; write version = {version + 1} in it to freeze a new version"
        )
    write_whole(path, content_of(frozen))
    path.chmod(0o644)
    return frozen


def load_frozen(content: bytes) -> Frozen:
    """Read a frozen study. Raises InputError when it is none, or was changed."""
    if len(content) > MAX_BYTES:
        raise InputError(f"a frozen study has at most {MAX_BYTES:,} bytes; this has {len(content):,}")
    try:
        data = json.loads(content)
        if data["format"] != FORMAT:
            raise InputError(f"a frozen study of format {data['format']}; this Colophon reads {FORMAT}")
        sha256, found = str(data["sha256"]), digest(data["study"])
        study = Study.model_validate_json(json.dumps(data["study"]))
        day = dt.date.fromisoformat(data["frozen"])
        known = {str(key): str(value) for key, value in data["versions"].items()}
        frozen = Frozen(study, sha256, day, known, str(data["source"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError) as error:
        raise InputError("this is no frozen study; make one with `colophon study freeze FILE`") from error
    if found != sha256:
        raise InputError(
            f"this frozen study was changed: its SHA-256 is {found[:12]}..., it was frozen as "
            f"{sha256[:12]}...; freeze the study file again, as a new version"
        )
    return frozen


def content_of(frozen: Frozen) -> bytes:
    """The frozen file: canonical JSON; `load_frozen` reads it back."""
    data = {
        "format": FORMAT,
        "sha256": frozen.sha256,
        "frozen": frozen.frozen.isoformat(),
        "versions": frozen.versions,
        "study": plain(frozen.study),
        "source": frozen.source,
    }
    return canonical(data) + b"\n"
