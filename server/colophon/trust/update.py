"""Bringing a trust folder up to date: known contents at once, new contents only after somebody has looked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from colophon.download import fetch
from colophon.errors import TrustError
from colophon.trust.certificates import next_update, parse_pem
from colophon.trust.known import KNOWN, KnownList
from colophon.whole import write_whole


class State(StrEnum):
    """What became of one list."""

    CURRENT = "current"  # the folder holds exactly this already
    STORED = "stored"
    NEEDS_ACCEPTANCE = "needs_acceptance"  # not the contents we looked at: shown, not stored


@dataclass(frozen=True, slots=True)
class Change:
    """One list after an update: what happened, and how new contents differ from those in the folder."""

    name: str
    state: State
    sha256: str
    known: bool
    added: tuple[str, ...] = ()  # subjects of certificates
    removed: tuple[str, ...] = ()
    next_update: str | None = None


def update(
    folder: Path,
    *,
    accept_new: bool = False,
    files: Path | None = None,
    lists: Iterable[KnownList] = KNOWN,
    get: Callable[[str], bytes] = fetch,
) -> list[Change]:
    """Fetch ``lists`` (or take them from the folder ``files``) and store what is known or accepted.

    Everything is fetched and read before anything is stored, so a failure changes nothing. Raises
    DownloadError when a list cannot be reached, TrustError when it cannot be read or the folder be written.
    """
    given = {known: _from_folder(files, known) if files else get(known.address) for known in lists}
    offered = {known: data for known, data in given.items() if data is not None}
    if not offered:
        raise TrustError(f"no trust lists in {files}; expected {', '.join(k.name for k in given)}")
    changes = [_compare(folder, known, data, accept_new) for known, data in offered.items()]
    _store(folder, {c.name: d for c, d in zip(changes, offered.values(), strict=True) if _is_new(c)})
    return changes


def _is_new(change: Change) -> bool:
    return change.state is State.STORED


def _from_folder(folder: Path, known: KnownList) -> bytes | None:
    try:
        return (folder / known.name).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TrustError(f"trust list {folder / known.name}: {error.strerror}") from error


def _compare(folder: Path, known: KnownList, data: bytes, accept_new: bool) -> Change:
    digest = hashlib.sha256(data).hexdigest()
    current = _from_folder(folder, known)
    is_known = digest == known.sha256
    before, after = _subjects(known.name, current or b""), _subjects(known.name, data)
    if known.name.endswith(".pem") and not after:
        raise TrustError(f"trust list {known.name} from {known.address}: no certificates in it")
    if current == data:
        state = State.CURRENT
    else:
        state = State.STORED if is_known or accept_new else State.NEEDS_ACCEPTANCE
    return Change(
        name=known.name,
        state=state,
        sha256=digest,
        known=is_known,
        added=tuple(sorted(after[f] for f in after.keys() - before.keys())),
        removed=tuple(sorted(before[f] for f in before.keys() - after.keys())),
        next_update=next_update(data.decode(errors="replace")) if known.name.endswith(".json") else None,
    )


def _subjects(name: str, data: bytes) -> dict[str, str]:
    """Subjects by fingerprint; empty for a file that is not a list of certificates."""
    if not name.endswith(".pem"):
        return {}
    return {c.fingerprint: c.subject for c in parse_pem(data.decode(errors="replace"), name)}


def _store(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write each file whole or not at all: a reader sees the old contents or the new."""
    try:
        for name, data in contents.items():
            write_whole(folder / name, data)
    except OSError as error:
        raise TrustError(f"trust folder {folder} cannot be written: {error.strerror}") from error
