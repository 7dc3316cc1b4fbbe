"""``scripts/bench NAME``: run one benchmark, print its report as one JSON object."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from functools import partial
from pathlib import Path

from tests.bench.measure import INFORMATION, ROUNDS, Bench, Options
from tests.bench.plot import VERDICT, write_plot

BENCHES = {
    "serving": "new images, known ones, lookups and overload, beside a bare loop and what others build",
    "soak": "half an hour of everything at 80 % of the capacity: errors, growth of memory",
    "feed": "what the extension costs the page of an endless feed, beside the same page without it",
    "sizing": "what the sizing page rests on: CPU, memory, disk and bytes per picture, entry and tab",
    "audit": "CPU per image of an audit beside the bare loop of `colophon check`, and its memory",
    "detector": "cost of the shipped model beside decoding the image",
    "image_text": "notes read, other pictures called a disclosure, and the cost of each stage",
    "study": "events of a study taken in, beside a bare loop; export and report of five million of them",
    "registry": "near-copy search, reshares recognised, edits told from copies",
    "isolation": "cost of reading records in a process of its own, and of losing one",
}


def main() -> None:
    """Parse the arguments and run."""
    names = "\n".join(f"  {name:10} {what}" for name, what in BENCHES.items())
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Ratios measured side by side in one run; medians of interleaved rounds.",
        epilog=f"benchmarks:\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=BENCHES)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"interleaved rounds, at least {ROUNDS}")
    parser.add_argument("--plot", type=Path, help="write the results as a picture (SVG or PNG by its ending)")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="serving, soak, feed, study, audit: little of everything, no verdicts",
    )
    parser.add_argument(
        "--peers",
        action=argparse.BooleanOptionalAction,
        help="serving: compare with FastAPI, LitServe and mosec (default: where they are installed)",
    )
    parser.add_argument("--minutes", type=float, default=Options.minutes, help="soak: how long it lasts")
    parser.add_argument("--load", type=float, default=Options.load, help="soak: share of the capacity")
    given = parser.parse_args()
    if given.rounds < ROUNDS and not given.quick:
        parser.error(f"--rounds: at least {ROUNDS}, or a median says little (--quick takes fewer)")
    if given.minutes <= 0 or not 0 < given.load <= 1:
        parser.error("--minutes must be more than 0, --load more than 0 and at most 1")
    bench = Bench(given.name, given.rounds, Options(given.quick, given.peers, given.minutes, given.load))
    importlib.import_module(f"tests.bench.{given.name}").run(bench)
    if given.plot:
        (bench.draw or partial(write_plot, bench))(given.plot)
    _tell(bench)
    print(json.dumps(bench.report()))


def _tell(bench: Bench) -> None:
    """The results for a person, beside the object for programs."""
    for result in bench.results:
        verdict = "" if result.goal == INFORMATION else f"{VERDICT[result.met]} ({result.goal})"
        print(f"{result.value:10.4g} {result.unit:20} {verdict:22} {result.name}", file=sys.stderr)
    print(f"foreign load {bench.foreign_load:.2f} cores", file=sys.stderr)
    if bench.reservation:
        print(bench.reservation, file=sys.stderr)


if __name__ == "__main__":
    main()
