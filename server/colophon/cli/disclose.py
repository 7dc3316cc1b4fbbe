"""``colophon disclose``: a creator's own statement, in a copy of the picture and in words for the post."""

from __future__ import annotations

import asyncio
import datetime
import os
from dataclasses import asdict
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from colophon import config
from colophon.cli.files import read_within
from colophon.cli.pictures import refuse_protected
from colophon.cli.registry import shown
from colophon.cli.server import Data, Database
from colophon.disclose import Disclosed
from colophon.disclose import disclose as disclosed_copy
from colophon.disclose.note import Corner, Drawn, Note
from colophon.disclose.source_type import Claim
from colophon.disclose.statement import told_by_creator
from colophon.disclose.wording import Language, Wording, wording
from colophon.entry import Entry
from colophon.errors import InputError
from colophon.images import sniff
from colophon.images.picture import Picture
from colophon.registry.intake import Told, checked, entry_of
from colophon.registry.keep import keep
from colophon.registry.local import local_registry
from colophon.store.database import open_store

_ENDINGS = {
    sniff.JPEG: {".jpg", ".jpeg", ".jfif"},
    sniff.PNG: {".png", ".apng"},
    sniff.WEBP: {".webp"},
}

_SAID = attrgetter("process", "said_by", "words", "permalink")
_STATED = {Claim.AI_GENERATED: "generated with AI", Claim.AI_EDITED: "edited with AI"}


def disclose(
    image: Annotated[Path, typer.Argument(help="A JPEG, PNG or WebP file.", metavar="IMAGE")],
    claim: Annotated[Claim, typer.Option("--as", help="What you say about it.")],
    out: Annotated[Path, typer.Option(help="The copy that is written.", metavar="FILE")],
    note: Annotated[bool, typer.Option("--note", help="Draw a readable note on it.")] = False,
    note_text: Annotated[
        str | None, typer.Option(help="Draw a note in your own words.", metavar="TEXT")
    ] = None,
    corner: Annotated[Corner, typer.Option(help="Where the note stands.")] = Corner.BOTTOM_LEFT,
    font: Annotated[Path | None, typer.Option(help="A font file for the note.", metavar="FILE")] = None,
    locale: Annotated[Language, typer.Option(help="Language of the wordings.")] = Language.EN,
    said_by: Annotated[str | None, typer.Option(help="Who says so, as others may read it.")] = None,
    permalink: Annotated[str | None, typer.Option(help="Where it is posted.", metavar="URL")] = None,
    drop_record: Annotated[
        bool, typer.Option("--drop-record", help="Leave a signed record out that the change would break.")
    ] = False,
    remember: Annotated[
        bool, typer.Option("--remember/--no-remember", help="Let the registry here recognise its copies.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Say in a copy of IMAGE that it was generated or edited with AI; print words for caption and alt text.

    The statement is the IPTC digital source type, which colophon check and other tools read. Without a note
    the pixels stay as they are.
    """
    settings = config.load(data=data, database=database)
    limits = settings.limits
    words = wording(claim, locale)
    drawing = Note(note_text or words.note, corner, font) if note or note_text else None
    said = drawing.text if drawing else words.caption
    told = _told(claim, said, words, said_by, permalink)
    try:
        original = read_within(image, limits.body_bytes)
        result = disclosed_copy(original, claim, drawing, drop_record=drop_record, limits=limits)
        _refuse_other_ending(out, image, result)
    except InputError as error:
        raise InputError(f"{image}: {error}") from error
    _write(out, image, result.data, force)
    if told.words != said:
        typer.echo(f"note: Colophon does not read {said!r} as this disclosure; people may", err=True)
    made = [result.data, original] if drawing else [result.data]  # a copy may lose the note, too
    entries = _remember(settings, made, told) if remember else []
    typer.echo(_as_json(out, result, words, entries) if json else _as_text(out, result, words, entries))


def _told(claim: Claim, said: str, words: Wording, said_by: str | None, permalink: str | None) -> Told:
    """What is remembered: the words said, or the caption's where Colophon reads them as something else.

    Raises InputError where a name or a link is none that can be kept.
    """
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    told = told_by_creator(claim, said, date=today, said_by=said_by, permalink=permalink)
    if told.pattern is None:
        told = told_by_creator(claim, words.caption, date=today, said_by=said_by, permalink=permalink)
    return checked(told)


def _remember(settings: config.Config, pictures: list[bytes], told: Told) -> list[Entry]:
    """The registry's entries of the pictures, each once. Raises InputError for a protected picture."""
    registry = local_registry(settings)
    seen = [Picture.of(data, settings.limits.pixels) for data in pictures]
    for picture in seen:
        refuse_protected(registry, picture)
    return asyncio.run(_keep(settings, [entry_of(picture, told) for picture in seen]))


async def _keep(settings: config.Config, entries: list[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    async with open_store(settings.store) as store:
        for entry in entries:
            known = await store.entries.of_image(str(entry.sha256))
            same = next((e for e in known if _SAID(e) == _SAID(entry)), None)
            if same is None:
                await keep(store, [entry])
            kept.append(same or entry)
    return kept


def _refuse_other_ending(out: Path, image: Path, result: Disclosed) -> None:
    endings = _ENDINGS[result.media_type]
    if out.suffix.lower() not in endings:
        kept = image.suffix if image.suffix.lower() in endings else min(endings)
        raise InputError(f"the copy has the same type as the original: name it {out.with_suffix(kept)}")


def _write(out: Path, image: Path, data: bytes, force: bool) -> None:
    """Write the copy whole or not at all. Raises InputError when it cannot be, or must not be, written."""
    try:
        if out.exists() and out.samefile(image):
            raise InputError(f"{out} is the original, which stays as it is: give the copy another name")
        part = out.with_name(f".{out.name}.{os.getpid()}.part")
        try:
            part.write_bytes(data)
            if not force:
                out.touch(exist_ok=False)  # takes the name, or fails
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    except FileExistsError as error:
        raise InputError(f"{out} exists already: give another name, or --force to write over it") from error
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror or error}") from error


def _as_text(out: Path, result: Disclosed, words: Wording, entries: list[Entry]) -> str:
    lines = [f"{out}: says that it was {_STATED[result.claim]} (IPTC {result.claim.term})"]
    if result.note:
        drawn = result.note
        ground = "on a bar" if drawn.look.bar else "on the picture"
        lines.append(
            f"    note: {drawn.text} ({drawn.corner}, {drawn.size} px, {drawn.look.ink} {ground}, "
            f"contrast {drawn.look.contrast:.1f}:1)"
        )
    if result.record_dropped:
        lines.append("    the signed record of the original is not in the copy")
    if entries:
        lines.append(f"    remembered as {entries[0].id}: copies of it will be recognised")
    lines.append(f"    caption: {words.caption}")
    lines.append(f"    alt text, behind your description: {words.alt}")
    return "\n".join(lines)


def _as_json(out: Path, result: Disclosed, words: Wording, entries: list[Entry]) -> str:
    done: dict[str, Any] = {
        "path": str(out),
        "digital_source_type": result.claim.uri,
        "record_dropped": result.record_dropped,
        "note": _note(result.note) if result.note else None,
        "caption": words.caption,
        "alt": words.alt,
        "entries": [shown(entry) for entry in entries],
    }
    return orjson.dumps(done).decode()


def _note(drawn: Drawn) -> dict[str, Any]:
    values = asdict(drawn)
    look = values.pop("look")
    return {**values, **look}
