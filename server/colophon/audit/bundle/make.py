"""A finished audit as a signed bundle: the same audit and key give the same bytes, but for a timestamp."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from colophon import __version__
from colophon.audit import folder
from colophon.audit.bundle.container import Entry, Opened, entry_of, write_zip
from colophon.audit.bundle.decisions import DECISIONS
from colophon.audit.bundle.lines import write_lines
from colophon.audit.bundle.manifest import (
    FORMAT,
    MANIFEST,
    SIGNATURE,
    File,
    Manifest,
    canonical,
    file_of,
    sign,
)
from colophon.audit.bundle.pictures import Pictures
from colophon.audit.bundle.place import Zip
from colophon.audit.bundle.readme import README, readme
from colophon.audit.bundle.timestamp import STAMPED, TOKEN, ask, checked_address, stamped
from colophon.audit.export.export import write_report
from colophon.audit.export.write import write_jsonl
from colophon.audit.report.outcome import Outcome
from colophon.audit.report.whole import Progress, Whole, whole
from colophon.audit.rows import rows
from colophon.errors import InputError
from colophon.keyfile import fingerprint, public_bytes
from colophon.whole import writing_whole

BUNDLE = "bundle"
Media = Sequence[tuple[File, Entry, Opened]]


@dataclass(frozen=True, slots=True)
class Made:
    """Where it lies, whose key signed it (a fingerprint), how many files it has, and pictures among them."""

    place: Path
    fingerprint: str
    files: int
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file ``zip`` in the place of a folder; ``pictures`` with it; a timestamp of a ``service``.

    ``decisions`` are lines of the log of review.
    """

    zip: Path | None = None
    decisions: Sequence[bytes] = ()
    pictures: Pictures | None = None
    service: str | None = None


def make(out: Path, key: Ed25519PrivateKey, tell: Progress, wanted: Wanted | None = None) -> Made:
    """Write ``out``/bundle, or a zip, anew: whole or not at all. Raises InputError and OSError."""
    wanted = wanted or Wanted()
    service = wanted.service and checked_address(wanted.service)
    _replaceable(wanted.zip)
    report = whole(out, tell)
    place = Path(tempfile.mkdtemp(prefix=f".{BUNDLE}-", dir=out))
    try:
        media: Media = []
        if wanted.pictures:
            tell("reading pictures", 0, 1)
            media = list(wanted.pictures.listed(rows(out)))
        print_ = fingerprint(public_bytes(key.public_key()))
        text = readme(print_, service, len(media), decided=bool(wanted.decisions))
        (place / README).write_text(text, encoding="utf-8", newline="\n")
        if wanted.decisions:
            (place / DECISIONS).write_bytes(b"".join(wanted.decisions))
        files = [*_write_files(out, place, report, tell), *(file for file, *_ in media)]
        _sign(place, _manifest(report, files, len(media), service), key, service)
        number = sum(1 for _ in place.iterdir()) + len(media)
        if wanted.zip:
            _pack(place, media, wanted.zip)
        else:
            _put(place, out / BUNDLE)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return Made(wanted.zip or out / BUNDLE, print_, number, len(media))


def _manifest(report: Whole, files: list[File], pictures: int, service: str | None) -> Manifest:
    return Manifest(
        format=FORMAT,
        program=f"colophon {__version__}",
        date=report.audit.date,
        images=report.tally.images,
        protected=report.tally.outcomes[Outcome.PROTECTED],
        pictures=pictures,
        timestamp=service,
        files=sorted(files, key=lambda file: file.name),
    )


def _sign(place: Path, manifest: Manifest, key: Ed25519PrivateKey, service: str | None) -> None:
    data = canonical(manifest)
    signature = canonical(sign(data, key))
    (place / MANIFEST).write_bytes(data)
    (place / SIGNATURE).write_bytes(signature)
    if service:
        token = ask(service, signature)
        (place / TOKEN).write_bytes(token)
        (place / STAMPED).write_bytes(canonical(stamped(service, token, key)))


def _write_files(out: Path, place: Path, report: Whole, tell: Progress) -> list[File]:
    write_report(out, report, None, tell, into=place)
    tell("writing rows", 0, 1)
    write_jsonl(place / "rows.jsonl", rows(out))
    about = folder.read_object(out / folder.AUDIT) or {}
    about["source"] = {**about["source"], "path": Path(about["source"]["path"]).name}  # nobody's folders
    (place / folder.AUDIT).write_bytes(folder.written(about))
    shutil.copyfile(out / folder.SKIPPED, place / folder.SKIPPED)
    lines = {path: write_lines(path) for path in sorted(place.glob("*.jsonl"))}
    return [file_of(path, lines.get(path)) for path in place.iterdir()]


def _pack(made: Path, media: Media, where: Path) -> None:
    openers: list[tuple[str, Opened]] = [(path.name, partial(_opened, path)) for path in made.iterdir()]
    files = [(entry_of(name, opened), opened) for name, opened in openers]
    with writing_whole(where) as out:
        try:
            write_zip(out, [*files, *((entry, opened) for _, entry, opened in media)])
        except ValueError as error:
            raise InputError(f"{error}; nothing was written: try again") from error


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _replaceable(where: Path | None) -> None:
    """Raises InputError where something else than a bundle would be lost."""
    if where is None or not where.exists():
        return
    if not where.is_file() or not Zip(where).find(MANIFEST):
        raise InputError(f"{where} is there and is no bundle: move it away first, or name another file")


def _put(made: Path, where: Path) -> None:
    """In the place of an earlier one."""
    if where.is_symlink() or (where.exists() and not (where / MANIFEST).is_file()):
        raise InputError(f"{where} is there and is no bundle: move it away first")
    if where.exists():
        shutil.rmtree(where)
    made.chmod(0o700)
    made.rename(where)
