"""An export holds what happened, once, in columns that mean what the codebook says."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import runpy
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from tests.services.places import place
from tests.study.studies import study
from tests.study.taking_part import T, frozen_file, seen

from colophon.errors import InputError
from colophon.store.database import Store, open_store
from colophon.store.participants import Newcomer
from colophon.store.studies import Study as Kept
from colophon.store.study_items import Item
from colophon.study.export.export import export, read_truth
from colophon.study.export.tables import CLOCK_MS, tables
from colophon.study.names import item_key
from colophon.study.spec.frozen import identity

__all__ = ["place"]

QUESTIONS = [
    {"name": "belief", "type": "scale", "points": 7, "text": {"en": "?"}, "low": {"en": "0"},
     "high": {"en": "9"}, "expect": 3},
    {"name": "meaning", "type": "single", "text": {"en": "?"}, "correct": "made",
     "options": [{"value": v, "text": {"en": v}} for v in ("made", "edited")]},
    {"name": "uses", "type": "multiple", "text": {"en": "?"},
     "options": [{"value": v, "text": {"en": v}} for v in ("a", "b", "c")]},
    {"name": "words", "type": "text", "text": {"en": "?"}},
]  # fmt: skip
STUDY = study(
    factors=[
        {"name": "detail", "levels": [{"name": "plain"}, {"name": "source"}]},
        {"name": "wording", "unit": "item", "levels": [{"name": "x"}, {"name": "y"}]},
    ],
    phases={"baseline_days": 1, "treatment_days": 7},
    surveys=[{"name": "probe", "when": "item", "title": {"en": "One"}, "questions": QUESTIONS}],
)
ONE, TWO = "1" * 16, "2" * 16
ODD = 'a "quoted", \n line; \U0001f5bc \u202e \\ \ufeff \\u0000 \' ' + "é" * 50


def quiet(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture
async def store(place: str | Path) -> AsyncIterator[Store]:
    async with open_store(place) as store:
        yield store


async def opened(store: Store) -> Kept:
    made = await store.studies.open(STUDY.id, 1, identity(STUDY), frozen_file(STUDY), None)
    await store.studies.add_code("code", STUDY.id, 100, 9999)
    await store.studies.add_code("try", STUDY.id, 100, 9999, preview=True)
    return made


async def join(store: Store, n: int, levels: dict[str, str] | None = None, **other: Any) -> None:
    new = Newcomer(
        STUDY.id,
        f"{n:016x}",
        f"{n:064x}",
        "code",
        "c" * 64,
        "en",
        "mastodon",
        "1.0",
        False,
        "platform=mastodon",
    )
    await store.participants.enrol(
        replace(new, **other), lambda _: {"detail": "plain"} if levels is None else levels
    )


async def send(store: Store, n: int, *events: dict[str, Any], session: str = "session1") -> None:
    filled = [{"item": None, "place": None} | event for event in events]
    assert await store.events.add(f"{n:064x}", session, "1.0 12 30", filled) == len(events)


async def exported(store: Store, kept: Kept, folder: Path, **more: Any) -> dict[str, pd.DataFrame]:
    await export(store, kept, STUDY, {"study.toml": b"# a study\n"}, folder, quiet, **more)
    module = runpy.run_path(str(folder / "load.py"))
    from_csv, from_parquet = module["load"](), module["load"](parquet=True)
    for name, table in from_csv.items():
        pd.testing.assert_frame_equal(table, from_parquet[name])
        assert list(table.columns) == [column.name for column in tables(STUDY)[name]]
    return dict(from_csv)


def about(seq: int, kind: str, data: dict[str, Any], item: str = ONE, place: int = 1) -> dict[str, Any]:
    return {"seq": seq, "kind": kind, "t": T + seq, "item": item, "place": place, "data": data}


def answer(seq: int, question: str, value: Any, **more: Any) -> dict[str, Any]:
    return about(
        seq, "survey_answered", {"survey": "probe", "question": question, "answer": value, "rt_ms": seq}
    )


ELIGIBLE = {
    "platform": "bluesky",
    "phase": "treatment",
    "levels": {"detail": "plain", "wording": "y"},
    "would_label": "ai_generated.detector",
    "would_process": "ai_generated",
    "would_source": "detector",
    "after_labelled": False,
}


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def row(table: pd.DataFrame, **which: Any) -> dict[str, Any]:
    for name, value in which.items():
        table = table[table[name] == value]
    [found] = table.to_dict("records")
    return {str(name): None if value is pd.NA else value for name, value in found.items()}


async def test_an_appearance_is_one_row_of_all_that_was_reported(store: Store, tmp_path: Path) -> None:
    kept = await opened(store)
    await join(store, 1)
    await send(
        store,
        1,
        about(0, "eligible", ELIGIBLE | {"would_label": None, "would_process": None, "would_source": None}),
        about(1, "eligible", ELIGIBLE),
        about(2, "painted", {"applied": False, "not_applied_reason": "too_small", "shown_label": None}),
        about(3, "painted", {"applied": True, "shown_label": "ai_generated.detector", "latency_ms": 120}),
        about(4, "painted", {"applied": True, "shown_label": "ai_generated.review", "latency_ms": 900}),
        about(5, "exposed", {"visible_ms": 1000, "longest_ms": 1000}),
        about(6, "dwell", {"visible_ms": 5000, "longest_ms": 3000}),
        about(20, "dwell", {"visible_ms": 5001, "longest_ms": 3000}),
        about(21, "painted", {"applied": False, "not_applied_reason": "gone", "shown_label": None}),
        about(13, "painted", {"applied": False, "not_applied_reason": "too_small"}, TWO),
        about(7, "opened", {"level": 2}),
        about(8, "like", {}),
        about(9, "exposed", {"visible_ms": 1001, "longest_ms": 1001}, place=2),
        about(14, "painted", {"applied": False, "not_applied_reason": "gone"}, TWO),
        about(11, "opened", {"level": 3}, TWO),
        {"seq": 12, "kind": "error", "t": T, "data": {"fault": "paint"}},
    )
    shown = (await exported(store, kept, tmp_path / "out"))["exposures"]
    assert len(shown) == 3
    first = row(shown, item=ONE, appearance=1)
    assert first["t_server"] > T / 2
    del first["t_server"]
    assert first == {
        "participant": f"{1:016x}", "item": ONE, "session": "session1", "appearance": 1, "phase": "treatment",
        "platform": "bluesky", "level_detail": "plain", "level_wording": "y",
        "would_label": "ai_generated.detector", "would_process": "ai_generated", "would_source": "detector",
        "shown_label": "ai_generated.review", "applied": True, "not_applied_reason": None,
        "latency_ms": 120,
        "visible_ms": 5001, "longest_ms": 3000, "exposed": True, "after_labelled": False, "opened_card": True,
        "opened_evidence": False, "contested": False, "hidden": False, "reported": False,
        "share_click": False,
        "like": True, "reply": False, "truth": None, "t_client": T, "clock": "ahead",
    }  # fmt: skip
    again = row(shown, item=ONE, appearance=2)
    assert (again["would_label"], again["applied"], again["exposed"], again["like"]) == (
        None,
        None,
        True,
        False,
    )
    assert (again["level_detail"], again["level_wording"]) == ("plain", None)
    other = row(shown, item=TWO)
    assert (other["applied"], other["not_applied_reason"], other["visible_ms"]) == (False, "gone", None)
    assert (other["opened_card"], other["opened_evidence"], other["exposed"]) == (True, True, False)


async def test_the_last_answer_counts_and_is_scored(store: Store, tmp_path: Path) -> None:
    kept = await opened(store)
    await join(store, 1)
    await send(
        store,
        1,
        answer(1, "belief", 7),
        answer(2, "belief", 3),
        answer(3, "meaning", "edited"),
        answer(4, "uses", ["a", "c"]),
        answer(5, "words", ODD),
        {"seq": 6, "kind": "survey_dismissed", "t": T, "data": {"survey": "probe", "answered": 4}},
    )
    await send(store, 1, answer(1, "belief", None), session="session2")
    answers = (await exported(store, kept, tmp_path / "out"))["answers"]
    told = [
        [None if v is pd.NA else v for v in values]
        for values in answers[
            ["question", "answer", "number", "correct", "rt_ms", "dismissed"]
        ].values.tolist()
    ]
    assert sorted(told, key=str) == sorted(
        [
            ["belief", "3", 3.0, True, 2, False],
            ["meaning", "edited", None, False, 3, False],
            ["uses", "a;c", None, None, 4, False],
            ["words", ODD, None, None, 5, False],
            [None, None, None, None, None, True],
            ["belief", None, None, None, 1, False],
        ],
        key=str,
    )


async def test_who_left_and_who_only_tried_are_nowhere(store: Store, tmp_path: Path) -> None:
    kept = await opened(store)
    await join(store, 1)
    await join(store, 2)
    await join(store, 3, code="try")
    await join(store, 4, {}, holdout=True, stratum=None)
    for n in (1, 2, 3):
        await send(store, n, seen(1), seen(2))
    gone = await store.participants.find(STUDY.id, f"{2:016x}")
    assert gone is not None
    await store.participants.withdraw(gone.number)
    made = await exported(store, kept, tmp_path / "out")
    people = made["participants"]
    assert list(people["participant"]) == [f"{1:016x}", f"{4:016x}"]
    assert list(people["events"]) == [2, 0]
    assert row(people, holdout=True)["level_detail"] is None
    assert row(people, holdout=False)["stratum"] == "platform=mastodon"
    for table in made.values():
        assert set(table["participant"]) <= {f"{1:016x}", f"{4:016x}"}
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["withdrew"], manifest["freeze"]) == (1, identity(STUDY))


async def test_clocks_are_marked_and_kept(store: Store, tmp_path: Path) -> None:
    kept = await opened(store)
    await join(store, 1)
    one = await store.participants.find(STUDY.id, f"{1:016x}")
    assert one is not None
    enrolled = one.enrolled * 1000
    moments = {"ok": enrolled, "early": enrolled - CLOCK_MS - 1, "ahead": enrolled + 10 * CLOCK_MS}
    for n, t in enumerate(moments.values(), 1):
        await send(store, 1, seen(n, t=t, place=n))
    made = await exported(store, kept, tmp_path / "out")
    assert dict(zip(made["events"]["clock"], made["events"]["t_client"], strict=True)) == moments
    assert sorted(made["exposures"]["clock"]) == sorted(moments)
    phases = dict(zip(made["exposures"]["clock"], made["exposures"]["phase"], strict=True))
    assert phases == {"ok": "baseline", "early": "baseline", "ahead": "baseline"}


async def test_truth_comes_from_a_feed_of_the_studys_own(store: Store, tmp_path: Path) -> None:
    kept = await opened(store)
    post = Item(ONE, "dog", 1, None, "image/jpeg", 8, 8, "Ana", "", "A dog", "not_ai", None, None, {})
    await store.items.put(STUDY.id, [(post, b"picture"), (replace(post, item=TWO, truth=None), b"another")])
    await join(store, 1)
    await send(store, 1, seen(1, item=ONE), seen(2, item=TWO))
    made = await exported(store, kept, tmp_path / "out")
    assert row(made["exposures"], item=ONE)["truth"] == "not_ai"
    assert row(made["exposures"], item=TWO)["truth"] is None


async def test_truth_comes_from_the_researchers_list(store: Store, tmp_path: Path) -> None:
    kept = await opened(store)
    await join(store, 1)
    sha256 = hashlib.sha256(b"a picture").hexdigest()
    item = hmac.new(item_key(kept.salt).encode(), sha256.encode(), hashlib.sha256).hexdigest()[:16]
    await send(store, 1, seen(1, item=item), seen(2, item=ONE))
    file = tmp_path / "truth.csv"
    file.write_text(f"sha256,truth\n{sha256.upper()},ai\n")
    made = await exported(store, kept, tmp_path / "out", truth=read_truth(file, kept.salt))
    assert row(made["exposures"], item=item)["truth"] == "ai"
    assert row(made["exposures"], item=ONE)["truth"] is None
    for wrong in ("sha256,truth\nabc,ai\n", "name\nx\n", f"sha256,truth\n{sha256},\n"):
        file.write_text(wrong)
        with pytest.raises(InputError, match="image 1: each line needs"):
            read_truth(file, kept.salt)
    with pytest.raises(InputError, match="cannot be read"):
        read_truth(tmp_path / "nothing.csv", kept.salt)


async def test_the_same_data_give_the_same_files_and_the_manifest_knows_them(tmp_path: Path) -> None:
    async with open_store(tmp_path / "store.sqlite3") as store:
        kept = await opened(store)
        for n in range(1, 8):
            await join(store, n)
            await send(store, n, *(seen(k, item=f"{k % 5:016x}", place=k) for k in range(1, 60)))
        folders = [tmp_path / "one", tmp_path / "two"]
        for folder in folders:
            await exported(store, kept, folder)
        with pytest.raises(InputError, match="is there already"):
            await exported(store, kept, folders[0])
    one, two = (json.loads((f / "manifest.json").read_text())["files"] for f in folders)
    assert one == two
    names = {"participants", "exposures", "answers", "events"}
    expected = {f"{n}.{e}" for n in names for e in ("csv", "parquet")}
    expected |= {"codebook.json", "codebook.md", "load.py", "load.R", "study.toml"}
    assert {file["name"] for file in one} == expected
    assert names_in(folders[0]) == expected | {"manifest.json"}
    assert not [name for name in names_in(tmp_path) if name.startswith(".")]

    def check() -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "load.py"], cwd=folders[0], capture_output=True, text=True)

    good = await asyncio.to_thread(check)
    assert (good.returncode, "events: 413 rows, 13 columns" in good.stdout) == (0, True), good
    with (folders[0] / "events.csv").open("a") as stream:
        stream.write("x\n")
    bad = await asyncio.to_thread(check)
    assert (bad.returncode, bad.stderr) == (1, "not as they were exported: events.csv\n")


async def test_nothing_is_left_where_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("colophon.study.export.export.write_tables", full)
    async with open_store(tmp_path / "store.sqlite3") as store:
        kept = await opened(store)
        with pytest.raises(OSError, match="no space"):
            await exported(store, kept, tmp_path / "out")
    assert not [name for name in names_in(tmp_path) if "sqlite" not in name]


def test_the_codebook_has_every_column_and_every_field() -> None:
    from colophon.study.export.codebook import as_json, as_markdown

    book, text = json.loads(as_json(STUDY)), as_markdown(STUDY)
    assert list(book["tables"]) == ["participants", "exposures", "answers", "events"]
    assert {c["name"] for c in book["tables"]["exposures"]} >= {"level_detail", "level_wording", "latency_ms"}
    assert {c["name"] for c in book["events"]["eligible.data"]} >= {"would_label", "phase"}
    for columns in [*book["tables"].values(), *book["events"].values()]:
        for column in columns:
            assert column["meaning"]
            assert column["missing"]
            assert f"| {column['name']} |" in text
    assert all(line.count("|") - line.count("\\|") == 8 for line in text.splitlines() if line.startswith("|"))


def test_duckdb_reads_json_as_the_queries_do() -> None:
    """What the queries rely on, in the version that is installed."""
    with duckdb.connect() as connection:
        asked = """SELECT '{"a":null,"b":[1,"x"]}'::VARCHAR ->> '$.a', json_type('{"b":[1]}', '$.b')"""
        assert connection.execute(asked).fetchone() == (None, "ARRAY")
