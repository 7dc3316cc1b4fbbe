"""Back up, wipe, restore: nothing is lost, on each database and from one to the other."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import random
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import TypeDecorator, insert, select
from tests.services.postgres import PostgresServer
from tests.store.test_cases import CONTEST, MADE
from tests.store.test_database import FOUND
from tests.store.test_entries import ENTRY, every, named
from tests.store.test_review import word

from colophon.entry import EntryState
from colophon.errors import Conflict, InputError
from colophon.evidence import Findings
from colophon.registry.memory import Registry
from colophon.registry.register import Register
from colophon.store.backup.archive import Backup, Manifest, Writer, opened, table_member
from colophon.store.backup.dump import NEVER, dump
from colophon.store.backup.restore import JUMP, check, restore
from colophon.store.database import Store, open_store
from colophon.store.review_acts import say
from colophon.store.rulings import Ruling, keep_ruling
from colophon.store.schema import newest
from colophon.store.tables import changes, metadata, tokens

Rows = dict[str, list[tuple[Any, ...]]]
ODD = 'a "quoted"\nline \U0001f5bc \u202e \\ \ufeff'


def quiet(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """A second store, of each kind."""
    if request.param == "sqlite":
        yield tmp_path / "elsewhere" / "colophon.sqlite3"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.make_database(request.getfixturevalue("postgres_template"))
    yield url
    server.drop_database(url)


async def filled(store: Store) -> None:
    """Something in every table that matters, and odd values."""
    await store.findings.put(FOUND, "v")
    many = [replace(ENTRY, id=f"{n:032x}", sketch=random.Random(n).randbytes(700)) for n in range(1200)]
    await store.entries.add([*many, named("a", words=ODD, sketch=None, sha256=None)], ["1" * 64])
    await store.entries.set_state([many[7].id], EntryState.WITHDRAWN, [])
    await store.cases.open(CONTEST)
    await keep_ruling(store.engine, Ruling(replace(MADE, note=ODD, near=True, expires=2**40)), [], 7)
    await say(store.engine, word(CONTEST.id, "skip", note=ODD), 7)
    async with store.engine.begin() as connection:
        for table in metadata.sorted_tables:
            if not (await connection.execute(select(table))).first():
                await connection.execute(insert(table).values(**some_row(table.columns)))


def some_row(columns: Any) -> dict[str, Any]:
    made = {str: "x", int: 1, bool: True, bytes: b"\0\xff"}
    kinds = {c.name: c.type.impl_instance if isinstance(c.type, TypeDecorator) else c.type for c in columns}
    return {name: made[kind.python_type] for name, kind in kinds.items() if name != "number"}


async def rows_of(store: Store) -> Rows:
    """Everything, less what restoring counts on and announces."""
    rows: Rows = {}
    async with store.engine.connect() as connection:
        for table in metadata.sorted_tables:
            kept = [c for c in table.columns if (table.name, c.name) != ("entries", "generation")]
            found = (await connection.execute(select(*kept))).all()
            rows[table.name] = sorted((tuple(row) for row in found), key=repr)
    rows["meta"] = [row for row in rows["meta"] if row[0] not in {"generation", "readers", "database"}]
    return rows


async def backed_up(store: Store, path: Path) -> Path:
    with path.open("wb") as stream, Writer(stream) as into:
        tables = await dump(store.engine, into, (), quiet)
        into.finish(Manifest(newest(), 1, "test", tables))
    return path


async def restored(store: Store, path: Path, *, replace: bool = False) -> int:
    with opened(path) as backup:
        check(backup)
        backup.verify(quiet)
        return await restore(store.engine, backup, quiet, replace=replace)


async def test_nothing_is_lost_from_any_database_to_any_other(
    place: str | Path, elsewhere: str | Path, tmp_path: Path
) -> None:
    async with open_store(place) as store:
        await filled(store)
        before = await rows_of(store)
        assert all(before[table] for table in metadata.tables if table != "meta"), "nothing is left untested"
        path = await backed_up(store, tmp_path / "backup")
        generation = await store.changes.generation()
    async with open_store(elsewhere) as store:
        assert await restored(store, path) >= 1200
        after = await rows_of(store)
        [announced] = set(after["changes"]) - set(before["changes"])
        after["changes"].remove(announced)
        assert [before.pop(name) and after.pop(name) for name in NEVER] == [[]], (
            "pictures have a date to go by"
        )
        assert after == before
        assert await store.changes.generation() == generation + JUMP
        assert (await store.changes.since(generation)).everything
        # and on it goes: new rows get new numbers
        await store.entries.add([named("f")], ["2" * 64])
        assert len({e.number for e in await every(store, 0)}) == 1201


async def test_a_backup_is_of_one_moment_while_others_write(place: str | Path, tmp_path: Path) -> None:
    stop = asyncio.Event()

    async def go_on(store: Store) -> None:
        n = 0
        while not stop.is_set():  # each change is an entry, a name in the list of changes, and the counter
            n += 1
            await store.entries.add([replace(ENTRY, id=f"{n:032x}")], [f"{n:064x}"])

    async with open_store(place) as store, open_store(place) as other:
        writing = asyncio.create_task(go_on(other))
        for turn in range(3):
            await asyncio.sleep(0.05)
            path = await backed_up(store, tmp_path / f"{turn}")
            with opened(path) as backup:
                generation = next(row[1] for row in backup.lines("meta") if row[0] == "generation")
                made = backup.manifest.tables
                assert made["entries"].rows == made["changes"].rows == generation - 1
        stop.set()
        await writing
        assert await store.changes.generation() > 4, "somebody did write"


async def test_a_store_that_is_not_empty_is_left_alone_unless_it_may_be_replaced(
    place: str | Path, tmp_path: Path
) -> None:
    async with open_store(place) as store:
        await store.entries.add([named("a")], [])
        path = await backed_up(store, tmp_path / "backup")
        await store.entries.add([named("b"), named("c")], [])
        with pytest.raises(Conflict, match="3 entries"):
            await restored(store, path)
        assert len(await every(store, 0)) == 3
        await restored(store, path, replace=True)
        assert [entry.id for entry in await every(store, 0)] == ["a" * 32]


async def test_a_server_that_runs_takes_over_what_was_restored(place: str | Path, tmp_path: Path) -> None:
    async with open_store(place) as store:
        registry = Registry()
        register = Register(store, registry)
        await store.entries.add([named("a", sketch=None)], [])
        path = await backed_up(store, tmp_path / "backup")
        await store.entries.set_state(["a" * 32], EntryState.WITHDRAWN, [])
        await store.entries.add([named("b", sketch=None)], [])
        await register.refresh()
        assert [entry.id for entry in registry.of_image("1" * 64)] == ["b" * 32]
        found = replace(Findings("1" * 64, "image/png"), generation=registry.generation)
        await restored(store, path, replace=True)
        await register.refresh()
        assert [entry.id for entry in registry.of_image("1" * 64)] == ["a" * 32]
        assert registry.outdated(found)


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    async with open_store(tmp_path / "source.sqlite3") as store:
        await filled(store)
        return await backed_up(store, tmp_path / "backup")


async def test_a_backup_that_was_cut_off_is_refused(path: Path, place: str | Path) -> None:
    whole = contents(path)
    async with open_store(place) as store:
        before = await rows_of(store)
        for length in (0, 10, len(whole) // 2, len(whole) - 1):
            write(path, whole[:length])
            with pytest.raises(InputError, match="backup"):
                await restored(store, path)
        assert await rows_of(store) == before


async def test_a_backup_with_a_damaged_byte_is_refused(path: Path, tmp_path: Path) -> None:
    whole = contents(path)
    with zipfile.ZipFile(path) as archive:
        spans = [
            (i.header_offset + 120, i.compress_size - 120)
            for i in archive.infolist()
            if i.compress_size > 200
        ]
    async with open_store(tmp_path / "target.sqlite3") as store:
        before = await rows_of(store)
        for start, length in spans:
            for at in (start, start + length // 2):
                write(path, whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
                with pytest.raises(InputError, match=r"nothing was restored|no backup"):
                    await restored(store, path)
        assert await rows_of(store) == before


def contents(path: Path) -> bytes:
    return path.read_bytes()


def write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def changed(path: Path, name: str, data: bytes | None) -> None:
    """Give a member other contents, or none."""
    with zipfile.ZipFile(path) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    members.pop(name)
    with zipfile.ZipFile(path, "w") as archive:
        for each, contents in (members | ({} if data is None else {name: data})).items():
            archive.writestr(each, contents)


async def test_a_member_that_is_absent_or_another_is_refused(path: Path, tmp_path: Path) -> None:
    whole = contents(path)
    async with open_store(tmp_path / "target.sqlite3") as store:
        for data in (None, b"", b'["x"]\n'):
            write(path, whole)
            changed(path, table_member("decisions"), data)
            with pytest.raises(InputError, match=r"tables/decisions\.jsonl .*nothing was restored"):
                await restored(store, path)
        write(path, whole)
        changed(path, "manifest.json", None)
        with pytest.raises(InputError, match="no backup of Colophon"):
            await restored(store, path)


def manifest(path: Path, **values: Any) -> None:
    with zipfile.ZipFile(path) as archive:
        made = orjson.loads(archive.read("manifest.json"))
    changed(path, "manifest.json", orjson.dumps({**made, **values}))


async def test_a_backup_of_a_newer_program_is_named_as_such(path: Path, tmp_path: Path) -> None:
    async with open_store(tmp_path / "target.sqlite3") as store:
        manifest(path, revision="9999")
        with pytest.raises(InputError, match=r"newer Colophon .* Update it"):
            await restored(store, path)
        manifest(path, revision="0001", format=2)
        with pytest.raises(InputError, match="format 2"):
            await restored(store, path)


async def test_a_backup_of_an_older_schema_is_taken(path: Path, place: str | Path) -> None:
    """Its tables lack columns that were added since: these are empty, or have their defaults."""
    with opened(path) as backup:
        made = backup.manifest.tables["tokens"]
        rows = [row[:3] for row in backup.lines("tokens")]
    data = b"".join(orjson.dumps(row) + b"\n" for row in rows)
    changed(path, table_member("tokens"), data)
    with zipfile.ZipFile(path) as archive:
        tables = orjson.loads(archive.read("manifest.json"))["tables"]
    tables["tokens"] |= {
        "columns": made.columns[:3],
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
    }
    for name in ("staff", "sessions", "usage", "published"):
        del tables[name]
        changed(path, table_member(name), None)
    manifest(path, revision="0002", tables=tables)
    async with open_store(place) as store:
        await restored(store, path)
        async with store.engine.connect() as connection:
            [row] = (await connection.execute(select(tokens))).all()
        assert (row.hash, row.quota, row.name) == ("x", None, None)
        told = await store.published.since(0, 9)
        assert [(row.seq, row.decision, row.negated) for row in told] == [(1, MADE.id, False)]


async def test_rows_that_do_not_fit_undo_everything(path: Path, place: str | Path) -> None:
    """Such a backup was made by no Colophon, yet its hashes are right."""
    with opened(path) as backup:
        lines = [orjson.dumps(row) + b"\n" for row in backup.lines("entries")]
        member = backup.manifest.tables["entries"]
    for wrong in (lines[0], orjson.dumps([base64.b64encode(b"x").decode()] * len(member.columns)) + b"\n"):
        data = b"".join([*lines, wrong])
        changed(path, table_member("entries"), data)
        with zipfile.ZipFile(path) as archive:
            tables = orjson.loads(archive.read("manifest.json"))["tables"]
        tables["entries"] |= {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        manifest(path, tables=tables)
        async with open_store(place) as store:
            before = await rows_of(store)
            with pytest.raises(InputError, match="backup: "):
                await restored(store, path)
            assert await rows_of(store) == before


def test_the_manifest_says_what_is_in_it(path: Path) -> None:
    with opened(path) as backup:
        assert isinstance(backup, Backup)
        assert set(backup.manifest.tables) == set(metadata.tables) - NEVER
        assert backup.manifest.tables["changes"].columns == tuple(changes.columns.keys())
