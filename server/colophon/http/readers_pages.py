"""Pages for readers, in their language: nothing in them is about anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, partial
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from colophon.http.pages import FOLDER, rendered
from colophon.http.pair import CONTENT_SECURITY_POLICY
from colophon.http.services import SERVICES
from colophon.labels.export import RIGHT_TO_LEFT
from colophon.labels.messages import SOURCE_LOCALE
from colophon.labels.messages import language_of as known

if TYPE_CHECKING:
    from markupsafe import Markup

# for a page with a script of ours that asks this very server
WITH_SCRIPT = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"
WORDS = FOLDER / "words"  # a file for each language
_MARKS = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\[([^\]]+)\]\((/[a-z0-9./]+)\)"), r'<a href="\2">\1</a>'),
)
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
    said = partial(_said, words_of(locale), host)
    values = {"said": said, "host": host, "lang": locale, "rtl": locale in RIGHT_TO_LEFT}
    values["publishes"] = request.app[SERVICES].publishing is not None
    return web.Response(text=rendered(f"{name}.html", **values), content_type="text/html", headers=headers)


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
def words_of(locale: str) -> Mapping[str, Mapping[str, str]]:
    """The strings of readers' pages in one language, by page and name."""
    found: Mapping[str, Mapping[str, str]] = json.loads((WORDS / f"{locale}.json").read_bytes())
    return found


def _said(words: Mapping[str, Mapping[str, str]], host: str, key: str) -> Markup:
    """The words of "page.name". They hold `code`, **strong words**, [links](/to) and {host}."""
    from markupsafe import Markup

    page, _, name = key.partition(".")
    text = escape(words[page][name])
    for mark, element in _MARKS:
        text = mark.sub(element, text)
    return Markup(text.replace("{host}", escape(host)))  # noqa: S704 - escaped above
