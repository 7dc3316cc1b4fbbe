"""CARv1, the file of an AT Protocol repository: blocks named by the SHA-256 of what they hold.

https://ipld.io/specs/transport/car/carv1/. The framing is read here, so that
blocks are decoded one at a time; DAG-CBOR and CIDs by libipld.
"""

from __future__ import annotations

import io
from hashlib import sha256
from typing import BinaryIO

import libipld

from colophon.errors import InputError, TooLarge

MOST_BLOCKS = 2_000_000  # places held, about 350 MB; a repository of a million posts has 1.3 million blocks
_SHA256 = 0x12  # https://github.com/multiformats/multicodec
_CID_V0 = b"\x12\x20"
_LONGEST_VARINT = 9  # bytes (multiformats/unsigned-varint)
_MOST_HEADER = 4096  # bytes; a header of one root has 58


class Car:
    """The blocks of ``file``, which has random access and stays open. Raises InputError, TooLarge.

    ``root`` is the CID of the first root, as bytes.
    """

    def __init__(self, file: BinaryIO, most_block: int) -> None:
        self._file = file
        self._places: dict[bytes, tuple[int, int]] = {}
        self.root = self._header()
        while (size := _varint(file)) is not None:
            if size > most_block:
                raise TooLarge(f"a block has more than {most_block:,} bytes, the most that is held at once")
            start = file.tell()
            cid = _cid(file)
            body = size - len(cid)
            if body < 0 or file.seek(body, io.SEEK_CUR) < start + size:
                break
            self._places[cid] = (start + len(cid), body)
            if len(self._places) > MOST_BLOCKS:
                raise TooLarge(
                    f"it has more than {MOST_BLOCKS:,} blocks, the most that is read of one repository"
                )

    def block(self, cid: object) -> object:
        """The value of a block, or None where there is none that fits its CID."""
        start, size = self._places.get(cid, (0, 0)) if isinstance(cid, bytes) else (0, 0)
        if not size or not isinstance(cid, bytes):
            return None
        self._file.seek(start)
        data = self._file.read(size)
        if cid[-32:] != sha256(data).digest():
            return None
        return decoded(data)

    def _header(self) -> bytes:
        size = _varint(self._file)
        header = decoded(self._file.read(size)) if size is not None and size <= _MOST_HEADER else None
        roots = header.get("roots") if isinstance(header, dict) and header.get("version") == 1 else None
        if not isinstance(roots, list) or not roots or not isinstance(roots[0], bytes):
            raise InputError("it is no CAR file of version 1: export the repository again")
        return roots[0]


def decoded(data: bytes) -> object:
    """A value of DAG-CBOR, or None. CIDs in it are bytes."""
    try:
        value: object = libipld.decode_dag_cbor(data)
    except (ValueError, RecursionError):
        return None
    return value


def cid_text(cid: object) -> str | None:
    """A CID as it is written in addresses and names of files."""
    try:
        return str(libipld.encode_cid(cid)) if isinstance(cid, bytes) else None
    except ValueError:
        return None


def digest_of(cid: str) -> bytes | None:
    """The SHA-256 that a CID names, or None where it is none."""
    try:
        hashed = libipld.decode_cid(cid)["hash"]
    except ValueError:
        return None
    return bytes(hashed["digest"]) if hashed["code"] == _SHA256 and hashed["size"] == 32 else None


def _varint(file: BinaryIO) -> int | None:
    """An unsigned varint; None at the end, or where it is cut off."""
    value = 0
    for place in range(_LONGEST_VARINT):
        byte = file.read(1)
        if not byte:
            return None
        value |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            return value
    raise InputError("its blocks cannot be told apart: the file is damaged, export the repository again")


def _cid(file: BinaryIO) -> bytes:
    """The CID that begins a block: version, codec, hash and length are varints of one byte each here."""
    start = file.read(2)
    if start == _CID_V0:
        return start + file.read(32)
    head = start + file.read(2)
    if len(head) < 4 or head[0] != 1 or max(head) >= 0x80:
        raise InputError("it has a block with a CID of an unknown kind: export the repository again")
    return head + file.read(head[3])
