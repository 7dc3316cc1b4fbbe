"""Origin stories for the sample pictures: signed records, generator text, IPTC, a later change."""

from __future__ import annotations

import io
import json

from c2pa import Builder, C2paSignerInfo, Context, Signer
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from colophon.demo.certificate import Identity

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 Iptc4xmpExt:DigitalSourceType="{source_type}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
SETTINGS = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_after_sign": False},
    "core": {"allowed_network_hosts": []},
    "builder": {
        "thumbnail": {"enabled": False},
        "created_assertion_labels": ["c2pa.actions", "c2pa.actions.v2"],  # said by the signer, not gathered
    },
}


def jpeg(picture: Image.Image, xmp: bytes = b"") -> bytes:
    """The picture as a JPEG, with an XMP packet when one is given."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, **({"xmp": xmp} if xmp else {}))
    return out.getvalue()


def with_source_type(picture: Image.Image, suffix: str) -> bytes:
    """A JPEG whose XMP names an IPTC digital source type, the way image tools write it."""
    return jpeg(picture, XMP.format(source_type=SOURCE_TYPES + suffix).encode())


def with_parameters(picture: Image.Image, parameters: str) -> bytes:
    """A PNG with the text that Stable Diffusion front ends write."""
    text, out = PngInfo(), io.BytesIO()
    text.add_text("parameters", parameters)
    picture.save(out, "PNG", pnginfo=text)
    return out.getvalue()


def signed(picture: Image.Image, source_type: str, software: str, identity: Identity) -> bytes:
    """A JPEG with a signed C2PA record that says how the picture was created."""
    action = {
        "action": "c2pa.created",
        "digitalSourceType": SOURCE_TYPES + source_type,
        "softwareAgent": {"name": software},
    }
    manifest = {
        "claim_generator_info": [{"name": software, "version": "1.0"}],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [action], "allActionsIncluded": True}}
        ],
    }
    info = C2paSignerInfo(b"es256", identity.chain.encode(), identity.key.encode(), None)
    out = io.BytesIO()
    builder = Builder(json.dumps(manifest), Context.from_dict(SETTINGS))
    builder.sign(Signer.from_info(info), "image/jpeg", io.BytesIO(jpeg(picture)), out)
    return out.getvalue()


def changed_later(signed_jpeg: bytes) -> bytes:
    """A signed JPEG whose pixels are not those that were signed: one byte of the last scan differs."""
    middle = len(signed_jpeg) - 2000
    while signed_jpeg[middle - 1] == 0xFF or signed_jpeg[middle] in (0xFF, 0x00, 0xFE):
        middle += 1  # keep clear of markers
    return signed_jpeg[:middle] + bytes([signed_jpeg[middle] ^ 1]) + signed_jpeg[middle + 1 :]
