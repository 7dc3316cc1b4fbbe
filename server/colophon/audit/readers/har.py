"""HAR: what a browser's developer tools recorded of a visit.

Of an entry only its address, the type of its body and the body are looked at. Cookies, headers, forms and
what was typed are dropped as it is read. Most recordings hold no bodies of images: those are counted.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from colophon.audit.readers.json_items import Element, element_at, elements
from colophon.audit.readers.kinds import HEAD, why_no_image
from colophon.audit.readers.pages import Pages, decoded
from colophon.audit.readers.tree import Tree
from colophon.audit.readers.values import mapping
from colophon.audit.timeline import Item, Skipped, Why
from colophon.errors import InputError, TooLarge

NAME = "har"
_ROOT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')
_LOCATOR = re.compile(r"(?P<name>.+)@(?P<start>\d{1,15})\+(?P<size>\d{1,12})", re.DOTALL)


def detect(tree: Tree) -> bool:
    """Whether there is a recording."""
    return bool(_recordings(tree))


class Recording:
    """All recordings of a tree. Nothing in them says when a picture was posted."""

    name = NAME

    def __init__(self, tree: Tree) -> None:
        self._tree, self._limits = tree, tree.limits

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it: in the order of the requests."""
        for name in _recordings(self._tree):
            pages = Pages()
            with self._tree.open(name) as file:
                for number, element in enumerate(
                    elements(file, ("log", "entries"), self._limits.record_bytes)
                ):
                    yield self._appearance(name, number, element, pages)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it."""
        place = _LOCATOR.fullmatch(locator)
        if place is None or int(place["size"]) > self._limits.record_bytes:
            raise InputError(f"{self._tree.path.name} has no such entry")
        with self._tree.open(place["name"]) as file:
            body = _Body.of(element_at(file, int(place["start"]), int(place["size"])))
        if len(body.text) // 4 * 3 > limit + 2:
            raise TooLarge(f"an image in {place['name']} has more than {limit:,} bytes")
        data = body.bytes()
        if len(data) > limit:
            raise TooLarge(f"an image in {place['name']} has more than {limit:,} bytes")
        return data

    def _appearance(self, name: str, number: int, element: Element, pages: Pages) -> Item | Skipped:
        entry = f"{name}:{number}"
        if element.why:
            return Skipped(element.why, entry)
        body = _Body.of(element.value)
        why = body.why_no_image()
        if why is None:
            locator = f"{name}@{element.start}+{element.size}"
            return Item(entry, locator, pages.of(body.address))
        if body.is_page and len(body.text) <= self._limits.page_bytes:
            pages.add(body.address, body.page())
        return Skipped(why, entry)


def _recordings(tree: Tree) -> list[str]:
    names = tree.names()
    likely = (
        names if len(names) == 1 else [name for name in names if name.lower().endswith((".har", ".json"))]
    )
    return [name for name in likely if _ROOT.match(tree.head(name, HEAD))]


@dataclass(frozen=True, slots=True)
class _Body:
    """The body of a response, as an entry holds it; ``text`` is empty where it does not."""

    address: str
    media_type: str
    text: str
    packed: bool  # in base64

    @classmethod
    def of(cls, entry: object) -> _Body:
        content = mapping(mapping(mapping(entry).get("response")).get("content"))
        address, media_type, text = (
            mapping(mapping(entry).get("request")).get("url"),
            content.get("mimeType"),
            content.get("text"),
        )
        return cls(
            address if isinstance(address, str) else "",
            media_type.lower() if isinstance(media_type, str) else "",
            text if isinstance(text, str) else "",
            content.get("encoding") == "base64",
        )

    @property
    def is_page(self) -> bool:
        return "html" in self.media_type

    def why_no_image(self) -> Why | None:
        kind = self.media_type.partition("/")[0]
        if not self.text:
            return {"image": Why.NO_BYTES, "video": Why.VIDEO}.get(kind, Why.NO_IMAGE)
        if not self.packed:  # text; bytes that are none were lost when they were made into it
            lost = kind == "image" and "svg" not in self.media_type
            return Why.DAMAGED if lost else Why.NO_IMAGE
        try:
            return why_no_image(base64.b64decode(self.text[: HEAD // 3 * 4]))
        except ValueError:
            return Why.DAMAGED if kind == "image" else Why.NO_IMAGE

    def page(self) -> str:
        try:
            return decoded(self.bytes(), self.media_type) if self.packed else self.text
        except InputError:
            return ""

    def bytes(self) -> bytes:
        try:
            return base64.b64decode(self.text)
        except (binascii.Error, ValueError) as error:
            raise InputError("the body of an entry is damaged: it is no base64") from error
