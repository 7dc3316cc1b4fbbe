"""What is signed: the names, sizes and hashes of all files, as bytes that have one form only.

Canonical JSON as in RFC 8785, which for ASCII keys, text and whole numbers is: keys sorted, no blanks, UTF-8.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Annotated, Final, Literal

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field

from colophon.keyfile import public_bytes

FORMAT: Final = 1
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
PURPOSE = b"colophon audit bundle 1\n"  # before the manifest, so that the signature is good for nothing else
MAX_FILES = 500_000  # one for each picture, and about twenty
MAX_BYTES = 1 << 27  # of a manifest of so many files

Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(pattern=r"^(media/)?[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$")]
Base64 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+=*$", max_length=200)]


class Kept(BaseModel):
    """Base: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class File(Kept):
    """A file of the bundle. ``lines`` where the digests of its lines lie beside it."""

    name: Name
    bytes: Annotated[int, Field(ge=0)]
    sha256: Hex
    lines: Annotated[int, Field(ge=0)] | None = None


class Manifest(Kept):
    """``protected`` images are counted and nowhere in the bundle. ``pictures`` is the number of those in it.

    ``timestamp`` is the address of the service that was asked for one (RFC 3161), None where none was.
    """

    format: Literal[1]
    program: Annotated[str, Field(max_length=60)]
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    images: Annotated[int, Field(ge=0)]
    protected: Annotated[int, Field(ge=0)]
    pictures: Annotated[int, Field(ge=0)]
    timestamp: Annotated[str, Field(max_length=300)] | None
    files: Annotated[list[File], Field(max_length=MAX_FILES)]


class Signature(Kept):
    """Over `PURPOSE` and the bytes of the manifest. ``key`` is the public key, 32 bytes."""

    key: Base64
    manifest_sha256: Hex
    signature: Base64


def canonical(value: BaseModel) -> bytes:
    """Its one form, with a line end."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(value.model_dump(mode="json"), option=options)


def file_of(path: Path, lines: int | None = None) -> File:
    """What a file is. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(name=path.name, bytes=path.stat().st_size, sha256=digest, lines=lines)


def sign(manifest: bytes, key: Ed25519PrivateKey) -> Signature:
    """The signature of canonical bytes; the same every time."""
    return Signature(
        key=_text(public_bytes(key.public_key())),
        manifest_sha256=hashlib.sha256(manifest).hexdigest(),
        signature=signed_text(key, PURPOSE + manifest),
    )


def signed_text(key: Ed25519PrivateKey, data: bytes) -> str:
    """A signature, as bundles write it."""
    return _text(key.sign(data))


def public_of(signature: Signature) -> bytes:
    """The 32 bytes of the key. Raises ValueError where it is none, or not in its one form."""
    key = _bytes(signature.key)
    if len(key) != 32:
        raise ValueError("no Ed25519 key")
    return key


def is_signed(manifest: bytes, signature: Signature) -> bool:
    """Whether the signature is good for these bytes. Raises ValueError where it cannot be one."""
    return is_by(public_of(signature), signature.signature, PURPOSE + manifest)


def is_by(public: bytes, signature: str, data: bytes) -> bool:
    """Whether this key made the signature. Raises ValueError where it cannot be one."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_bytes(signature), data)
    except InvalidSignature:
        return False
    return True


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if _text(data) != text:
        raise ValueError("not in its one form")
    return data
