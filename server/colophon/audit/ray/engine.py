"""Shards on a Ray cluster: actors in the place of processes, and everything else as on one computer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

from colophon.audit.engine import STUCK_SECONDS, Event
from colophon.audit.plan import Plan
from colophon.audit.process import Ended
from colophon.audit.ray.actor import Actor, Needs, needs
from colophon.audit.ray.cluster import cluster
from colophon.audit.seats import Seats
from colophon.errors import InputError

LOST = "was lost with its actor or its node"
_ON_THE_WAY_SECONDS = 30.0  # for an answer, beyond what the node itself waits
_END_SECONDS = 5.0  # for a process to be killed before its actor is
_WAY_OUT = "`ray status` and the logs of Ray say what its nodes lack; fewer --workers need less of them"


class OnCluster:
    """An `Engine`: ``workers`` actors, one CPU each, on the cluster at ``address`` or one of this computer.

    Without ``workers`` as many as the cluster has free CPUs; ``cores`` is that of a cluster of this computer.
    """

    def __init__(self, workers: int | None, address: str | None, cores: int) -> None:
        self._workers, self._address, self._cores = workers, address, cores

    @contextmanager
    def run(self, plan: Plan, shards: Sequence[int]) -> Iterator[Iterator[Event]]:
        """As `Engine` has it."""
        plan = _absolute(plan)
        with cluster(self._address, self._workers or self._cores) as ray:
            start = partial(OnNode, ray, needs(plan))
            with Seats(self._count(ray), start, _WAY_OUT).run(plan, shards) as events:
                yield events

    def _count(self, ray: Any) -> int:
        free = int(ray.available_resources().get("CPU", 0))
        if free < (self._workers or 1):
            raise InputError(
                f"the Ray cluster has {free} free CPUs: give fewer --workers, add nodes, or wait for "
                "what others do there"
            )
        return self._workers or free


class OnNode:
    """A `seats.Worker`: the near side of an actor."""

    def __init__(self, ray: Any, needs: Needs) -> None:
        self._ray = ray
        # two threads: one waits for the process, the other may be told to end it
        self._actor = ray.remote(num_cpus=1, max_concurrency=2, max_restarts=0)(Actor).remote(needs)

    def say(self, message: bytes) -> None:
        """Send a message."""
        self._answer(self._actor.say.remote(message), STUCK_SECONDS)

    def hear(self, seconds: float) -> dict[str, Any]:
        """The next message."""
        return self._answer(self._actor.hear.remote(seconds), seconds + _ON_THE_WAY_SECONDS)

    def kill(self) -> None:
        """End the process, then the actor."""
        with suppress(self._ray.exceptions.RayError):
            self._ray.get(self._actor.end.remote(), timeout=_END_SECONDS)
        with suppress(self._ray.exceptions.RayError, ValueError):
            self._ray.kill(self._actor)

    def close(self) -> None:
        """The same."""
        self.kill()

    def _answer(self, coming: Any, seconds: float) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self._ray.get(coming, timeout=seconds)
        except self._ray.exceptions.GetTimeoutError:
            raise Ended(f"took longer than {seconds:g} s") from None
        except self._ray.exceptions.RayError as error:
            if "No module named 'colophon" in str(error):
                raise InputError(
                    "a node of the Ray cluster has no Colophon: install the same version on each"
                ) from error
            raise Ended(LOST) from None
        if "error" in answer:
            raise InputError(answer["error"])
        if "ended" in answer:
            raise Ended(answer["ended"])
        return answer


def _absolute(plan: Plan) -> Plan:
    """Nodes work in other folders than this command."""
    config = plan.config
    trust = config.trust and config.trust.absolute()
    config = replace(config, data=config.data.absolute(), trust=trust)
    return replace(plan, source=plan.source.absolute(), out=plan.out.absolute(), config=config)
