"""``colophon disclose``: a creator's own statement, in a copy of the picture and in words for the post."""

from __future__ import annotations

import asyncio
import datetime
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from colophon import config
from colophon.cli.files import read_within
from colophon.cli.registry import shown
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
from colophon.registry.intake import Told, entry_of
from colophon.registry.keep import keep
from colophon.store.database import open_store

_ENDINGS = {
    sniff.JPEG: {".jpg", ".jpeg", ".jfif"},
    sniff.PNG: {".png", ".apng"},
    sniff.WEBP: {".webp"},
}

_SAID = {Claim.AI_GENERATED: "generated with AI", Claim.AI_EDITED: "edited with AI"}


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
) -> None:
    """Say in a copy of IMAGE that it was generated or edited with AI; print words for caption and alt text.

    The statement is the IPTC digital source type, which colophon check and other tools read. Without a note
    the pixels stay as they are.
    """
    settings = config.load()
    limits = settings.limits
    words = wording(claim, locale)
    drawing = Note(note_text or words.note, corner, font) if note or note_text else None
    try:
        result = disclosed_copy(
            read_within(image, limits.body_bytes), claim, drawing, drop_record=drop_record, limits=limits
        )
        _refuse_other_ending(out, image, result)
    except InputError as error:
        raise InputError(f"{image}: {error}") from error
    _write(out, image, result.data, force)
    said = drawing.text if drawing else words.caption
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    told = told_by_creator(claim, said, date=today, said_by=said_by, permalink=permalink)
    if told.pattern is None:
        typer.echo(f"note: Colophon does not read {said!r} as this disclosure; people may", err=True)
    entry = asyncio.run(_remember(settings, result.data, told)) if remember else None
    typer.echo(_as_json(out, result, words, entry) if json else _as_text(out, result, words, entry))


async def _remember(settings: config.Config, data: bytes, told: Told) -> Entry:
    """The registry's entry of the copy, once."""
    picture = Picture.of(data, settings.limits.pixels)
    async with open_store(settings.store) as store:
        known = await store.entries.of_image(picture.sha256)
        if same := next((e for e in known if (e.process, e.words) == (told.process, told.words)), None):
            return same
        entry = entry_of(picture, told)
        await keep(store, [entry])
    return entry


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


def _as_text(out: Path, result: Disclosed, words: Wording, entry: Entry | None) -> str:
    lines = [f"{out}: says that it was {_SAID[result.claim]} (IPTC {result.claim.term})"]
    if result.note:
        drawn = result.note
        ground = "on a bar" if drawn.look.bar else "on the picture"
        lines.append(
            f"    note: {drawn.text} ({drawn.corner}, {drawn.size} px, {drawn.look.ink} {ground}, "
            f"contrast {drawn.look.contrast:.1f}:1)"
        )
    if result.record_dropped:
        lines.append("    the signed record of the original is not in the copy")
    if entry:
        lines.append(f"    remembered as {entry.id}: copies of it will be recognised")
    lines.append(f"    caption: {words.caption}")
    lines.append(f"    alt text, behind your description: {words.alt}")
    return "\n".join(lines)


def _as_json(out: Path, result: Disclosed, words: Wording, entry: Entry | None) -> str:
    done: dict[str, Any] = {
        "path": str(out),
        "digital_source_type": result.claim.uri,
        "record_dropped": result.record_dropped,
        "note": _note(result.note) if result.note else None,
        "caption": words.caption,
        "alt": words.alt,
        "entry": shown(entry) if entry else None,
    }
    return orjson.dumps(done).decode()


def _note(drawn: Drawn) -> dict[str, Any]:
    values = asdict(drawn)
    look = values.pop("look")
    return {**values, **look}
