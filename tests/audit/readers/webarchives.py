"""Web archives for tests. They are written here: warcio's writer leaves its temporary files open."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence

Response = tuple[str, str, bytes]  # address, media type, body as it is sent


def record(kind: str, address: str, block: bytes, media_type: str, body: bytes | None = None) -> bytes:
    """One record, not packed; with a digest of ``body`` where there is one."""
    number = hashlib.sha256(kind.encode() + address.encode() + block).hexdigest()[:32]
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Target-URI": address,
        "WARC-Date": "2026-01-01T00:00:00Z",
        "Content-Type": media_type,
        "Content-Length": str(len(block)),
    }
    if body is not None:
        head["WARC-Payload-Digest"] = "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def _response(kind: str, response: Response, headers: Sequence[tuple[str, str]], block: bytes) -> bytes:
    address, media_type, body = response
    said = "".join(f"{name}: {value}\r\n" for name, value in [("Content-Type", media_type), *headers])
    head = f"HTTP/1.1 200 OK\r\nSet-Cookie: SECRET\r\n{said}\r\n".encode()
    return record(kind, address, head + block, "application/http; msgtype=response", body)


def records_of(responses: Sequence[Response], headers: Sequence[tuple[str, str]] = ()) -> list[bytes]:
    """What a crawler writes of these responses, in their order, with the requests that led to them."""
    written = [record("warcinfo", "a.warc", b"software: test\r\n", "application/warc-fields")]
    for response in responses:
        written.append(_response("response", response, headers, response[2]))
        asked = b"GET / HTTP/1.1\r\nCookie: SECRET\r\n\r\n"
        written.append(record("request", response[0], asked, "application/http; msgtype=request"))
    return written


def warc(
    responses: Sequence[Response], *, packed: bool = True, headers: Sequence[tuple[str, str]] = ()
) -> bytes:
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in records_of(responses, headers))


def arc(responses: Sequence[Response], *, packed: bool = True, version: int = 1) -> bytes:
    """The same as an ARC (Internet Archive, "Arc File Format")."""
    fields = {1: "Content-type", 2: "Content-type Result-code Checksum Location Offset Filename"}[version]
    about = f"{version} 0 Test\nURL IP-address Archive-date {fields} Archive-length\n".encode()
    written = [("filedesc://a.arc", "text/plain", about), ("dns:a.example", "text/dns", b"192.0.2.1\n")]
    for address, media_type, body in responses:
        head = f"HTTP/1.1 200 OK\r\nSet-Cookie: SECRET\r\nContent-Type: {media_type}\r\n\r\n".encode()
        written.append((address, media_type.partition(";")[0], head + body))
    more = " 200 - - 0 a.arc" if version == 2 else ""
    records = [
        f"{address} 192.0.2.1 20010101120000 {media_type}{more} {len(block)}\n".encode() + block + b"\n"
        for address, media_type, block in written
    ]
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in records)


def revisit(response: Response) -> bytes:
    """A record that says: the same bytes as before."""
    return gzip.compress(_response("revisit", response, [], b""), mtime=0)


def resource(response: Response) -> bytes:
    address, media_type, body = response
    return gzip.compress(record("resource", address, body, media_type), mtime=0)


def wacz(archive: bytes) -> dict[str, bytes]:
    """The files of a WACZ."""
    package = {"profile": "data-package", "wacz_version": "1.1.1", "resources": []}
    return {
        "datapackage.json": json.dumps(package).encode(),
        "archive/data.warc.gz": archive,
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
    }
