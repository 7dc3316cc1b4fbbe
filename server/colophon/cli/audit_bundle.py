"""``colophon audit bundle`` and ``verify``: an audit to hand on, and whether it is as it was signed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer

from colophon.audit.bundle.check import Checked, check
from colophon.audit.bundle.key import KEY_NAME, signing_key
from colophon.audit.bundle.make import BUNDLE, NO_TIMESTAMP, make
from colophon.audit.bundle.manifest import MANIFEST
from colophon.cli.audit_report import Audited
from colophon.cli.progress import progress_bar
from colophon.cli.server import Data, local_config
from colophon.errors import InputError

_NOT_ANOTHER = (
    "Nothing in a bundle tells who that is: compare it with what its maker says, with --key FINGERPRINT."
)


def bundle(out: Audited, data: Data = None) -> None:
    """Write DIR/bundle: the report, all rows, what was passed over, versions, signed with your own key.

    Any later change is found by `colophon audit verify`. The key is made when it is first needed, in the data
    folder. Pictures are not in the bundle, and of protected images there is a number only.
    """
    config = local_config(data)
    key = signing_key(config.data)
    with progress_bar() as tell:
        try:
            made = make(out, key, tell)
        except OSError as error:
            raise InputError(f"{out} cannot be written to: {error.strerror or error}") from error
    typer.echo(f"{made.folder} written: {made.files} files, signed with {config.data / KEY_NAME}")
    typer.echo(f"fingerprint of its public key: {made.fingerprint}")
    typer.echo(NO_TIMESTAMP)


def verify(
    folder: Annotated[Path, typer.Argument(help="A bundle, or the audit that holds one.", metavar="DIR")],
    key: Annotated[
        str | None, typer.Option(help="The fingerprint that the key must have, as its owner told you.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say whether a bundle is as it was signed, and name every file, and line, that is not.

    Exits with 1 where something is not.
    """
    place = folder / BUNDLE if not (folder / MANIFEST).exists() and (folder / BUNDLE).is_dir() else folder
    found = check(place, _fingerprint(key))
    if json:
        typer.echo(orjson.dumps(_plain(found)).decode())
    else:
        _say(place, found, named=key is not None)
    if found.problems:
        raise typer.Exit(1)


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
    if not found.problems:
        typer.echo(f"{place} is as it was signed: {files} files, an audit of {found.manifest.date}")
    typer.echo(f"fingerprint of the key: {found.fingerprint}")
    if not named:
        typer.echo(_NOT_ANOTHER)
    typer.echo(NO_TIMESTAMP)


def _plain(found: Checked) -> dict[str, object]:
    return {
        "unchanged": not found.problems,
        "problems": [{"file": one.file, "line": one.line, "what": one.what} for one in found.problems],
        "key": found.fingerprint,
        "date": found.manifest and found.manifest.date,
        "timestamp": None,
    }
