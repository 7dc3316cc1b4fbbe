"""The files of the data folder that belong in a backup: keys, certificates added by hand, and models."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from colophon.audit.bundle.key import KEY_NAME
from colophon.config import Config
from colophon.errors import Conflict, InputError
from colophon.follow.lines import KEY_NAME as PUBLISH_KEY
from colophon.models.inventory import CURRENT
from colophon.publish.identity import KEY_NAME as LABEL_KEY
from colophon.store.backup.archive import CHUNK, Backup, Member, Progress, Writer, file_member
from colophon.trust.known import LOCAL
from colophon.whole import writing_whole

# Keys in the data folder, each made when it is first needed: without them this installation signs as another.
# A backup takes those that are there, and restoring gives them back to their owner alone (0600).
KEYS = (KEY_NAME, LABEL_KEY, PUBLISH_KEY)
_KEYS = "keys"
_TRUST = "trust"
_MODELS = "models"


def dump_files(config: Config, into: Writer, progress: Progress, *, models: bool) -> dict[str, Member]:
    """Write the files into a backup; gives what was written, by name."""
    written = {}
    for name, path in _files(config, models=models):
        hash, size, whole = hashlib.sha256(), 0, path.stat().st_size
        with path.open("rb") as source, into.member(file_member(name)) as stream:
            while data := source.read(CHUNK):
                hash.update(data)
                stream.write(data)
                size += len(data)
                progress(name, size, whole)
        written[name] = Member(hash.hexdigest(), size)
    return written


def check_files(config: Config, backup: Backup, *, replace: bool) -> None:
    """Look before anything is written.

    Raises InputError when a file would come to lie elsewhere than where these files belong; Conflict when
    another key would be lost, unless what is there is to be replaced.
    """
    for name, member in backup.manifest.files.items():
        path = _target(config, backup, name)
        if name.startswith(f"{_KEYS}/") and not replace and _is_another(path, member):
            raise Conflict(f"{path} is another key than that of the backup, and would be lost")


def _is_another(path: Path, member: Member) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != member.sha256


def restore_files(config: Config, backup: Backup) -> int:
    """Put the files in place, each whole; gives their number. Raises OSError when one cannot be written."""
    for name in backup.manifest.files:
        with writing_whole(_target(config, backup, name)) as file, backup.open(file_member(name)) as stream:
            shutil.copyfileobj(stream, file, CHUNK)
    return len(backup.manifest.files)


def _files(config: Config, *, models: bool) -> Iterator[tuple[str, Path]]:
    for name in KEYS:
        if (key := config.data / name).is_file():
            yield f"{_KEYS}/{name}", key
    for path in sorted((config.trust_folder / LOCAL).glob("*.pem")):
        yield f"{_TRUST}/{path.name}", path
    current = config.models_folder / CURRENT
    if current.is_file():
        yield f"{_MODELS}/{CURRENT}", current
    if models:
        for path in sorted(config.models_folder.glob("[a-z0-9]*/*")):
            if path.is_file():
                yield f"{_MODELS}/{path.parent.name}/{path.name}", path


def _target(config: Config, backup: Backup, name: str) -> Path:
    folders = {_KEYS: config.data, _TRUST: config.trust_folder / LOCAL, _MODELS: config.models_folder}
    first, *rest = PurePosixPath(name).parts
    belongs = first in folders and 1 <= len(rest) <= 2 and not any(part.startswith(".") for part in rest)
    if not belongs or (first == _KEYS and rest not in [[key] for key in KEYS]):
        raise InputError(f"{backup.path} holds a file that belongs nowhere: {name!r}")
    return folders[first].joinpath(*rest)
