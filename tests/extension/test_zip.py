"""The zip files that the extension writes, read by somebody else's reader."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.extension.test_scripts import ROOT

HERE = Path(__file__).parent
ENTRIES = {
    "recording.json": b'{"format": 1}',
    "items.jsonl": b"",
    "media/" + "ab" * 32: bytes(range(256)) * 401,
    "Ümläut/世界.txt": "κόσμε".encode(),
}


def written(entries: dict[str, bytes]) -> bytes:
    given = json.dumps([[name, base64.b64encode(data).decode()] for name, data in entries.items()])
    command = [str(ROOT / ".venv" / "bin" / "node"), str(HERE / "zip.mjs")]
    done = subprocess.run(command, input=given.encode(), capture_output=True, timeout=60, check=True)
    return done.stdout


@pytest.mark.parametrize("entries", [ENTRIES, {}], ids=["four", "none"])
def test_it_holds_what_was_put_in(entries: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(written(entries))) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == entries
        assert list(file.namelist()) == list(entries)
        for one in file.infolist():
            assert one.compress_type == zipfile.ZIP_STORED
            assert one.date_time == (2026, 11, 29, 13, 14, 14)


def test_one_changed_byte_is_found() -> None:
    data = bytearray(written(ENTRIES))
    data[data.index(bytes(range(256))) + 5000] ^= 1
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() == "media/" + "ab" * 32
