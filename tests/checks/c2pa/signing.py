"""A certificate authority of our own, and pictures signed with it. The product itself never signs here."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from colophon.config import Limits
from colophon.images.picture import Picture

# Generous: these tests share their machine, and what is measured is not speed.
PATIENT = Limits(reader_seconds=60)
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_NO_USAGE = (
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "encipher_only",
    "decipher_only",
)


def picture(data: bytes) -> Picture:
    return Picture.of(data, max_pixels=40_000_000)


class Authority:
    """A root, and a signing certificate below it for ``organisation``."""

    def __init__(self, organisation: str = "Test Press") -> None:
        root_key, leaf_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self._root_name = _name("Test Root")
        root = self._certificate(self._root_name, root_key.public_key(), ca=True).sign(
            root_key, hashes.SHA256()
        )
        leaf = self._certificate(_name(organisation), leaf_key.public_key(), ca=False)
        leaf = leaf.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
        )
        self.root_pem = root.public_bytes(serialization.Encoding.PEM).decode()
        self._chain = leaf.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        self._key = leaf_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def _certificate(self, name: x509.Name, key: Any, *, ca: bool) -> x509.CertificateBuilder:
        usage = dict.fromkeys(_NO_USAGE, False)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._root_name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime.now(UTC) - timedelta(days=1))
            .not_valid_after(datetime.now(UTC) + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, **usage), critical=True
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )
        if not ca:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            builder = builder.add_extension(purpose, critical=False)
        return builder

    def sign(
        self,
        data: bytes,
        *actions: Mapping[str, Any],
        parent: bytes | None = None,
        created: bool = True,
        others: Sequence[Mapping[str, Any]] = (),
        generator: str = "Colophon tests",
        media_type: str = "image/jpeg",
        thumbnail: bytes | None = None,
    ) -> bytes:
        """``data`` with a record of ``actions``; ``parent`` is a JPEG taken in as its parent.

        ``created`` attributes the actions to the signer; without it they are merely gathered. ``thumbnail``
        is a JPEG that the record carries as its own.
        """
        opened = {"action": "c2pa.opened", "parameters": {"ingredientIds": ["parent"]}}
        actions = ((opened,) if parent else ()) + actions
        claim: dict[str, Any] = {
            "claim_generator_info": [{"name": generator, "version": "1"}],
            "assertions": [
                {"label": "c2pa.actions", "data": {"actions": list(actions)}, "created": created},
                *others,
            ],
        }
        if thumbnail is not None:
            claim["thumbnail"] = {"format": "image/jpeg", "identifier": "thumbnail"}
        info = c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, self._chain, self._key, b"")
        info.ta_url = None
        out = io.BytesIO()
        settings = {"builder": {"thumbnail": {"enabled": False}}, "verify": {"verify_after_sign": False}}
        with c2pa.Signer.from_info(info) as signer, c2pa.Context.from_dict(settings) as context:
            builder = c2pa.Builder(json.dumps(claim), context=context)
            if parent is not None:
                ingredient = json.dumps({"label": "parent", "relationship": "parentOf"})
                builder.add_ingredient(ingredient, "image/jpeg", io.BytesIO(parent))
            if thumbnail is not None:
                builder.add_resource("thumbnail", io.BytesIO(thumbnail))
            builder.sign(signer, media_type, io.BytesIO(data), out)
        return out.getvalue()


def _name(organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation} signer"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        ]
    )
