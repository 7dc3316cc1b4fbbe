"""Serving: new images beside a bare loop and what others build, known ones beside bare aiohttp, overload.

One server runs at a time; the others are stopped (SIGSTOP) meanwhile, because some burn CPU while idle. Every
server that looks at images does the same work (`work.Work`); ours runs with the detector's check only. The
load client and the bare loop have processes of their own. Costs are CPU of the server and its workers.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from tests.bench.measure import Bench
from tests.bench.progress import Progress
from tests.bench.serving import apart, client, overload, plots, report, rounds
from tests.bench.serving.server import colophon, peer
from tests.bench.serving.sizes import FULL, QUICK

PEER_PACKAGES = ("fastapi", "litserve", "mosec", "uvicorn")
PROFILE = {"checks": "detector"}


def run(bench: Bench) -> None:
    """Fill ``bench``; see the package's docstring."""
    sizes = QUICK if bench.options.quick else FULL
    peers = rounds.PEERS if _peers_wanted(bench) else {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        seconds = rounds.estimate(sizes, bench.rounds, len(peers)) + overload.estimate(sizes) + 60
        progress = Progress(seconds)
        progress.step("starting the servers")
        taking_part = rounds.Field(
            ours=stack.enter_context(colophon("colophon", folder / "model-only", PROFILE)),
            plain=stack.enter_context(peer("plain")),
            peers={name: stack.enter_context(peer(module)) for name, (module, _) in peers.items()},
            client=stack.enter_context(client.process()),
            bare=stack.enter_context(client.process()),
        )
        with bench.foreign():
            measured = rounds.Rounds(taking_part, sizes, progress).run(bench.rounds)
            pressed = overload.run_overload(taking_part.ours, taking_part.client, sizes, progress)
        progress.step("memory with every check")
        whole = apart.whole_server(folder / "whole", taking_part.client)
        progress.end()
    report.write(bench, measured, pressed)
    report.write_whole(bench, *whole)
    bench.draw = partial(plots.draw, bench, measured, pressed)


def _peers_wanted(bench: Bench) -> bool:
    absent = [name for name in PEER_PACKAGES if find_spec(name) is None]
    wanted = bench.options.peers
    if wanted and absent:
        raise SystemExit(
            f"scripts/bench serving: the servers to compare with are not installed ({', '.join(absent)}). "
            f"Install them with `scripts/setup --bench`, or leave them out with --no-peers."
        )
    return wanted if wanted is not None else not absent
