"""``colophon audit verify``: whether a bundle is as it was signed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from cryptography import x509

from colophon.audit.bundle.check import Checked, check
from colophon.audit.bundle.make import BUNDLE
from colophon.audit.bundle.manifest import MANIFEST
from colophon.audit.bundle.readme import NO_TIMESTAMP
from colophon.cli.server import Data, local_config
from colophon.errors import InputError
from colophon.trust.known import LOCAL, OFFICIAL_TIMESTAMPS

_NOT_ANOTHER = (
    "Nothing in a bundle tells who that is: compare it with what its maker says, with --key FINGERPRINT."
)
_UNKNOWN = (
    "That service is not known here, so its word is as good as any: give its root certificates with "
    "--roots FILE."
)


def verify(
    place: Annotated[
        Path, typer.Argument(help="A bundle, a zip of one, or the audit that holds one.", metavar="PLACE")
    ],
    key: Annotated[
        str | None, typer.Option(help="The fingerprint that the key must have, as its owner told you.")
    ] = None,
    roots: Annotated[
        Path | None,
        typer.Option(
            help="Root certificates of timestamp services, PEM.", show_default="those of the trust lists"
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    data: Data = None,
) -> None:
    """Say whether a bundle is as it was signed, and name every file, and line, that is not.

    A zip is read where it is, and nothing is unpacked. Exits with 1 where something is not as it was signed.
    """
    inside = place / BUNDLE
    where = inside if not (place / MANIFEST).exists() and inside.is_dir() else place
    found = check(where, _fingerprint(key), list(_roots(roots, data)))
    if json:
        typer.echo(orjson.dumps(_plain(found)).decode())
    else:
        _say(where, found, named=key is not None)
    if found.problems:
        raise typer.Exit(1)


def _roots(given: Path | None, data: Path | None) -> Iterator[x509.Certificate]:
    """Those that were given, else C2PA's list of timestamp services and what was added by hand."""
    trust = local_config(data).trust_folder
    files = [given] if given else [trust / OFFICIAL_TIMESTAMPS, *sorted((trust / LOCAL).glob("*.pem"))]
    for file in files:
        try:
            if given or file.is_file():
                yield from x509.load_pem_x509_certificates(file.read_bytes())
        except (OSError, ValueError) as error:
            raise InputError(f"{file} cannot be read as certificates (PEM): {error}") from error


def _fingerprint(key: str | None) -> str | None:
    if key is None:
        return None
    digits = "".join(key.split()).replace(":", "").lower()
    if len(digits) != 64 or set(digits) - set("0123456789abcdef"):
        raise InputError(
            f"--key {key} is no fingerprint: one has 64 hex digits, as `colophon audit bundle` prints it"
        )
    return digits


def _say(place: Path, found: Checked, named: bool) -> None:
    for problem in found.problems:
        typer.echo(str(problem))
    if found.manifest is None or found.fingerprint is None:
        return
    files = len(found.manifest.files)
    if found.problems:
        typer.echo(f"{place} is NOT as it was signed: what is named above differs")
    else:
        typer.echo(
            f"{place} is as it was signed: {files:,} files beside its manifest, an audit of "
            f"{found.manifest.date}"
        )
    typer.echo(f"fingerprint of the key: {found.fingerprint}")
    if not named:
        typer.echo(_NOT_ANOTHER)
    for line in _timestamp(found):
        typer.echo(line)


def _timestamp(found: Checked) -> Iterator[str]:
    assert found.manifest
    if found.manifest.timestamp is None:
        yield NO_TIMESTAMP
    elif found.stamp:
        yield f"signed before {found.stamp.time}, says {found.stamp.by} ({found.stamp.service})"
        yield "A root that is known here vouches for that service." if found.stamp.known else _UNKNOWN
    elif found.silent:
        yield f"Its timestamp, of {found.manifest.timestamp}, is as it was made, and unread: {found.silent}"


def _plain(found: Checked) -> dict[str, Any]:
    stamp = found.stamp
    return {
        "unchanged": not found.problems,
        "problems": [{"file": one.file, "line": one.line, "what": one.what} for one in found.problems],
        "key": found.fingerprint,
        "date": found.manifest and found.manifest.date,
        "pictures": found.manifest and found.manifest.pictures,
        "timestamp": stamp
        and {"service": stamp.service, "time": stamp.time, "by": stamp.by, "known": stamp.known},
    }
