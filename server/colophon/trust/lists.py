"""The trust lists of one folder, as a value."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path

from colophon.errors import TrustError
from colophon.trust import known
from colophon.trust.certificates import parse_pem

_MAX_FILE = 8 << 20  # bytes; the largest list is 0.3 MB


@dataclass(frozen=True)
class TrustLists:
    """PEM texts by tier; empty where a list is absent, and then its signers are not recognised.

    ``official_anchors`` are C2PA's signers and timestamp authorities, ``interim_*`` the frozen older list,
    ``local_anchors`` those added by whoever runs this server. ``eku_config`` lists the accepted key purposes.
    """

    official_anchors: str = ""
    interim_anchors: str = ""
    interim_allowed: str = ""
    local_anchors: str = ""
    eku_config: str = known.DEFAULT_EKU
    absent: tuple[str, ...] = ()

    @cached_property
    def version(self) -> str:
        """A short hash of the contents: findings made with other lists are not reused."""
        return hashlib.sha256("\0".join(astuple(self)[:-1]).encode()).hexdigest()[:12]

    @property
    def consequence(self) -> str | None:
        """What follows from absent lists, for a person to read; None where all are there."""
        if not self.absent:
            return None
        if self.official_anchors:
            return f"trust lists without {', '.join(self.absent)}: some signers are shown as not recognised"
        return f"no official trust list ({', '.join(self.absent)}): signers are shown as not recognised"


NO_LISTS = TrustLists(absent=(known.OFFICIAL, known.OFFICIAL_TIMESTAMPS))


def load(folder: Path) -> TrustLists:
    """Read the lists in ``folder``; an absent file or folder is tolerated and named in ``absent``.

    Raises TrustError when a file is there but cannot be read or is not a list of certificates.
    """
    texts = {
        name: _certificates(folder / name)
        for name in (
            known.OFFICIAL,
            known.OFFICIAL_TIMESTAMPS,
            known.INTERIM_ANCHORS,
            known.INTERIM_ALLOWED,
        )
    }
    local = [_certificates(path) for path in sorted((folder / known.LOCAL).glob("*.pem"))]
    return TrustLists(
        official_anchors=texts[known.OFFICIAL] and texts[known.OFFICIAL] + texts[known.OFFICIAL_TIMESTAMPS],
        interim_anchors=texts[known.INTERIM_ANCHORS],
        interim_allowed=texts[known.INTERIM_ALLOWED],
        local_anchors="".join(local),
        eku_config=_read(folder / known.EKU) or known.DEFAULT_EKU,
        absent=tuple(name for name, text in texts.items() if not text),
    )


def _certificates(path: Path) -> str:
    text = _read(path)
    if text and not parse_pem(text, path.name):
        raise TrustError(f"trust list {path}: no certificates in it")
    return text + "\n" if text else ""


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_FILE:
            raise TrustError(f"trust list {path}: larger than the limit of {_MAX_FILE} bytes")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise TrustError(f"trust list {path}: {error}") from error
