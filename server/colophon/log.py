"""The log: lines for a person, or JSON objects for a program. Never what anybody sent, nor from where."""

from __future__ import annotations

import logging
import sys
import time
from typing import Literal

import orjson

Form = Literal["text", "json"]

_server = logging.getLogger("colophon.server")

# what a record may carry besides its message; anything else that a library attaches is left out
FIELDS = ("method", "route", "status", "ms", "role")


class Text(logging.Formatter):
    """One line, and a trace where there is one. ``process`` is the number of the server process."""

    def __init__(self, process: int | None = None) -> None:
        number = "" if process is None else f"[{process}] "
        super().__init__(f"%(asctime)s %(levelname)s {number}%(name)s: %(message)s")


class Json(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, process, `FIELDS`, trace."""

    def __init__(self, process: int | None = None) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """``record`` as JSON."""
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, object] = {
            "time": f"{seconds}.{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if self._process is not None:
            line["process"] = self._process
        line |= {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def set_up(form: Form, *, every_request: bool = False, process: int | None = None) -> None:
    """Log to standard error from now on: warnings, and with ``every_request`` all that is done."""
    handler = logging.StreamHandler()
    handler.setFormatter(Json(process) if form == "json" else Text(process))
    logging.basicConfig(
        level=logging.INFO if every_request else logging.WARNING, handlers=[handler], force=True
    )
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # six lines of its own insides
    _server.setLevel(logging.INFO)


def say(sentence: str) -> None:
    """What a server tells whoever started it: a line on standard output, or of the log where that is JSON."""
    if _is_json():
        _server.info("%s", sentence)
    else:
        print(sentence, flush=True)


def complain(sentence: str) -> None:
    """Why a server ends: likewise, on standard error."""
    if _is_json():
        _server.error("%s", sentence)
    else:
        print(sentence, file=sys.stderr, flush=True)


def reaches_person() -> bool:
    """Whether what is said here appears on a terminal, and is kept by nothing that others may read."""
    return sys.stdout.isatty() and not _is_json()


def _is_json() -> bool:
    return any(isinstance(handler.formatter, Json) for handler in logging.getLogger().handlers)
