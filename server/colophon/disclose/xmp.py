"""XMP packets: stating a digital source type without touching what else a packet says.

The packet is edited as text, at places that a parser names, so that prefixes, padding and unknown properties
stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat  # document types, and entities with them, are refused
from xml.sax.saxutils import quoteattr

from colophon.errors import InputError

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IPTC: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_ROOT: Final = f"{_RDF} RDF"
_DESCRIPTION: Final = f"{_RDF} Description"
_ABOUT: Final = f"{_RDF} about"
# The second name is what some Google tools write for the first (facts on provenance, 2.1).
SOURCE_TYPE: Final = frozenset({f"{_IPTC} DigitalSourceType", f"{_IPTC} DigitalSourceFileType"})
RECORD_ELSEWHERE: Final = frozenset({"http://purl.org/dc/terms/ provenance"})

_TAG: Final = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="{rdf}">{description}
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_STATED: Final = """
  <rdf:Description xmlns:rdf="{rdf}" rdf:about={about} xmlns:Iptc4xmpExt="{iptc}">
   <Iptc4xmpExt:DigitalSourceType>{uri}</Iptc4xmpExt:DigitalSourceType>
  </rdf:Description>"""


def stating(packet: bytes | None, uri: str) -> bytes:
    """The packet with ``uri`` as its one digital source type; a new packet where there is none.

    Raises InputError when the packet is no XMP that can be read.
    """
    layout = _layout(packet) if packet else _Layout()
    stated = _STATED.format(rdf=_RDF, iptc=_IPTC, uri=uri, about=quoteattr(layout.about))
    if packet is None or layout.inside_root is None:
        return _PACKET.format(rdf=_RDF, description=stated).encode()
    # First, because readers that look at a limited number of elements must not miss it.
    return packet[: layout.inside_root] + stated.encode() + without(packet, SOURCE_TYPE)[layout.inside_root :]


def without(packet: bytes, names: frozenset[str]) -> bytes:
    """The packet without the file's own properties of these names (namespace, space, name).

    A description that says nothing else goes with them.
    """
    cuts: list[tuple[int, int]] = []
    for description in _layout(packet).descriptions:
        gone = [(start, end) for name, start, end in description.properties if name in names]
        if gone and len(gone) == len(description.properties):
            start, end = description.start, description.end
            gone = [(len(packet[:start].rstrip()), end)]
        cuts += gone
    for start, end in sorted(cuts, reverse=True):
        packet = packet[:start] + packet[end:]
    return packet


def holds(packet: bytes, names: frozenset[str]) -> bool:
    """Whether the file's own properties include one of these names."""
    return any(name in names for part in _layout(packet).descriptions for name, _, _ in part.properties)


@dataclass(slots=True)
class _Description:
    """An ``rdf:Description`` of the file itself, and its properties as (name, start, end); all in bytes."""

    start: int
    end: int = 0
    properties: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Layout:
    """Where things lie in a packet.

    ``inside_root`` is the offset behind the start tag of ``rdf:RDF``, or None when that holds nothing.
    """

    descriptions: list[_Description] = field(default_factory=list)
    inside_root: int | None = None
    about: str = ""


def _layout(packet: bytes) -> _Layout:
    reader = _Reader(packet)
    try:
        reader.parser.Parse(packet.rstrip(b"\0 \t\r\n"), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _damaged(str(error)) from error
    if not reader.has_root:
        raise _damaged("no rdf:RDF")
    return reader.layout


def _damaged(how: str) -> InputError:
    return InputError(
        f"its XMP block is damaged ({how}), so nothing can be added to it; save the picture anew in an editor"
    )


class _Reader:
    """Follows the parser through a packet and notes the layout.

    With prefixes reported, a name is "namespace name prefix", or only "name" where there is no namespace.
    """

    def __init__(self, packet: bytes) -> None:
        self.layout = _Layout()
        self.has_root = False
        self._packet = packet
        self._path: list[str] = []
        self._start = 0
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.namespace_prefixes = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise _damaged("it declares a document type")

    def _tag(self, at: int) -> re.Match[bytes]:
        found = _TAG.match(self._packet, at)
        if found is None:
            raise _damaged("a tag does not end")
        return found

    def _end(self, start: int) -> int:
        """Where the element ends that began at ``start`` and that the parser is about to leave."""
        opening = self._tag(start)
        return opening.end() if opening[0].endswith(b"/>") else self._tag(self.parser.CurrentByteIndex).end()

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        path = [*self._path, _plain(name)]
        self._path = path
        if path[-1] == _ROOT and len(path) <= 2:
            self.has_root = True
            tag = self._tag(self.parser.CurrentByteIndex)
            if not tag[0].endswith(b"/>"):
                self.layout.inside_root = tag.end()
        elif self._at_description():
            self._describe(attributes)
        elif self._at_property():
            self._start = self.parser.CurrentByteIndex

    def _describe(self, attributes: dict[str, str]) -> None:
        tag = self._tag(self.parser.CurrentByteIndex)
        description = _Description(tag.start())
        self.layout.descriptions.append(description)
        for name, value in attributes.items():
            if _plain(name) == _ABOUT:
                self.layout.about = self.layout.about or value
            elif name.count(" ") == 2:
                _, local, prefix = name.split(" ")
                written = re.escape(f"{prefix}:{local}".encode())
                found = re.search(rb"""\s+%s\s*=\s*("[^"]*"|'[^']*')""" % written, tag[0])
                if found:
                    start = tag.start() + found.start()
                    description.properties.append((_plain(name), start, tag.start() + found.end()))

    def _close(self, _: str) -> None:
        if self._at_property():
            properties = self.layout.descriptions[-1].properties
            properties.append((self._path[-1], self._start, self._end(self._start)))
        elif self._at_description():
            description = self.layout.descriptions[-1]
            description.end = self._end(description.start)
        self._path.pop()

    def _at_description(self) -> bool:
        return len(self._path) <= 3 and self._path[-2:] == [_ROOT, _DESCRIPTION]

    def _at_property(self) -> bool:
        return len(self._path) <= 4 and self._path[-3:-1] == [_ROOT, _DESCRIPTION]


def _plain(name: str) -> str:
    return " ".join(name.split(" ")[:2])
