"""WARC, its predecessor ARC, and WACZ: what a crawler or a recorder of web archives kept of a visit.

Images are those of ``response`` and ``resource`` records, and of ``revisit`` records that name one of them by
its digest. What pages of the same archive said of them before is their caption and alternative text. The day
of a capture is not the day of a post, so none is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from colophon.audit.limits import Limits
from colophon.audit.readers import values
from colophon.audit.readers.http_body import Response, response
from colophon.audit.readers.kinds import HEAD, why_no_image
from colophon.audit.readers.pages import Pages, decoded
from colophon.audit.readers.tree import Tree
from colophon.audit.readers.trees.tars import gunzipped_head
from colophon.audit.readers.warc_records import Record, record_at, records
from colophon.audit.timeline import Item, Skipped, Why
from colophon.errors import InputError, TooLarge

NAME, NAME_PACKED = "warc", "wacz"
_ENDINGS = (".warc", ".arc", ".gz")
_BEGIN = re.compile(rb"\s*(WARC/\d\.\d+\s|filedesc://)")
_LOCATOR = re.compile(r"(?P<name>.+)@(?P<start>\d{1,15})(?:\+(?P<skip>\d{1,15}))?", re.DOTALL)
_PEEK = 16 * 1024  # bytes of a block that say what it is: headers and the begin of the body
_MOST_DIGESTS = 100_000  # that are remembered for revisits, some 25 MB
_PACKAGE, _MAX_PACKAGE = "datapackage.json", 4 * 1024 * 1024
_OF_WACZ = re.compile(r"\.(warc|cdxj?|idx)(\.gz)?$")


def detect(tree: Tree) -> bool:
    """Whether there is a web archive, or the package that should hold one."""
    return bool(_archives(tree)) or _is_wacz(tree)


class WebArchive:
    """All web archives of a tree, by name."""

    def __init__(self, tree: Tree) -> None:
        self._tree, self._limits = tree, tree.limits
        self.name = NAME_PACKED if _is_wacz(tree) else NAME

    def items(self) -> Iterator[Item | Skipped]:
        """As `Source` has it: in the order of the records. Raises InputError where there is none."""
        archives = _archives(self._tree)
        if not archives:
            raise InputError(
                f"{self._tree.path.name} is a WACZ without a web archive (archive/*.warc.gz): record it again"
            )
        for name in archives:
            yield from _Listing(name, self._limits).items(self._tree)
        if self.name == NAME:
            yield from (Skipped(Why.UNKNOWN, name) for name in self._tree.names() if name not in archives)

    def read(self, locator: str, limit: int) -> bytes:
        """As `Source` has it."""
        place = _LOCATOR.fullmatch(locator)
        if place is None:
            raise InputError(f"{self._tree.path.name} has no such record")
        with self._tree.open(place["name"]) as file:
            record = record_at(file, int(place["start"]), int(place["skip"] or 0), self._limits)
            data = _content(record, record.block(self._limits.record_bytes), limit + 1).body
        if len(data) > limit:
            raise TooLarge(f"an image in {place['name']} has more than {limit:,} bytes")
        return data


class _Listing:
    """The records of one web archive, on the way through it."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self._pages = Pages()
        self._by_digest: dict[str, str] = {}

    def items(self, tree: Tree) -> Iterator[Item | Skipped]:
        with tree.open(self._name) as file:
            for record in records(file, self._limits):
                if isinstance(record, Why):
                    yield Skipped(record, f"{self._name}: its end, or a record")
                elif (found := self._appearance(record)) is not None:
                    yield found

    def _appearance(self, record: Record) -> Item | Skipped | None:
        kind, place = record.headers.get("warc-type"), f"{self._name}@{record.start}"
        place += f"+{record.skip}" if record.skip else ""
        address = record.headers.get("warc-target-uri", "").strip("<>")
        if kind not in ("response", "resource", "revisit"):
            return None
        if values.host(address) is None:  # a name lookup, or the recorder's own picture of a page
            return Skipped(Why.NO_IMAGE, place)
        if kind == "revisit":
            return self._revisit(record, place, address)
        head = record.block(_PEEK)
        content = _content(record, head, HEAD)
        why = self._why_not(record, content)
        if why is None:
            self._remember(record, place)
            return Item(place, place, self._pages.of(address))
        if "html" in content.media_type and record.length <= self._limits.page_bytes:
            page = _content(record, head + record.block(record.length), self._limits.page_bytes).body
            self._pages.add(address, decoded(page, content.media_type))
        return Skipped(why, place)

    def _why_not(self, record: Record, content: Response) -> Why | None:
        kind = content.media_type.partition("/")[0]
        if not content.known:
            return Why.UNKNOWN if kind == "image" else Why.NO_IMAGE
        why = why_no_image(content.body)
        if why is Why.NO_IMAGE and kind == "video":
            return Why.VIDEO
        if why is None and record.length > self._limits.record_bytes:
            return Why.TOO_LARGE
        return Why.LIMIT if why is None and record.skip > self._limits.record_bytes else why

    def _revisit(self, record: Record, place: str, address: str) -> Item | Skipped:
        """The same bytes as an earlier record: another appearance of the same picture."""
        known = self._by_digest.get(record.headers.get("warc-payload-digest", ""))
        if known is not None:
            return Item(place, known, self._pages.of(address))
        kind = response(record.block(_PEEK), 0).media_type.partition("/")[0]
        return Skipped(Why.NO_BYTES if kind == "image" else Why.NO_IMAGE, place)

    def _remember(self, record: Record, place: str) -> None:
        digest = record.headers.get("warc-payload-digest")
        if digest and len(digest) < 200 and len(self._by_digest) < _MOST_DIGESTS:
            self._by_digest[digest] = place


def _content(record: Record, block: bytes, limit: int) -> Response:
    said = record.headers.get("content-type", "").lower()
    if record.headers.get("warc-type") == "response" and said.startswith("application/http"):
        return response(block, limit)
    return Response(said, block[:limit])


def _archives(tree: Tree) -> list[str]:
    names = tree.names()
    likely = names if len(names) == 1 else [name for name in names if name.lower().endswith(_ENDINGS)]
    return [name for name in likely if _begins_as_archive(tree.head(name, HEAD))]


def _begins_as_archive(head: bytes) -> bool:
    return bool(_BEGIN.match(head) or _BEGIN.match(gunzipped_head(head)))


def _is_wacz(tree: Tree) -> bool:
    if _PACKAGE not in tree or tree.size(_PACKAGE) > _MAX_PACKAGE:
        return False
    try:
        package = values.mapping(orjson.loads(tree.read(_PACKAGE, _MAX_PACKAGE)))
    except (InputError, orjson.JSONDecodeError):
        return False
    paths = [values.mapping(resource).get("path") for resource in values.rows(package.get("resources"))]
    return "wacz_version" in package or any(isinstance(p, str) and _OF_WACZ.search(p) for p in paths)
