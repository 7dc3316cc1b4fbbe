"""``colophon trust``: whose signatures are recognised, and how to keep that list current."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from colophon import config
from colophon.cli.group import Commands
from colophon.cli.server import Data, local_config
from colophon.trust import load
from colophon.trust.certificates import next_update, parse_pem
from colophon.trust.known import KNOWN, LOCAL
from colophon.trust.update import Change, State
from colophon.trust.update import update as bring_up_to_date

app = typer.Typer(help="Trust lists: whose signatures are recognised.", no_args_is_help=True, cls=Commands)

Folder = Annotated[
    Path | None,
    typer.Option("--trust", help="Folder with the trust lists.", show_default="trust in the data folder"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def show(trust: Folder = None, data: Data = None, as_json: AsJson = False) -> None:
    """Show the lists in use, how many certificates each holds, and what follows where one is absent."""
    folder = config.load(trust=trust).trust_folder if trust else local_config(data).trust_folder
    lists = load(folder)
    rows = [_row(path) for path in _files(folder)]
    answer = {"folder": str(folder), "version": lists.version, "lists": rows, "note": lists.consequence}
    if as_json:
        typer.echo(json.dumps(answer))
        return
    typer.echo(f"{folder} (version {lists.version})")
    for row in rows:
        typer.echo(f"  {row['name']}: {_sentence(row)}")
    if lists.consequence:
        typer.echo(f"{lists.consequence}. `colophon trust update` downloads the lists.")


@app.command()
def update(
    trust: Folder = None,
    data: Data = None,
    accept_new: Annotated[
        bool, typer.Option("--accept-new", help="Store lists whose contents this version does not know.")
    ] = False,
    source: Annotated[
        Path | None, typer.Option("--from", help="Take the files from this folder, not the network.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Fetch the lists from their official addresses. New contents are shown and need --accept-new."""
    folder = trust or config.load(data=data).trust_folder
    changes = bring_up_to_date(folder, accept_new=accept_new, files=source)
    waiting = any(change.state is State.NEEDS_ACCEPTANCE for change in changes)
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), "lists": [asdict(c) for c in changes]}))
    else:
        for change in changes:
            _print_change(change)
        if waiting:
            typer.echo("Look at the differences, then run this again with --accept-new to store them.")
    if waiting:
        raise typer.Exit(1)


def _files(folder: Path) -> list[Path]:
    return [folder / known.name for known in KNOWN] + sorted((folder / LOCAL).glob("*.pem"))


def _row(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {"name": path.name, "present": False}
    text = path.read_text(encoding="utf-8", errors="replace")
    row: dict[str, Any] = {"name": path.name, "present": True}
    if path.suffix == ".pem":
        certificates = parse_pem(text, path.name)
        now = datetime.now(UTC)
        row["certificates"] = len(certificates)
        row["expired"] = sum(c.until < now for c in certificates)
    if due := next_update(text):
        row["next_update"] = due
    return row


def _sentence(row: dict[str, Any]) -> str:
    if not row["present"]:
        return "absent"
    if "certificates" in row:
        return f"{row['certificates']} certificates, {row['expired']} of them past their date"
    return f"next update {row['next_update']}" if "next_update" in row else "present"


def _print_change(change: Change) -> None:
    words = {
        State.CURRENT: "current",
        State.STORED: "stored",
        State.NEEDS_ACCEPTANCE: "new contents, not stored",
    }
    due = f", next update {change.next_update}" if change.next_update else ""
    typer.echo(f"{change.name}: {words[change.state]} (sha256 {change.sha256[:12]}...{due})")
    if not change.known:
        for sign, subjects in (("+", change.added), ("-", change.removed)):
            for subject in subjects:
                typer.echo(f"  {sign} {subject}")
