"""``colophon publish``: lists that other systems read, and the record of a labeler."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from atproto import models
from tests.store.test_cases import MADE
from tests.store.test_entries import ENTRY
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon.entry import Basis
from colophon.follow.serving import kept_signer
from colophon.images.sketch import Sketch
from colophon.labels.messages import LOCALES
from colophon.publish.values import VALUES
from colophon.store.database import open_store
from colophon.store.rulings import Ruling, keep_ruling
from colophon.wire import ImageDecision


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["publish", *words])


async def decided(folder: Path) -> None:
    async with open_store(folder / "colophon.sqlite3") as store:
        for n, verdict in enumerate(("ai_generated", "captured", "no_finding", "ai_edited"), 1):
            made = replace(MADE, id=f"{n:032x}", sha256=f"{n:064x}", verdict=verdict, near=n == 1)
            sketch = Sketch.of_hash(bytes(range(32))).dump()
            entry = replace(ENTRY, id=made.id, sha256=made.sha256, basis=Basis.REVIEWED, sketch=sketch)
            await keep_ruling(store.engine, Ruling(made, entry), [], 7)


def test_a_list_is_written_and_read_again_by_another_installation(tmp_path: Path) -> None:
    asyncio.run(decided(tmp_path))
    file = tmp_path / "list.csv"
    written = run("hashes", "--out", str(file), "--data", str(tmp_path))
    assert (written.exit_code, written.output) == (0, "")
    assert run("hashes", "--data", str(tmp_path)).output.encode() == file.read_bytes().replace(b"\r\n", b"\n")
    other = tmp_path / "other"
    taken = CliRunner().invoke(app, ["registry", "import", str(file), "--data", str(other)])
    assert taken.exit_code == 0, taken.output
    assert "left out" not in taken.output
    listed = CliRunner().invoke(app, ["registry", "list", "--entries", "--json", "--data", str(other)])
    entries = [json.loads(line) for line in listed.output.splitlines()]
    assert sorted(entry["process"] for entry in entries) == ["ai_edited", "ai_generated"]


def test_threatexchange_rows_are_json(tmp_path: Path) -> None:
    asyncio.run(decided(tmp_path))
    rows = json.loads(run("hashes", "--format", "threatexchange", "--data", str(tmp_path)).output)["data"]
    assert [row["type"] for row in rows] == ["HASH_SHA256", "HASH_PDQ", "HASH_SHA256", "HASH_SHA256"]
    gone = tmp_path / "no" / "file" / "list"
    gone.parent.parent.write_bytes(b"")
    refused = run("hashes", "--out", str(gone), "--data", str(tmp_path))
    assert (refused.exit_code, "cannot be written" in refused.output) == (1, True)


def test_the_key_is_told_as_followers_compare_it(tmp_path: Path) -> None:
    asyncio.run(decided(tmp_path))
    told = run("key", "--data", str(tmp_path))
    assert told.exit_code == 0
    assert re.fullmatch("([0-9a-f]{8} ){7}[0-9a-f]{8}", told.stdout.strip())
    assert "".join(told.stdout.split()) == kept_signer(tmp_path).fingerprint


def test_the_record_is_one_of_a_labeler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLOPHON_PUBLIC_URL", "https://labels.example.org:8443")
    printed = CliRunner().invoke(app, ["publish", "record"])
    assert printed.exit_code == 0
    assert "did:web:labels.example.org%3A8443" in printed.stderr
    record: dict[str, Any] = json.loads(printed.stdout)
    read = models.AppBskyLabelerService.Record.model_validate(record)
    assert read.policies.label_values == [value.name for value in VALUES.values()]
    for one in record["policies"]["labelValueDefinitions"]:
        assert re.fullmatch("[a-z-]{1,100}", one["identifier"])
        assert (one["severity"], one["blurs"]) == ("inform", "none")
        assert len({words["lang"] for words in one["locales"]}) == len(LOCALES)
        assert all(len(words["name"]) <= 64 and words["description"] for words in one["locales"])


def test_there_is_a_value_for_whatever_reviewers_may_find() -> None:
    schema = ImageDecision.model_json_schema()["properties"]["verdict"]
    found = {word for part in schema.get("anyOf", [schema]) for word in part["enum"]}
    assert found - VALUES.keys() == {"no_finding"}
