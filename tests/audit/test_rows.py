"""What is read of a finished audit, and what is said of one that is not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.audit import made

from colophon.audit import folder, shards
from colophon.audit.rows import audit_of, rows
from colophon.errors import InputError
from colophon.wire import AssessmentOut


def test_rows_come_in_order_and_are_of_every_kind(tmp_path: Path) -> None:
    made.finished(tmp_path, 1200)
    found = list(rows(tmp_path))
    assert [row["n"] for row in found] == list(range(1200))
    assert Counter(row["status"] for row in found) == made.statuses(1200)
    assert {row["status"] for row in found} == {
        *("labelled", "none", "not_checked", "error", "protected", "unreadable")
    }
    assert any(row.get("conflict") for row in found)
    assert max(Counter(row["sha256"] for row in found if "sha256" in row).values()) > 1


def test_made_up_rows_are_what_an_assessment_is(tmp_path: Path) -> None:
    for row in rows(made.finished(tmp_path, 300)):
        if row["status"] in ("protected", "unreadable"):
            continue
        names = AssessmentOut.model_fields.keys() - {"versions", "help"}
        AssessmentOut.model_validate_json(
            folder.written({**{name: row.get(name) for name in names}, "versions": {}})
        )


def test_a_protected_row_says_nothing_but_that(tmp_path: Path) -> None:
    protected = [row for row in rows(made.finished(tmp_path, 1200)) if row["status"] == "protected"]
    assert protected
    assert all(row.keys() == {"n", "id", "posted_at", "status"} for row in protected)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two, other = (
        made.finished(tmp_path / name, 120, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert [*rows(one)] == [*rows(two)] != [*rows(other)]


def test_what_the_audit_is_about(tmp_path: Path) -> None:
    audit = audit_of(made.finished(tmp_path, 120))
    assert (audit.found, audit.sampled, audit.shards) == (120, 120, 3)
    assert audit.skipped["elsewhere"] == 24
    assert len(audit.examples["elsewhere"]) == 20


def test_no_audit_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match="holds no audit: name the folder that `colophon audit SOURCE --out DIR` wrote"
    ):
        next(rows(tmp_path))


def test_an_unfinished_audit_says_how_it_goes_on(tmp_path: Path) -> None:
    made.finished(tmp_path, 120)
    shards.manifest_path(tmp_path, 1).unlink()
    with pytest.raises(InputError, match="1 of 3 shards are to be done; `colophon audit timeline --out"):
        next(rows(tmp_path))


def test_rows_that_were_changed_are_named(tmp_path: Path) -> None:
    made.finished(tmp_path, 120)
    path = shards.rows_path(tmp_path, 1)
    path.write_bytes(path.read_bytes().replace(b'"none"', b'"nome"', 1))
    with pytest.raises(InputError, match=r"00001\.jsonl is not what its manifest says"):
        list(rows(tmp_path))
