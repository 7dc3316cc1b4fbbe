"""A finished audit as a signed bundle: the same audit and key give the same bytes."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from colophon import __version__
from colophon.audit import folder
from colophon.audit.bundle.key import fingerprint, public_bytes
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
from colophon.audit.export.export import write_report
from colophon.audit.export.write import write_jsonl
from colophon.audit.report.outcome import Outcome
from colophon.audit.report.whole import Progress, Whole, whole
from colophon.audit.rows import rows
from colophon.errors import InputError

BUNDLE = "bundle"
DECISIONS = "decisions.jsonl"  # the log of what reviewers decided, where there is one
README = "README.txt"
NO_TIMESTAMP = (
    "It carries no timestamp of an independent service (RFC 3161): when it was made rests on the word of "
    "whoever "
    "signed it."
)
_README = """This folder is what an audit of a timeline found, as Colophon {version} wrote it.

report.html      the report; begin here
rows.jsonl       every image, one a line; codebook.md says what the tables beside it mean
audit.json       what was audited, how, and with which versions
skipped.json     what was passed over, and why
{decisions}manifest.json    the name, size and SHA-256 of every file
signature.json   the signature of manifest.json (Ed25519) and the public key
*.lines          a digest of each line, to find the place of a change

To check it:  colophon audit verify FOLDER
It names each file, and each line of the files of lines, that is not as it was signed. Whose key it is, only
the signer can tell you: compare this fingerprint with theirs, on another way than the one this came on.

    {fingerprint}

{timestamp}
Pictures are not in it. Of protected images there is a number and nothing else.
"""


@dataclass(frozen=True, slots=True)
class Made:
    """Where it lies, whose key signed it (a fingerprint), and how many files it has."""

    folder: Path
    fingerprint: str
    files: int


def make(out: Path, key: Ed25519PrivateKey, tell: Progress) -> Made:
    """Write ``out``/bundle anew, whole or not at all. Raises InputError and OSError."""
    report = whole(out, tell)
    place = Path(tempfile.mkdtemp(prefix=f".{BUNDLE}-", dir=out))
    try:
        print_ = fingerprint(public_bytes(key.public_key()))
        files = _write_files(out, place, report, print_, tell)
        outcomes = report.tally.outcomes
        manifest = canonical(
            Manifest(
                format=FORMAT,
                program=f"colophon {__version__}",
                date=report.audit.date,
                images=report.tally.images,
                protected=outcomes[Outcome.PROTECTED],
                timestamp=None,
                files=sorted(files, key=lambda file: file.name),
            )
        )
        (place / MANIFEST).write_bytes(manifest)
        (place / SIGNATURE).write_bytes(canonical(sign(manifest, key)))
        _put(place, out / BUNDLE)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return Made(out / BUNDLE, print_, len(files) + 2)


def _write_files(out: Path, place: Path, report: Whole, print_: str, tell: Progress) -> list[File]:
    write_report(out, report, None, tell, into=place)
    tell("writing rows", 0, 1)
    write_jsonl(place / "rows.jsonl", rows(out))
    about = folder.read_object(out / folder.AUDIT) or {}
    about["source"] = {**about["source"], "path": Path(about["source"]["path"]).name}  # nobody's folders
    (place / folder.AUDIT).write_bytes(folder.written(about))
    shutil.copyfile(out / folder.SKIPPED, place / folder.SKIPPED)
    decided = (out / DECISIONS).is_file()
    if decided:
        shutil.copyfile(out / DECISIONS, place / DECISIONS)
    named = f"{DECISIONS}  what reviewers decided, in order\n" if decided else ""
    text = _README.format(version=__version__, decisions=named, fingerprint=print_, timestamp=NO_TIMESTAMP)
    (place / README).write_text(text, encoding="utf-8", newline="\n")
    lines = {path: write_lines(path) for path in sorted(place.glob("*.jsonl"))}
    return [file_of(path, lines.get(path)) for path in place.iterdir()]


def _put(made: Path, where: Path) -> None:
    """In the place of an earlier one."""
    if where.is_symlink() or (where.exists() and not (where / MANIFEST).is_file()):
        raise InputError(f"{where} is there and is no bundle: move it away first")
    if where.exists():
        shutil.rmtree(where)
    made.chmod(0o700)
    made.rename(where)
