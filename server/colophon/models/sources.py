"""Where a model comes from: a published name, an address, a folder or a file. All end in one folder."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from colophon.download import Progress, stream
from colophon.errors import ModelError
from colophon_model.evaluation import REPORT
from colophon_model.files import what_else
from colophon_model.load import CARD
from colophon_model.manifest import MANIFEST, MAX_MODEL_BYTES
from colophon_model.published import Published, published
from colophon_model.published.completion import FILE

Say = Callable[[str], None]
Template = Mapping[str, Any]  # a manifest; what only the ONNX file can tell may be left out

_MAX_MANIFEST = 1 << 20
_HEAD = 4096  # bytes that tell what a file is
_BESIDE = (CARD, "report.json", REPORT)  # taken along from a folder where they are there
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Wish:
    """What to install. ``manifest`` is a file or a published name, ``sha256`` that of the ONNX file."""

    source: str
    manifest: str | None = None
    sha256: str | None = None


def template_of(wish: Wish) -> Template:
    """The manifest of what is wished for, before anything is fetched.

    Raises ModelError when there is none, the source is nothing that can be installed, or the SHA-256 is none.
    """
    if wish.sha256 is not None and not _SHA256.fullmatch(wish.sha256):
        raise ModelError(
            f"--sha256 {wish.sha256!r} is no SHA-256: that is 64 digits, 0 to 9 and a to f, as sha256sum "
            "prints them"
        )
    path = Path(wish.source)
    if wish.source in published():
        return published()[wish.source].template
    if wish.manifest:
        known = published().get(wish.manifest)
        return known.template if known else _read(Path(wish.manifest))
    if path.is_dir():
        return _read(path / MANIFEST)
    if "://" in wish.source:
        raise ModelError(f"{wish.source}: say what it is with --manifest FILE (docs/models.md shows one)")
    if path.is_file():
        return _recognised(path)
    raise ModelError(
        f"{wish.source} is neither a folder with a {MANIFEST}, nor an .onnx file, nor an address, nor one of "
        f"{', '.join(published())}"
    )


def bring(wish: Wish, template: Template, stage: Path, say: Say, progress: Progress) -> Template:
    """Put the files into the folder ``stage`` and give back the template with the name of the ONNX file.

    Raises ModelError or DownloadError; what is in ``stage`` then is for the caller to remove.
    """
    known = published().get(wish.source)
    if known:
        _fetch_published(known, wish, stage, say, progress)
    elif "://" in wish.source:
        sha256 = wish.sha256 or template.get("sha256")
        if not sha256:
            raise ModelError(f"{wish.source}: its SHA-256 is needed: --sha256 HEX")
        say(f"fetching {wish.source} from {urlsplit(wish.source).hostname}")
        _fetch(wish.source, stage / FILE, str(sha256), MAX_MODEL_BYTES, progress)
    elif Path(wish.source).is_dir():
        return _copy_folder(Path(wish.source), template, stage, wish.sha256)
    else:
        _copy(Path(wish.source), stage / FILE)
        if wish.sha256:
            _require_hash(stage / FILE, wish.sha256, wish.source)
    return {**template, "file": FILE}


def _fetch_published(known: Published, wish: Wish, stage: Path, say: Say, progress: Progress) -> None:
    download = known.download
    if wish.sha256 and wish.sha256.lower() != download.sha256:
        raise ModelError(f"{known.id} has the SHA-256 {download.sha256}, not {wish.sha256}")
    size = f", {download.bytes / 1e6:.0f} MB" if download.bytes else ""
    say(f"{known.id} ({known.license}): fetching {download.url} from {known.host}{size}")
    say(download.note)
    _fetch(download.url, stage / FILE, download.sha256, download.bytes or MAX_MODEL_BYTES, progress)


def _fetch(address: str, path: Path, sha256: str, limit: int, progress: Progress) -> None:
    """Over https; over http from this computer only. The hash is checked in any case."""
    schemes = ("https", "http") if urlsplit(address).hostname in _LOOPBACK else ("https",)
    try:
        with path.open("wb") as file:
            for piece in stream(address, limit=limit, schemes=schemes, progress=progress):
                file.write(piece)
    except OSError as error:
        raise ModelError(f"{path.parent.parent} cannot be written: {error.strerror}") from error
    _require_hash(path, sha256, address)


def _copy_folder(folder: Path, template: Template, stage: Path, sha256: str | None) -> Template:
    name = str(template.get("file", FILE))
    images = [str(test.get("image")) for test in _listed(template.get("selftest", []))]
    beside = [other for other in _BESIDE if (folder / other).is_file()]
    for file in dict.fromkeys([name, *images, *beside]):
        if not (folder / file).resolve().is_relative_to(folder.resolve()):
            raise ModelError(f"{folder / file} lies outside the model's folder")
        (stage / file).parent.mkdir(parents=True, exist_ok=True)
        _copy(folder / file, stage / file)
    if sha256:
        _require_hash(stage / name, sha256, str(folder / name))
    return {**template, "file": name}


def _copy(source: Path, target: Path) -> None:
    try:
        if (size := source.stat().st_size) > MAX_MODEL_BYTES:
            raise ModelError(f"{source} has {size:,} bytes, more than the limit of {MAX_MODEL_BYTES:,}")
        shutil.copyfile(source, target)
    except OSError as error:
        raise ModelError(f"{error.filename or source}: {error.strerror}") from error


def _require_hash(path: Path, sha256: str, source: str) -> None:
    if (found := _hash(path)) != sha256.lower():
        with path.open("rb") as file:
            other = what_else(file.read(_HEAD))
        raise ModelError(
            f"{source} has the SHA-256 {found}, not {sha256.lower()}" + (f"; it {other}" if other else "")
        )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _recognised(path: Path) -> Template:
    """The template of a published model whose file was fetched by hand."""
    if path.stat().st_size <= MAX_MODEL_BYTES:
        found = _hash(path)
        for known in published().values():
            if known.download.sha256 == found:
                return known.template
    raise ModelError(
        f"{path} is none of the published models: say what it is with --manifest FILE "
        f"(docs/models.md shows one)"
    )


def _read(path: Path) -> Template:
    try:
        if path.stat().st_size > _MAX_MANIFEST:
            raise ModelError(f"{path} is larger than the limit of {_MAX_MANIFEST:,} bytes for a manifest")
        read = json.loads(path.read_bytes())
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path} is no JSON: {error}") from error
    if not isinstance(read, dict):
        raise ModelError(f"{path} holds no JSON object")
    objects = [read.get("input", {}), read.get("output", {}), *_listed(read.get("selftest", []))]
    if not all(isinstance(part, dict) for part in objects):
        raise ModelError(f"{path}: input, output and each of selftest must be JSON objects")
    return read


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
