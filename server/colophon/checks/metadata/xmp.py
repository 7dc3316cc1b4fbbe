"""XMP: the properties that say how an image was made, and only those of the image itself.

A property counts where XMP puts the file's own ones: in an ``rdf:Description`` directly below ``rdf:RDF``.
The same names deeper down describe ingredients and earlier versions.
"""

from __future__ import annotations

from typing import Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.expatreader import DefusedExpatParser  # type: ignore[import-untyped]

from colophon.config import Limits
from colophon.evidence import Reason, Why

_Name = tuple[str | None, str]
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IPTC: Final = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_PHOTOSHOP: Final = "http://ns.adobe.com/photoshop/1.0/"
_TC260: Final = "http://www.tc260.org.cn/ns/AIGC/1.0/"
_ROOT: Final = (_RDF, "RDF")
_DESCRIPTION: Final = (_RDF, "Description")
_RESOURCE: Final = (_RDF, "resource")
_WANTED: Final = frozenset[_Name](
    {
        (_IPTC, "DigitalSourceType"),
        (_IPTC, "DigitalSourceFileType"),
        (_IPTC, "AISystemUsed"),
        (_PHOTOSHOP, "Credit"),
        (_TC260, "AIGC"),
    }
)


class _Enough(Exception):
    """A cap was reached; what was read before stays."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.key)
        self.reason = reason


def properties(packet: bytes, limits: Limits) -> tuple[list[tuple[str, str]], Reason | None]:
    """Names and values of the wanted properties, and why reading stopped early (None when it did not)."""
    body = packet.strip(b"\0 \t\r\n")
    if not body:
        return [], None
    handler = _Handler(limits.xmp_elements, limits.xmp_depth)
    parser = DefusedExpatParser(forbid_dtd=True)  # a packet has no use for one; entities come with it
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    try:
        parser.feed(body)
        parser.close()
    except _Enough as error:
        return handler.found, error.reason
    except DefusedXmlException:
        return handler.found, Reason(Why.BLOCK_DEFINES_ENTITIES)
    except (SAXException, ValueError, LookupError):
        return handler.found, Reason(Why.BLOCK_DAMAGED)
    return handler.found, None


class _Handler(ContentHandler):
    def __init__(self, max_elements: int, max_depth: int) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._path: list[_Name] = []
        self._text: list[str] | None = None
        self._elements = 0
        self._max_elements, self._max_depth = max_elements, max_depth

    def startElementNS(self, name: _Name, qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: ARG002, N802
        self._elements += 1
        if self._elements > self._max_elements:
            raise _Enough(Reason(Why.BLOCK_TOO_WIDE, {"limit": str(self._max_elements)}))
        if len(self._path) >= self._max_depth:
            raise _Enough(Reason(Why.BLOCK_TOO_DEEP, {"limit": str(self._max_depth)}))
        self._path.append(name)
        if len(self._path) <= 3 and self._path[-2:] == [_ROOT, _DESCRIPTION]:
            self.found += [(key[1], value.strip()) for key, value in attrs.items() if key in _WANTED]
        elif self._at_property():
            self._text = [attrs.get(_RESOURCE, "")]

    def characters(self, content: str) -> None:
        if self._text is not None:
            self._text.append(content)

    def endElementNS(self, name: _Name, qname: str | None) -> None:  # noqa: ARG002, N802
        if self._text is not None and self._at_property():
            self.found.append((name[1], "".join(self._text).strip()))
            self._text = None
        self._path.pop()

    def _at_property(self) -> bool:
        path = self._path
        return len(path) <= 4 and path[-3:-1] == [_ROOT, _DESCRIPTION] and path[-1] in _WANTED
