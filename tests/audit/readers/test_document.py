"""docs/audit-sources.md says what the readers do."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from colophon.audit.limits import GIB, MIB, Limits
from colophon.audit.readers import csv
from colophon.audit.readers.all import READERS
from colophon.audit.timeline import Why

TEXT = (Path(__file__).parents[3] / "docs" / "audit-sources.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, without its head."""
    part = TEXT.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_every_reader_has_its_row() -> None:
    rows = table("# What an audit reads")
    assert len(rows) == len(READERS)
    names = {name for _, cell, _ in rows for name in re.findall(r"`(\w+)`", cell)}
    modules = [importlib.import_module(reader.detect.__module__) for reader in READERS]
    assert names == {*(module.NAME for module in modules), "wacz"}


def test_every_column_of_a_table_is_explained() -> None:
    assert [row[0].strip("`") for row in table("## A table beside pictures")] == list(csv.COLUMNS)


def test_every_reason_is_explained() -> None:
    assert [row[0].strip("`") for row in table("## Why something was passed over")] == [
        why.value for why in Why
    ]


def test_the_limits_are_those_of_the_code() -> None:
    limits = Limits()
    said = dict(table("## Limits"))
    assert said["files"].startswith(f"{limits.members:,};")
    assert said["everything, unpacked"] == f"{limits.bytes // GIB} GiB"
    assert said["one file"] == f"{limits.member_bytes // GIB} GiB"
    assert said["unpacked to packed"] == f"{limits.ratio} times, from {limits.ratio_free_bytes // MIB} MiB on"
    assert said["one post, request or record"] == f"{limits.record_bytes // MIB} MiB"
    assert said["a JSON text that is read whole"] == f"{limits.json_bytes // MIB} MiB"
    assert said["a page that is searched for captions"] == f"{limits.page_bytes // MIB} MiB"
    assert said["folders within folders"] == str(limits.depth)
