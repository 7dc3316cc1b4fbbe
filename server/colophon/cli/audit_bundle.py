"""``colophon audit bundle``: an audit to hand on, signed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from colophon.audit.bundle.decisions import decisions_about
from colophon.audit.bundle.key import KEY_NAME, signing_key
from colophon.audit.bundle.make import Made, Wanted, make
from colophon.audit.bundle.pictures import Pictures, pictures_of
from colophon.audit.bundle.readme import NO_TIMESTAMP
from colophon.cli.audit_report import Audited
from colophon.cli.progress import progress_bar
from colophon.cli.server import Data, Database, local_config
from colophon.config import Config
from colophon.errors import InputError


def bundle(
    out: Audited,
    zip: Annotated[
        Path | None, typer.Option("--zip", help="One file in the place of DIR/bundle.", metavar="FILE")
    ] = None,
    with_pictures: Annotated[
        bool, typer.Option("--with-pictures", help="With the pictures, from the source; needs --zip.")
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option(help="Where the source lies now.", show_default="where it was", metavar="SOURCE"),
    ] = None,
    timestamp: Annotated[
        str | None,
        typer.Option(
            help="Address of a service whose timestamp it gets (RFC 3161).",
            metavar="URL",
            show_default="COLOPHON_TSA",
        ),
    ] = None,
    no_timestamp: Annotated[bool, typer.Option("--no-timestamp", help="Ask no service.")] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Write DIR/bundle: the report, all rows, what was passed over, versions, signed with your own key.

    With what reviewers did about these images, if this installation has a log of it.

    Any later change is found by `colophon audit verify`. The key is made when it is first needed, in the data
    folder. Of protected images there is a number only, also with pictures.
    """
    config = local_config(data, database)
    if with_pictures and zip is None:
        raise InputError("--with-pictures needs --zip FILE: pictures go into one file with what is signed")
    service = None if no_timestamp else timestamp or config.tsa
    key = signing_key(config.data)
    decisions = decisions_about(out, config)
    with _pictures(out, config, source, wanted=with_pictures) as pictures:
        with progress_bar() as tell:
            try:
                made = make(out, key, tell, Wanted(zip, decisions, pictures, service))
            except OSError as error:
                raise InputError(
                    f"{error.filename or out} cannot be written: {error.strerror or error}"
                ) from error
        _say(made, config, service, pictures)


@contextmanager
def _pictures(out: Path, config: Config, source: Path | None, *, wanted: bool) -> Iterator[Pictures | None]:
    if not wanted:
        yield None
        return
    with pictures_of(out, config, source) as pictures:
        yield pictures


def _say(made: Made, config: Config, service: str | None, pictures: Pictures | None) -> None:
    held = f", {made.pictures:,} of them pictures" if made.pictures else ""
    typer.echo(f"{made.place} written: {made.files:,} files{held}, signed with {config.data / KEY_NAME}")
    if pictures and pictures.left_out:
        typer.echo(f"left out: {pictures.left_out:,} pictures that are protected by now")
    typer.echo(f"fingerprint of its public key: {made.fingerprint}")
    typer.echo(f"It carries a timestamp (RFC 3161) of {service}." if service else NO_TIMESTAMP)
