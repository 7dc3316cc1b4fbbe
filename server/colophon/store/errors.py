"""Hearing of it when the database fails."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import IntegrityError

from colophon.store.database import Store


def hear_errors(store: Store, hear: Callable[[], None]) -> None:
    """Call ``hear`` for every question that fails, but for those that find what they want to add is there.

    It may be called in any thread.
    """

    def failed(context: ExceptionContext) -> None:
        if not isinstance(context.sqlalchemy_exception, IntegrityError):
            hear()

    for engine in (store.engine.sync_engine, *(store.near.engines if store.near else ())):
        event.listen(engine, "handle_error", failed)
