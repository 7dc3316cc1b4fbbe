"""How long Redis is waited for: one bound for a question and its retry, and not at all while it is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress

from redis.exceptions import ConnectionError, RedisError

from colophon.store.redis.client import GONE, Answer, Client, Command

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.5  # between two attempts to reach a Redis that is away
REACH_SECONDS = 1.0  # for one attempt: with a cluster, it learns where all keys are

AWAY = ConnectionError("it does not answer in time")
_PROBE: Command = ("EXISTS", "colophon")


class Patience:
    """Asks within ``seconds``, a second try included. After a failure nobody asks until a task reached Redis.

    That task begins at once: a Redis that was slow for a moment is asked again a moment later, and one that
    is gone costs nobody anything until it is back. ``failed`` hears of every question that had no answer.
    """

    def __init__(self, client: Client, seconds: float, shown: str, failed: Callable[[], None]) -> None:
        self._client = client
        self._seconds = seconds
        self._shown = shown
        self._failed = failed
        self._asking = False
        self._refused_names: set[str | int | bytes] = set()  # of commands
        self._returning: asyncio.Task[None] | None = None
        self.working = True  # False once it was tried in vain

    async def start(self) -> None:
        """Try to reach Redis; where that fails, go on in the background."""
        if not await self._reach():
            self._leave()

    async def close(self) -> None:
        """Ask no more."""
        self._asking = False
        if self._returning:
            self._returning.cancel()
            with suppress(asyncio.CancelledError):
                await self._returning
        await self._client.close()

    async def ask(self, commands: Sequence[Command], *, tries: int = 2) -> list[Answer]:
        """One answer for each command, or the exception in its place. Raises nothing itself.

        With one of ``tries`` nothing is sent twice: for what would count twice.
        """
        answers: list[Answer] = [AWAY] * len(commands)
        if not self._asking:
            return answers
        until = asyncio.get_running_loop().time() + self._seconds
        for _ in range(tries):  # again at once, on another connection: the first may have been an old one
            left = [i for i, answer in enumerate(answers) if isinstance(answer, GONE)]
            if not left:
                break
            for i, answer in zip(left, await self._try([commands[i] for i in left], until), strict=True):
                answers[i] = answer
        self._judge(commands, answers)
        return answers

    async def _try(self, commands: Sequence[Command], until: float) -> list[Answer]:
        try:
            async with asyncio.timeout_at(until):
                return await self._client.run(commands)
        except (*GONE, RedisError):  # the time-out, too: it is an OSError; or it does not let us in any more
            pass
        except (
            Exception
        ):  # a fault of the library, while it learns of the nodes perhaps: as good as no answer
            log.exception("asking Redis failed")
        return [AWAY] * len(commands)

    def _judge(self, commands: Sequence[Command], answers: Sequence[Answer]) -> None:
        if any(isinstance(answer, GONE) for answer in answers):
            self._failed()
            self._leave()
            return
        for command, answer in zip(commands, answers, strict=True):
            if isinstance(answer, Exception):
                self.refused(command[0], answer)
            else:
                self.allowed(command[0])

    def refused(self, name: str | int | bytes, error: Exception) -> None:
        """Redis is full, or its user may not give this command: what it still answers is used."""
        if self.working and name not in self._refused_names:
            self._refused_names.add(name)
            log.error("Redis %s refuses %s: %s", self._shown, name, error)

    def allowed(self, name: str | int | bytes) -> None:
        """Redis did what this command says: from now on a refusal is news."""
        self._refused_names.discard(name)

    def doubt(self) -> None:
        """Somebody who only listens has lost it: try whether it is there, before anybody waits for it."""
        if self._asking:
            self._leave()

    def _leave(self) -> None:
        self._asking = False
        if self._returning is None or self._returning.done():
            self._returning = asyncio.create_task(self._return(), name="return to Redis")

    async def _return(self) -> None:
        while not await self._reach():  # noqa: ASYNC110 - nobody else would tell
            await asyncio.sleep(PAUSE_SECONDS)

    async def _reach(self) -> bool:
        try:
            async with asyncio.timeout(REACH_SECONDS):
                await self._client.renew()
            async with asyncio.timeout(self._seconds):  # one that is slower is of no use
                await self._client.run([_PROBE])
        except Exception as error:
            if self.working:
                log.warning("Redis %s is not used until it answers: %s", self._shown, str(error) or AWAY)
            self.working = False
            return False
        if not self.working:
            log.warning("Redis %s answers again", self._shown)
        self._asking = self.working = True
        return True
