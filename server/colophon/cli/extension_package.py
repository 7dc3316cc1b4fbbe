"""Packages of the extension for the stores: one for Chromium, one for Firefox, from the one folder.

The same folder gives the same bytes on every machine: names are sorted, dates and modes fixed, and nothing is
compressed, since compressors of different versions give different bytes. Stores compress again by themselves.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from colophon.errors import ConfigError

BROWSERS = ("chromium", "firefox")
KINDS = {".css", ".html", ".js", ".json", ".png", ".svg"}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3
_HOOK = "content/hook.js"
_OPEN = "OPEN_FOR_TESTS = true"


@dataclass(frozen=True)
class Package:
    """A written package. ``sha256`` is of the zip file, ``size`` in bytes."""

    path: Path
    files: int
    size: int
    sha256: str


def manifest_for(browser: str, manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest without the half that is for the other browser."""
    made = {**manifest, "background": dict(manifest["background"])}
    if browser == "firefox":
        del made["background"]["service_worker"], made["minimum_chrome_version"]
    else:
        del made["background"]["scripts"], made["browser_specific_settings"]
    return made


def pack(folder: Path, out: Path) -> list[Package]:
    """Write one zip for each of `BROWSERS` into ``out``.

    Raises ConfigError where ``folder`` is the copy that tests look into, or ``out`` cannot be written to.
    """
    if _OPEN in (folder / _HOOK).read_text(encoding="utf-8"):
        raise ConfigError(
            f"{folder}: this copy is for tests ({_HOOK} says {_OPEN}); pack the extension itself"
        )
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _shipped(folder)}
    manifest = json.loads(contents["manifest.json"])
    packages = []
    for browser in BROWSERS:
        own = json.dumps(manifest_for(browser, manifest), indent=2, ensure_ascii=False) + "\n"
        path = out / f"colophon-{manifest['version']}-{browser}.zip"
        packages.append(_write(path, {**contents, "manifest.json": own.encode()}))
    return packages


def _shipped(folder: Path) -> list[Path]:
    """Files of the kinds that an extension is made of; nothing that editors and systems leave behind."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix in KINDS)
    return [
        path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _write(path: Path, contents: dict[str, bytes]) -> Package:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name in sorted(contents):
                archive.writestr(_entry(name), contents[name])
        written = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written ({error.strerror}); name another folder with --out"
        ) from error
    return Package(path, len(contents), len(written), sha256(written).hexdigest())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
    return entry
