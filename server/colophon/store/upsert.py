"""Insert or replace, in the words of each database that Colophon runs on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(table: Table, row: Mapping[str, Any], dialect: str) -> Executable:
    """A statement that puts ``row`` into ``table``, replacing the row with the same primary key."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in keys}
    if dialect == "postgresql":
        return postgresql.insert(table).values(**row).on_conflict_do_update(index_elements=keys, set_=rest)
    return sqlite.insert(table).values(**row).on_conflict_do_update(index_elements=keys, set_=rest)
