"""A timestamp of an independent service (RFC 3161) over a bundle's signature, which names its manifest.

A service signs more of its answer than it has to, and less than all of it: so the key of the bundle signs
the answer too, and every byte of it counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509 import Certificate, load_der_x509_certificate
from pydantic import Field

from colophon.audit.bundle.manifest import Base64, Hex, Kept, signed_text
from colophon.download import post
from colophon.errors import DownloadError, InputError

TOKEN, STAMPED = "timestamp.tsr", "timestamp.json"
PURPOSE: Final = b"colophon audit timestamp 1\n"
MAX_TOKEN = 1 << 16  # bytes; with all certificates of its service about 6,000
_SECONDS = 20.0
_SCHEMES = ("https", "http")  # the answer is signed: nobody on the way can change it
_GRANTED = (0, 1)  # with or without changes (RFC 3161, 2.4.2)
_SHA256 = "2.16.840.1.101.3.4.2.1"
_WITHOUT = "or make the bundle with --no-timestamp, and it says that it has none"


class Stamped(Kept):
    """The answer's hash, and its signature with the key of the bundle, over `PURPOSE` and its bytes."""

    service: Annotated[str, Field(max_length=300)]
    bytes: Annotated[int, Field(ge=1, le=MAX_TOKEN)]
    sha256: Hex
    signature: Base64


@dataclass(frozen=True, slots=True)
class Stamp:
    """``time`` (UTC, ISO 8601) and ``by`` as the service says them; ``known``: a root vouches for it."""

    service: str
    time: str
    by: str
    known: bool


def ask(service: str, data: bytes) -> bytes:
    """A timestamp for ``data`` from the service at this address, as it came.

    Raises InputError, with the way out, where there is none to be had.
    """
    client = _client()
    request = client.TimestampRequestBuilder().data(data).hash_algorithm(client.HashAlgorithm.SHA256).build()
    try:
        answer = post(
            service,
            request.as_bytes(),
            kind="application/timestamp-query",
            limit=MAX_TOKEN,
            timeout=_SECONDS,
            schemes=_SCHEMES,
        )
        _check_answer(client.decode_timestamp_response(answer), request.nonce, data)
    except (DownloadError, ValueError) as error:
        raise InputError(
            f"no timestamp from {service}: {error}. Nothing was written. Try again, name another service "
            f"(--timestamp URL), {_WITHOUT}"
        ) from error
    return answer


def _check_answer(found: Any, nonce: int, data: bytes) -> None:
    if found.status not in _GRANTED:
        raise ValueError(f"it refused ({', '.join(found.status_string) or f'status {found.status}'})")
    if found.tst_info.nonce != nonce or not _is_of(found, data):
        raise ValueError("its answer is to another question")


def checked_address(service: str) -> str:
    """The address itself. Raises InputError where it is none that can be asked and written down."""
    if not service.startswith(("https://", "http://")) or "@" in service or len(service) > 300:
        raise InputError(
            f"{service!r} is no address of a timestamp service: one begins with https:// or http://, and "
            "holds no password, since it stands in the bundle"
        )
    return service


def stamped(service: str, token: bytes, key: Ed25519PrivateKey) -> Stamped:
    """The maker's word for the answer."""
    sha256 = hashlib.sha256(token).hexdigest()
    return Stamped(
        service=service, bytes=len(token), sha256=sha256, signature=signed_text(key, PURPOSE + token)
    )


def read(service: str, token: bytes, data: bytes, roots: Sequence[Certificate]) -> Stamp:
    """What a timestamp says. Raises ValueError where it is none for ``data``, or a root speaks against it."""
    client = _client()
    found = client.decode_timestamp_response(token)
    if found.status not in _GRANTED or not _is_of(found, data):
        raise ValueError("the timestamp is of something else")
    names = [load_der_x509_certificate(one) for one in found.signed_data.certificates]
    (signer,) = found.signed_data.signer_infos
    of = [one for one in names if (one.issuer, one.serial_number) == (signer.issuer, signer.serial_number)]
    by = of[0].subject.rfc4514_string() if of else signer.issuer.rfc4514_string()
    return Stamp(service, found.tst_info.gen_time.isoformat(), by, _is_vouched(client, found, data, roots))


def _is_vouched(client: Any, found: Any, data: bytes, roots: Sequence[Certificate]) -> bool:
    if not roots:
        return False
    try:
        return bool(client.VerifierBuilder(roots=list(roots)).build().verify_message(found, data))
    except client.VerificationError as error:
        if "certificate verify error" in str(error):  # of OpenSSL: no root that is known, at that time
            return False
        raise ValueError(f"the timestamp's signature does not hold: {error}") from error


def _is_of(found: Any, data: bytes) -> bool:
    imprint = found.tst_info.message_imprint
    same: bool = imprint.message == hashlib.sha256(data).digest()
    return same and str(imprint.hash_algorithm.dotted_string) == _SHA256


def _client() -> Any:
    try:
        import rfc3161_client  # an extra
    except ImportError:
        raise InputError(f"timestamps need `pip install 'colophon[audit]'`; {_WITHOUT}") from None
    return rfc3161_client
