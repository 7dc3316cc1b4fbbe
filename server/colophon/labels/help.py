"""Where to turn for help with an intimate image (label specification, section 10, case 5)."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from colophon.labels.messages import SOURCE_LOCALE, language_of
from colophon.wire import HelpOut, HelpRoute


@cache
def help_in(locale: str) -> HelpOut:
    """The text and the routes in the language of ``locale``; in English where there is none."""
    content = json.loads(files("colophon.labels").joinpath("help.json").read_text(encoding="utf-8"))
    words = content["locales"][language_of(locale) or SOURCE_LOCALE]
    routes = [
        HelpRoute(name=r["name"], url=r["url"], about=words["routes"][r["id"]]) for r in content["routes"]
    ]
    return HelpOut(text=words["text"], routes=routes)
