"""Remember what a post says about its picture, at a reader's wish."""

from __future__ import annotations

from operator import attrgetter
from typing import Literal

from aiohttp import web

from colophon.entry import Basis, Entry, EntryState, Kind
from colophon.errors import HashMismatch, NotFound, Refused
from colophon.evidence import Process
from colophon.http.answer import json_answer
from colophon.http.body import read_body
from colophon.http.parameters import disclosure_of, id_of
from colophon.http.services import READER, SERVICES, Services
from colophon.images.picture import Picture
from colophon.images.sketch import sketch_of
from colophon.registry.intake import plain
from colophon.registry.remember import new_id
from colophon.roles import REVIEWERS, Reader
from colophon.wire import DisclosureIn, DisclosureOut


async def remember(request: web.Request) -> web.Response:
    """Keep a disclosure with the fingerprint of the picture in the body; the picture itself is dropped.

    The same disclosure sent again by the same reader is kept once.
    """
    services, reader, asked = request.app[SERVICES], request[READER], disclosure_of(request)
    limits = services.config.limits
    with await services.admission.place(request.transport):
        await services.quotas.image(reader)
        data, actual = await read_body(request, limits.body_bytes, limits.deadline_seconds)
        if actual != asked.sha256:
            raise HashMismatch(f"the body has the SHA-256 {actual}")
        picture = Picture.of(data, limits.pixels, actual)
        known = await _known(services, asked, reader)
        if known is None:
            sketch = await services.pipeline.run(lambda: _sketch(services, picture))
            known = _entry(asked, reader, sketch, waits=_waits(services, reader))
            await services.register.add([known])
    return json_answer(DisclosureOut(id=known.id, state=_STATES[known.state]), 201)


async def forget(request: web.Request) -> web.Response:
    """Withdraw a disclosure: its sender may, a reviewer, and on a personal server whoever is paired."""
    services, reader = request.app[SERVICES], request[READER]
    entry = await services.store.entries.get(id_of(request, "id"))
    if entry is None or entry.basis is not Basis.STATED or entry.state is EntryState.WITHDRAWN:
        raise NotFound("there is no disclosure of this id")
    if entry.owner != reader.id and services.config.several_readers and reader.role not in REVIEWERS:
        raise Refused("only its sender or a reviewer can withdraw a disclosure")
    await services.register.set_state(entry, EntryState.WITHDRAWN)
    return web.Response(status=204)


_SAID = attrgetter("owner", "process", "said_by", "words", "date", "permalink")
_STATES: dict[EntryState, Literal["active", "waiting"]] = {
    EntryState.ACTIVE: "active",
    EntryState.WAITING: "waiting",
}


def _waits(services: Services, reader: Reader) -> bool:
    """On a shared server anybody could otherwise brand a genuine photo."""
    return services.config.several_readers and reader.role not in REVIEWERS


async def _known(services: Services, asked: DisclosureIn, reader: Reader) -> Entry | None:
    same = await services.store.entries.of_image(asked.sha256)
    new = _entry(asked, reader, None, waits=False)
    return next((e for e in same if _SAID(e) == _SAID(new)), None)


def _sketch(services: Services, picture: Picture) -> bytes | None:
    """The fingerprint; None where the picture is too plain for one, so that only exact copies are known.

    Raises Unreadable, and Refused for a picture of which nothing may be kept.
    """
    if services.registry.protects(picture):
        raise Refused("nothing is kept about this picture: it is on a list of protected images")
    sketch = sketch_of(picture.pixels())
    return sketch.dump() if sketch else None


def _entry(asked: DisclosureIn, reader: Reader, sketch: bytes | None, waits: bool) -> Entry:
    return Entry(
        id=new_id(),
        kind=Kind.STATEMENT,
        basis=Basis.STATED,
        process=Process(asked.process),
        state=EntryState.WAITING if waits else EntryState.ACTIVE,
        sha256=asked.sha256,
        sketch=sketch,
        said_by=plain(asked.said_by),
        words=plain(asked.words),
        date=asked.date.isoformat(),
        permalink=asked.permalink,
        pattern=asked.pattern,
        language=asked.language,
        owner=reader.id,
    )
