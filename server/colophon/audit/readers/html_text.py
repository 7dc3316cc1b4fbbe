"""The words and the pictures of a post that is written in HTML."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

MOST_HTML = 50_000  # characters of one post that are taken apart: twice the longest caption, for its tags
_BREAKS = frozenset({"br", "p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "tr"})
_SILENT = frozenset({"script", "style", "template"})

# Bounded and without ways back, so that time grows with the text: the parser of the standard library takes
# minutes for 50,000 characters of unfinished tags.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,20}+)"
    r"""(?P<attributes>(?:[^<>"']|"[^"]{0,4000}+"|'[^']{0,4000}+'){0,4000}+)>"""
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w-]{0,40}+)\s{0,9}+=\s{0,9}+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")


@dataclass(slots=True)
class Html:
    """``images`` holds address and alternative text of every ``img``, in order, as written."""

    text: str = ""
    images: list[tuple[str, str | None]] = field(default_factory=list)


def read_html(source: str) -> Html:
    """Takes ``source`` apart; never raises, whatever it is. What is no tag is text."""
    source = _without_comments(source[:MOST_HTML])
    words: list[str] = []
    found = Html()
    at, silent = 0, ""
    for tag in _TAG.finditer(source):
        name = tag["name"].lower()
        if not silent:
            words.append(unescaped(source[at : tag.start()]))
            words.append("\n" if name in _BREAKS else "")
        at = tag.end()
        if name in _SILENT and silent in ("", name):
            silent = "" if tag["end"] else name
        elif name == "img" and not silent:
            _add_image(found, tag["attributes"])
    words.append("" if silent else unescaped(source[at:]))
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    found.text = "\n".join(line for line in lines if line)
    return found


def _without_comments(source: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := source.find("<!--", at)) >= 0 and (end := source.find("-->", start + 4)) >= 0:
        kept.append(source[at:start])
        at = end + 3
    return "".join(kept) + source[at:]


def unescaped(text: str) -> str:
    """``text`` with character references replaced, where they are any."""
    try:
        return html.unescape(text)
    except ValueError:  # a number of more than 4,300 digits
        return text


def _add_image(found: Html, attributes: str) -> None:
    named: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(attributes):
        named.setdefault(match[1].lower(), unescaped(next(filter(None, match.groups()[1:]), "")))
    if src := named.get("src"):
        found.images.append((src, named.get("alt")))
