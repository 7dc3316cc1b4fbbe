"""Hidden marks that a record declares. Nobody reads the mark itself here, so this never changes a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from colophon.checks.c2pa.manifest import Manifest
from colophon.evidence import JSONValue

_ACTION = "c2pa.watermarked"  # and .bound, .unbound (C2PA 2.2, 18.15.4)
UNNAMED = "unnamed"

# Beginnings of the names of image watermarks in C2PA's list of soft binding algorithms (2026-02). Its other
# kind, fingerprints, are computed from the picture: they leave no mark in it.
_SCHEMES = {
    "com.adobe.trustmark": "Adobe TrustMark",
    "com.digimarc": "Digimarc",
    "ai.steg": "Steg.AI",
    "ai.trufo.pawprint.watermark": "Trufo PawPrint",
    "app.overlai.watermark": "Overlai",
    "castLabs.watermark": "castLabs",
    "com.imatag": "Imatag",
    "com.nagra.nexguard.watermark": "NAGRA NexGuard",
    "com.mentaport.watermark": "Mentaport",
    "com.microsoft.invismark": "Microsoft InvisMark",
    "ai.contentlens.image": "ContentLens",
    "es.lumatrace": "LumaTrace",
    "com.markany.watermark": "MarkAny",
}


def details_of(chain: Iterable[Manifest]) -> dict[str, JSONValue]:
    """What the card says of a declared mark.

    ``watermark_declared`` is the scheme's name, from our own table. A mark whose scheme is not named, or not
    known to us, gives ``mark`` with the value `UNNAMED`. Empty where none is declared.
    """
    manifests = tuple(chain)
    if name := next(_names(manifests), None):
        return {"watermark_declared": name}
    declared = any(a.name.startswith(_ACTION) or a.is_invisible_mark for m in manifests for a in m.actions)
    return {"mark": UNNAMED} if declared else {}


def _names(manifests: Iterable[Manifest]) -> Iterator[str]:
    for manifest in manifests:
        if any(a.is_invisible_mark and "synthid" in (a.description or "").lower() for a in manifest.actions):
            yield "SynthID"
        for algorithm in manifest.soft_bindings:
            yield from (name for start, name in _SCHEMES.items() if algorithm.startswith(start))
