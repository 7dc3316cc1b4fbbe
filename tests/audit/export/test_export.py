"""An audit as files: the same rows in each, nothing that a spreadsheet runs, the same bytes every time."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest
from tests.audit.made import finished
from tests.audit.rows import audit_of_rows, post, protected

from colophon.audit.export import codebook
from colophon.audit.export.columns import TABLES
from colophon.audit.export.export import Format, write_report, write_rows
from colophon.audit.report.whole import whole
from colophon.audit.rows import rows
from colophon.errors import InputError
from colophon.registry.csv_records import FORMULA, cells_of

NUMBER = 800
NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    'a "quoted", cell',
    "two\nlines",
    "",
    " ",
    "\x00",
]


def silent(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = finished(tmp_path_factory.mktemp("audit"), NUMBER, shard=800)
    write_rows(made, list(Format), silent)
    write_report(made, whole(made), None, silent)
    return made


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def parquet(path: Path) -> list[dict[str, Any]]:
    found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)])
    names = [column[0] for column in found.description]
    return [dict(zip(names, cells, strict=True)) for cells in found.fetchall()]


def test_every_file_has_the_same_rows_but_protected_ones(out: Path) -> None:
    kept = [row for row in rows(out) if row["status"] != "protected"]
    assert len(kept) < NUMBER
    lines = (out / "rows.jsonl").read_bytes().splitlines()
    assert [orjson.loads(line) for line in lines] == kept
    in_csv, in_parquet = table(out / "rows.csv"), parquet(out / "rows.parquet")
    assert [int(row["n"]) for row in in_csv] == [row["n"] for row in in_parquet] == [row["n"] for row in kept]
    for row, typed in zip(kept, in_parquet, strict=True):
        assert typed["caption"] == (row.get("caption") or None)
        assert typed["status"] == row["status"]
        assert typed["conflict"] == row.get("conflict")
        assert typed["label"] == (row.get("label") or {}).get("id")
        assert typed["evidence"] is None or orjson.loads(typed["evidence"]) == row["evidence"]
        assert typed["pdq_quality"] == row.get("pdq_quality")


def test_tables_have_the_columns_of_the_codebook(out: Path) -> None:
    book = orjson.loads(codebook.as_json())
    assert orjson.loads((out / "codebook.json").read_bytes()) == book
    for name, columns in book["tables"].items():
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            assert next(csv.reader(stream)) == [column["name"] for column in columns]
        assert all(column["meaning"] and column["missing"] for column in columns)
        assert f"## {name}\n" in (out / "codebook.md").read_text(encoding="utf-8")
    assert {path.stem for path in out.glob("*.csv")} == set(TABLES)


def test_tables_add_up(out: Path) -> None:
    told = len((out / "rows.jsonl").read_bytes().splitlines())
    for name in ("weeks", "accounts", "sites"):
        assert sum(int(row["images"]) for row in table(out / f"{name}.csv")) == told
    for row in table(out / "accounts.csv"):
        if row["share"]:
            assert float(row["low"]) <= float(row["share"]) <= float(row["high"])
        else:
            assert row["checked"] == "0"


def test_near_copies_have_every_appearance(out: Path) -> None:
    groups = whole(out).groups
    expected = {(group.number, place, n) for group in groups for place, n in enumerate(group.rows, 1)}
    found = table(out / "near_copies.csv")
    assert {(int(row["group"]), int(row["place"]), int(row["n"])) for row in found} == expected
    order = [int(row["n"]) for row in found]
    assert all(one < other for one, other in pairwise(order))


def test_no_spreadsheet_runs_a_cell(tmp_path: Path) -> None:
    posts = [post(n, "2026-01-01", words, n // 2, author=words, site=words) for n, words in enumerate(NASTY)]
    made = audit_of_rows(tmp_path / "a", posts)
    write_rows(made, [Format.CSV, Format.PARQUET], silent)
    write_report(made, whole(made), None, silent)
    for path in made.glob("*.csv"):
        for row in table(path):
            assert not [
                cell for cell in row.values() if cell.startswith(FORMULA) and not cell.startswith("'")
            ]
    captions = [row["caption"] for row in table(made / "rows.csv")]
    undone = [
        cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell for cell in captions
    ]
    assert undone == NASTY
    assert [row["caption"] or "" for row in parquet(made / "rows.parquet")] == NASTY
    assert cells_of('"\'=1"', ",") == ["=1"]


def test_protected_images_are_in_no_file(tmp_path: Path) -> None:
    made = audit_of_rows(tmp_path / "a", [protected(0), post(1, None, None, "a")])
    write_rows(made, list(Format), silent)
    write_report(made, whole(made), None, silent)
    for path in made.iterdir():
        assert not path.is_file() or b"secret" not in path.read_bytes()
    assert parquet(made / "rows.parquet")[0]["n"] == 1


def test_the_same_rows_give_the_same_bytes(out: Path, tmp_path: Path) -> None:
    again = finished(tmp_path, NUMBER, shard=300)
    write_rows(again, list(Format), silent)
    write_report(again, whole(again), None, silent)
    names = sorted(path.name for path in out.iterdir() if path.is_file())
    assert [name for name in names if re.match(r"rows|report|codebook|near|weeks|accounts|sites", name)]
    for name in names:
        if name != "audit.json":  # it names the size of a shard
            assert (again / name).read_bytes() == (out / name).read_bytes(), name


def test_where_there_is_no_audit(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no audit"):
        write_rows(tmp_path, list(Format), silent)
    assert list(tmp_path.iterdir()) == []
