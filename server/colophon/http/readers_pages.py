"""Pages for readers, in their language: nothing in them is about anybody."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib import resources
from importlib.resources.abc import Traversable
from urllib.parse import urlsplit

from aiohttp import web

from colophon.http.pair import CONTENT_SECURITY_POLICY
from colophon.http.services import SERVICES
from colophon.labels.messages import SOURCE_LOCALE
from colophon.labels.messages import language_of as known

# for a page with a script of ours that asks this very server
WITH_SCRIPT = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"
_QUALITY = re.compile(r"q=(0(\.\d{1,3})?|1(\.0{1,3})?)$")


def readers_page(request: web.Request, name: str, policy: str = CONTENT_SECURITY_POLICY) -> web.Response:
    """One of ``colophon/pages``, in the language that the browser likes best, with this server's name.

    ``policy`` says what may run in it: nothing, or ``WITH_SCRIPT``.
    """
    public = request.app[SERVICES].config.public_url
    host = urlsplit(public).netloc if public else request.host
    locale = language_of(request.headers.get("Accept-Language", ""))
    headers = {
        "Content-Security-Policy": policy,
        "Content-Language": locale,
        "Vary": "Accept-Language",
    }
    text = _text(name, locale).replace("{host}", escape(host))
    return web.Response(text=text, content_type="text/html", headers=headers)


def language_of(accepted: str) -> str:
    """The language that a browser's ``Accept-Language`` likes best of those there are; else English."""
    best, liking = SOURCE_LOCALE, 0.0
    for wish in accepted[:1000].split(","):
        tag, _, weight = (part.strip() for part in wish.partition(";"))
        language, quality = known(tag), _quality(weight)
        if language is not None and quality > liking:
            best, liking = language, quality
    return best


def _quality(weight: str) -> float:
    if not weight:
        return 1.0
    match = _QUALITY.fullmatch(weight)
    return float(match[1]) if match else 0.0


@cache
def _text(name: str, locale: str) -> str:
    return _file(name, locale).read_text(encoding="utf-8")


def _file(name: str, locale: str) -> Traversable:
    file = f"{name}.html" if locale == SOURCE_LOCALE else f"{name}.{locale}.html"
    return resources.files("colophon") / "pages" / file
