"""``scripts/bench NAME``: run one benchmark, print its report as one JSON object."""

from __future__ import annotations

import argparse
import importlib
import json
from pathlib import Path

from tests.bench.measure import ROUNDS, Bench
from tests.bench.plot import write_plot

BENCHES = {
    "serving": "cost of a lookup and of a new image beside bare servers and bare loops",
    "detector": "cost of the shipped model beside decoding the image",
    "image_text": "notes read, other pictures called a disclosure, and the cost of each stage",
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
    options = parser.parse_args()
    if options.rounds < ROUNDS:
        parser.error(f"--rounds: at least {ROUNDS}, or a median says little")
    bench = Bench(options.name, options.rounds)
    importlib.import_module(f"tests.bench.{options.name}").run(bench)
    if options.plot:
        write_plot(bench, options.plot)
    print(json.dumps(bench.report()))


if __name__ == "__main__":
    main()
