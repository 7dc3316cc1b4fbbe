"""Jobs that do what their file tells them to. Workers import this."""

from __future__ import annotations

import os
import threading
from typing import Any

from colophon.isolation.worker import Function


def faulty(only: str = "") -> Function:
    """A job that goes wrong as the file's last word says; with ``only``, if that is the word before."""

    def do(media_type: str, data: bytes) -> Any:
        *target, word = data[-20:].decode("ascii", "replace").split()[-2:]
        match word if not only or target == [only] else "":
            case "hang":
                threading.Event().wait()
            case "abort":
                os.abort()
            case "raise":
                raise RuntimeError
            case "eat":
                hoard = []
                while True:
                    hoard.append(bytearray(1 << 20))
            case "mumble":
                return 3
        return {"pid": os.getpid(), "media_type": media_type, "size": len(data)}

    return do


def silent() -> Function:
    """A worker that never gets ready."""
    raise SystemExit
