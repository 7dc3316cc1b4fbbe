"""Files signed here and now, in every format that holds a record."""

from __future__ import annotations

import io
from collections.abc import Mapping

from PIL import Image
from tests.checks.c2pa.signing import SOURCE_TYPE, Authority

MADE = {"action": "c2pa.created", "digitalSourceType": f"{SOURCE_TYPE}trainedAlgorithmicMedia"}
SHOT = {"action": "c2pa.created", "digitalSourceType": f"{SOURCE_TYPE}digitalCapture"}
CROPPED = {"action": "c2pa.cropped"}
FORMATS: Mapping[str, str] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "AVIF": "image/avif",
}


def encoded(kind: str = "JPEG", turned: bool = False) -> bytes:
    """A small picture, or the same turned upside down."""
    image = Image.linear_gradient("L").convert("RGB").resize((64, 48))
    out = io.BytesIO()
    (image.rotate(180) if turned else image).save(out, kind)
    return out.getvalue()


def signed_files(signer: Authority) -> list[bytes]:
    """Two claims in each format, one with a history, one with a thumbnail."""
    files = [
        signer.sign(encoded(kind), action, media_type=media_type)
        for kind, media_type in FORMATS.items()
        for action in (MADE, SHOT)
    ]
    history = signer.sign(encoded(), CROPPED, parent=signer.sign(encoded(), SHOT))
    return [*files, history, signer.sign(encoded(), MADE, thumbnail=encoded(turned=True))]
