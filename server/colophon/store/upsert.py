"""Insert or replace, in the words of each database that Colophon runs on."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(table: Table, columns: Collection[str], dialect: str) -> Executable:
    """A statement that puts rows of these columns into ``table``, replacing those with the same primary key.

    Give it the rows when it is executed.
    """
    return _upsert(table, tuple(columns), dialect)


@cache  # making it takes longer than carrying it out
def _upsert(table: Table, columns: tuple[str, ...], dialect: str) -> Executable:
    keys = [column.name for column in table.primary_key]
    rest = [name for name in columns if name not in keys]
    if dialect == "postgresql":
        new = postgresql.insert(table)
        return new.on_conflict_do_update(index_elements=keys, set_={n: new.excluded[n] for n in rest})
    put = sqlite.insert(table)
    return put.on_conflict_do_update(index_elements=keys, set_={n: put.excluded[n] for n in rest})
