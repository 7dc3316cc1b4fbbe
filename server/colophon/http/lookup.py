"""The lookup: many images asked for by their hash. The request that readers' browsers send most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from operator import itemgetter
from typing import Any

import orjson
from aiohttp import web

from colophon.assess import Asking
from colophon.http.answer import json_bytes
from colophon.http.body import parse_json, read_plain
from colophon.http.rendered import Versions
from colophon.http.services import READER, SERVICES, Services
from colophon.labels import LOCALES
from colophon.roles import SEE_SCORES
from colophon.wire import MAX_ITEMS, LookupRequest

_KEYS = {"sha256", "statements", "post", "avatar"}
_POSTS = (None, "own", "reshare")
_SHA256 = itemgetter("sha256")
_START, _END = b'{"results":[', b"]}"
_UNKNOWN = b'{"sha256":"%b","known":false,"assessment":null}'


async def lookup(request: web.Request) -> web.Response:
    """Answer many hashes from the cache, each joined to the statements of its occurrence."""
    services, reader = request.app[SERVICES], request[READER]
    limits = services.config.limits
    data = await read_plain(request, limits.json_bytes, limits.deadline_seconds)
    scores = reader.role in SEE_SCORES
    versions = services.renderings.versions(services.assessed_with)
    if (parts := _quick(services, data, scores, versions)) is None:
        asked = parse_json(LookupRequest, data)
        parts = await _thorough(services, asked, reader.id, scores, versions)
    return json_bytes(b"".join((_START, *parts, _END)))


async def _thorough(
    services: Services, asked: LookupRequest, reader: str, scores: bool, versions: Versions
) -> list[bytes]:
    """The answers, separated by commas."""
    found = await services.pipeline.known(item.sha256 for item in asked.items)
    parts = list[bytes]()
    for item in asked.items:
        parts.append(b",")
        if (findings := found.get(item.sha256)) is None:
            parts.append(_UNKNOWN % item.sha256.encode())
            continue
        statements = tuple(statement.to_statement() for statement in item.statements)
        asking = Asking(statements, item.post, reader, asked.locale, item.avatar, scores)
        made = services.renderings.of(findings, asking, services.may_speak_of(item.sha256))
        parts += (made.before, versions.json, made.after)
    return parts[1:]


def _quick(services: Services, data: bytes, scores: bool, versions: Versions) -> list[bytes] | None:
    """The answers where nothing is said of any image and all of them have been rendered before.

    None where that is not so, or where the question is not as it should be, for `_thorough` to say why. Per
    image this takes a tenth of the time.
    """
    held, may_speak_of = services.pipeline.held, services.may_speak_of
    parts: list[bytes] = []  # list[bytes]() takes as long as two images
    try:
        asked = orjson.loads(data)
        locale, items = asked.get("locale", "en"), asked["items"]
        if len(asked) != 1 + ("locale" in asked) or locale not in LOCALES or not 1 <= len(items) <= MAX_ITEMS:
            return None
        quick = partial(services.renderings.quick, locale, scores)
        bare = quick(False, None, False), quick(True, None, False)
        for item in items:
            sha256 = item["sha256"]
            if len(item) == 1:
                kept = bare[may_speak_of(sha256)]
            elif _is_plain(item):
                kept = quick(may_speak_of(sha256), item.get("post"), item.get("avatar", False))
            else:
                return None
            findings, made = held(sha256), kept.get(sha256)
            if made is None or made.findings is not findings:
                return None
            made.used = True
            parts += (b",", made.before, versions.json, made.after)
        different = len(set(map(_SHA256, items)))
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError):
        return None
    services.metrics.cache("memory", different)
    return parts[1:]


def _is_plain(item: Mapping[str, Any]) -> bool:
    """Whether nothing else is said of it than what `Renderings.quick` takes, and that as it should be."""
    if not (item.keys() <= _KEYS and item.get("statements", []) == []):
        return False
    return item.get("post") in _POSTS and type(item.get("avatar", False)) is bool
