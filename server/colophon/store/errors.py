"""Hearing of it when the database fails."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine


def hear_errors(engine: AsyncEngine, hear: Callable[[], None]) -> None:
    """Call ``hear`` for every question that fails, but for those that find what they want to add is there."""

    def failed(context: ExceptionContext) -> None:
        if not isinstance(context.sqlalchemy_exception, IntegrityError):
            hear()

    event.listen(engine.sync_engine, "handle_error", failed)
