"""Whether a bundle's timestamp is as it was made, what it says, and whether a root that is known vouches."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.x509 import Certificate

from colophon.audit.bundle.manifest import Manifest, canonical, is_by
from colophon.audit.bundle.place import Place
from colophon.audit.bundle.problem import Problem, read_kept
from colophon.audit.bundle.timestamp import MAX_TOKEN, PURPOSE, STAMPED, TOKEN, Stamp, Stamped, read
from colophon.errors import InputError


@dataclass(frozen=True, slots=True)
class StampChecked:
    """``good`` files are as they were; ``sizes`` are those of both, as far as anybody can tell.

    ``silent`` says why a timestamp that is as it was cannot be read on this computer.
    """

    problems: list[Problem] = field(default_factory=list)
    good: Mapping[str, bytes] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    stamp: Stamp | None = None
    silent: str | None = None


def check_stamp(
    place: Place, manifest: Manifest, signature: bytes, public: bytes, roots: Sequence[Certificate]
) -> StampChecked:
    """Look at the timestamp of a bundle that has one. ``signature`` is what it is over."""
    if manifest.timestamp is None:
        return StampChecked()
    sizes = {name: found[0].size for name in (TOKEN, STAMPED) if (found := place.find(name))}
    kept = read_kept(place, STAMPED, Stamped)
    if isinstance(kept, Problem):
        return StampChecked([kept], sizes=sizes)
    token = _token(place, kept, public)
    if token is None:
        sizes |= {TOKEN: kept.bytes}
        return StampChecked([Problem(TOKEN, "changed, or not there")], {STAMPED: canonical(kept)}, sizes)
    made = Stamped(
        service=manifest.timestamp,
        bytes=len(token),
        sha256=hashlib.sha256(token).hexdigest(),
        signature=kept.signature,
    )
    if made != kept or not _is_by(public, kept, token):
        return StampChecked(
            [Problem(STAMPED, "changed: it does not fit the timestamp")], {TOKEN: token}, sizes
        )
    good = {STAMPED: canonical(kept), TOKEN: token}
    try:
        return StampChecked([], good, sizes, read(kept.service, token, signature, roots))
    except InputError as error:
        return StampChecked([], good, sizes, silent=str(error))
    except ValueError as error:
        return StampChecked([Problem(TOKEN, f"no timestamp of this bundle: {error}")], good, sizes)


def _token(place: Place, kept: Stamped, public: bytes) -> bytes | None:
    """The timestamp that is named by its hash, or signed: one of the two may have changed."""
    for found in place.find(TOKEN):
        if found.size <= MAX_TOKEN:
            try:
                with found.open() as file:
                    data = file.read(MAX_TOKEN)
            except OSError:
                continue
            if hashlib.sha256(data).hexdigest() == kept.sha256 or _is_by(public, kept, data):
                return data
    return None


def _is_by(public: bytes, kept: Stamped, token: bytes) -> bool:
    try:
        return is_by(public, kept.signature, PURPOSE + token)
    except ValueError:
        return False
