"""Where the processes of one server put their figures together."""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import values
from prometheus_client.multiprocess import mark_process_dead

from colophon.http.metrics import FOLDER


def join(folder: Path, number: int) -> None:
    """Count in ``folder`` from now on, as the process ``number``. Call it before the first metric is made.

    No two living processes may have the same number. One that takes over the number of a dead one counts on
    from there, so that there are never more files than there were processes at a time.
    """
    os.environ[FOLDER] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: number)  # type: ignore[no-untyped-call]


def close() -> None:
    """This process counts no more."""
    values.close_all_multiprocess_files()  # type: ignore[no-untyped-call]


def leave(folder: Path, number: int) -> None:
    """The process ``number`` has ended: what it held is held no longer, what it counted stays."""
    mark_process_dead(number, str(folder))  # type: ignore[no-untyped-call]
