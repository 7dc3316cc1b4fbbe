"""A process that does shards. Started by `process.Worker`; it ends when the other side goes away.

The conversation is on its standard input. In: a plan. Out: ``{"ready": versions, "remarks": [...],
"parts": {...}}``.
Then, for each shard, in: ``{"shard", "given_up": {n: why}}``; out: ``{"at": n}`` before every image, and
``{"done"}`` once the shard is written. ``{"error": words}`` in place of any answer: it cannot go on, and nor
could another.
"""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress
from typing import Any

import orjson

from colophon import memory
from colophon.audit.engine import STUCK_SECONDS
from colophon.audit.plan import Plan
from colophon.audit.work import desk, work_shard
from colophon.errors import ColophonError
from colophon.isolation.channel import Channel


def serve(channel: Channel) -> None:
    """Do shards until the other side closes."""

    def say(**message: Any) -> None:
        channel.send(orjson.dumps(message))

    def looking(n: int) -> None:
        # whoever asks kills a process that hangs; the alarm is for the case that nobody is left to do it
        signal.alarm(2 * STUCK_SECONDS)
        say(at=n)

    try:
        with desk(Plan.from_json(channel.receive())) as at:
            say(ready=at.versions, remarks=at.remarks, parts=at.parts)
            while True:
                order = orjson.loads(channel.receive())
                given_up = {int(n): why for n, why in order["given_up"].items()}
                work_shard(at, order["shard"], given_up, looking)
                signal.alarm(0)
                memory.trim()  # pixels leave gaps: what a large image took is not kept for the next
                say(done=order["shard"])
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except ColophonError as error:
        say(error=str(error))
    except OSError as error:
        where = error.filename or "the folder of the audit"
        say(error=f"{where}: {error.strerror or error}; once that is mended, the same command goes on")


def main() -> None:
    """Talk with whoever started this."""
    channel = Channel(socket.socket(fileno=os.dup(0)))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)  # whatever a library reads must not reach the conversation
    memory.keep_small()
    with suppress(BrokenPipeError, ConnectionResetError):
        serve(channel)


if __name__ == "__main__":
    main()
