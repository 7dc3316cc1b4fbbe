"""The key that pictures of cases are encrypted with: a file of its own, never in the database."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from colophon.errors import ConfigError
from colophon.store.sealed import KEY_BYTES, Key, Sealed
from colophon.whole import make_once

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class CaseKey:
    """The key in a file: 64 hex digits. Read when first needed; several processes use the same.

    Both methods raise ConfigError naming the file where others may read it, or it cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: Key | None = None

    def make(self) -> Key:
        """The key, made where there is none yet."""
        if self._key is None and not self._path.exists():
            try:
                make_once(self._path, f"{secrets.token_hex(KEY_BYTES)}\n".encode())
            except OSError as error:
                raise ConfigError(f"the key {self._path} cannot be made: {error.strerror}") from error
        return self.find()

    def find(self) -> Key:
        """The key. Raises Sealed where there is none."""
        if self._key is None:
            self._key = _read(self._path)
        return self._key


def _read(path: Path) -> Key:
    try:
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise ConfigError(f"{path} can be read by others, who could open pictures: `chmod 600 {path}`")
        return Key(_bytes(path.read_text(encoding="ascii")))
    except FileNotFoundError:
        raise Sealed(
            f"the key of kept pictures ({path.name}) is not on this server: bring it from where the database "
            "came from, or look at the post"
        ) from None
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"the key in {path} cannot be used: {error}; bring back the one that was there"
        ) from error


def _bytes(text: str) -> bytes:
    secret = bytes.fromhex(text.strip())
    if len(secret) != KEY_BYTES:
        raise ValueError(f"it has {len(secret)} bytes, not {KEY_BYTES}")
    return secret
