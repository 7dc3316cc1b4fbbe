"""Alembic's entry: runs on the connection that `colophon.store.database` passes in."""

from __future__ import annotations

from alembic import context

from colophon.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a column by copying the table
)
with context.begin_transaction():
    context.run_migrations()
