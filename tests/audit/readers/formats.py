"""A small source of every format, as files by name: what the tests of damage begin from."""

from __future__ import annotations

import base64
import json

from tests.audit.exports import EXPORTS
from tests.audit.readers import webarchives
from tests.audit.readers.archives import Files
from tests.pictures import picture

JPEG, PNG = picture(1), picture(2, "PNG")
_PAGE = '<title>A title</title><figure><img src="/p.jpg" alt="A lake"><figcaption>Mine</figcaption></figure>'
_RESPONSES = [
    ("https://a.example/post", "text/html; charset=utf-8", _PAGE.encode()),
    ("https://a.example/p.jpg", "image/jpeg", JPEG),
    ("https://a.example/q.png", "image/png", PNG),
]
_REVISIT = webarchives.revisit(_RESPONSES[1])


def _har() -> bytes:
    entries = []
    for address, media_type, body in _RESPONSES:
        content = {"mimeType": media_type, "text": base64.b64encode(body).decode(), "encoding": "base64"}
        entries.append({"request": {"url": address}, "response": {"content": content}})
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


# A source of one file is also damaged as that file alone.
FORMATS: dict[str, Files] = {
    "folder": {"a/photo.jpg": JPEG, "b.png": PNG, "notes.txt": b"words"},
    "csv": {
        "posts.csv": b"path,caption,posted_at\np/a.jpg,hello,2026-03-01\np/b.png,,\n",
        "p/a.jpg": JPEG,
        "p/b.png": PNG,
    },
    "har": {"visit.har": _har()},
    "warc": {"a.warc": webarchives.warc(_RESPONSES, packed=False)},
    "arc": {"a.arc": webarchives.arc(_RESPONSES, packed=False)},
    "packed warc": {"a.warc.gz": webarchives.warc(_RESPONSES) + _REVISIT},
    "wacz": webarchives.wacz(webarchives.warc(_RESPONSES) + _REVISIT),
    **EXPORTS,
}
