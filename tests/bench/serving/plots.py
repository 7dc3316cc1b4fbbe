"""The picture of a run: throughput and tail over concurrency, CPU per request, memory, what overload does."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator
from tests.bench.measure import Bench
from tests.bench.serving.overload import HONOURING, IGNORING, SATURATED, TIMES, Overload
from tests.bench.serving.rounds import OURS, PEERS, Measured
from tests.bench.serving.sizes import CONCURRENCY, CORES, HASHES

# Okabe and Ito's palette, told apart with any colour vision; markers differ as well.
STYLE = {
    OURS: ("#0072B2", "o", "-"),
    "FastAPI": ("#E69F00", "s", "--"),
    "LitServe": ("#CC79A7", "^", "-."),
    "mosec": ("#009E73", "D", ":"),
}
GREY, BLUE, VERMILION = "#6b7280", "#0072B2", "#D55E00"
MIB = 1024 * 1024


def draw(bench: Bench, measured: Measured, pressed: Overload, path: Path) -> None:
    """Write the picture; the format follows the file's ending."""
    figure, axes = plt.subplots(2, 3, figsize=(15, 8.4))
    _throughput(axes[0, 0], measured)
    _tail(axes[0, 1], measured)
    _cost(axes[0, 2], measured)
    _known(axes[1, 0], measured)
    _memory(axes[1, 1], measured)
    _overload(axes[1, 2], pressed)
    for ax in axes.flat:
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(length=3, color=GREY)
    figure.suptitle(
        "Colophon serving: new images (decode, hashes, detector), known ones, overload",
        x=0.01,
        ha="left",
        fontsize=14,
        fontweight="bold",
    )
    figure.text(0.01, 0.925, _caption(bench), fontsize=9, color=GREY)
    figure.tight_layout(rect=(0, 0, 1, 0.92), h_pad=2.5, w_pad=2.5)
    figure.savefig(path, dpi=130)
    plt.close(figure)


def _caption(bench: Bench) -> str:
    verdicts = [result.met for result in bench.results]
    said = bench.reservation or f"{verdicts.count(True)} goals met, {verdicts.count(False)} missed"
    return (
        f"{bench.report()['machine']}; medians of {bench.rounds} interleaved rounds, one server running at a "
        f"time; foreign load {bench.foreign_load:.2f} cores; {said}"
    )


def _servers(measured: Measured) -> list[str]:
    return [name for name in (OURS, *PEERS) if (name, CONCURRENCY[0]) in measured.samples]


def _over_clients(ax: Axes, title: str, unit: str) -> None:
    ax.set_title(title, loc="left", fontsize=11)
    ax.set_xscale("log", base=2)
    ax.xaxis.set_major_locator(FixedLocator(CONCURRENCY))
    ax.xaxis.set_major_formatter(FixedFormatter([str(clients) for clients in CONCURRENCY]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("clients at once")
    ax.set_ylabel(unit)
    ax.grid(axis="y", color="#e5e7eb", linewidth=0.8)
    ax.set_axisbelow(True)


def _lines(ax: Axes, measured: Measured, of: str, scale: float) -> None:
    for name in _servers(measured):
        colour, marker, line = STYLE[name]
        values = [scale * measured.median(name, clients, of) for clients in CONCURRENCY]
        width = 2.4 if name == OURS else 1.6
        ax.plot(CONCURRENCY, values, color=colour, marker=marker, linestyle=line, linewidth=width, label=name)


def _throughput(ax: Axes, measured: Measured) -> None:
    _over_clients(ax, "Throughput of new images", "images per second")
    _lines(ax, measured, "rate", 1)
    bound = CORES / measured.bare_cpu(1)
    ax.axhline(bound, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
    ax.text(CONCURRENCY[0], bound, f"cores / bare loop: {bound:.1f}", color=GREY, fontsize=8, va="bottom")
    ax.set_ylim(0, bound * 1.15)


def _tail(ax: Axes, measured: Measured) -> None:
    _over_clients(ax, "Slowest of a hundred accepted (p99)", "seconds")
    _lines(ax, measured, "p99", 1 / 1000)
    ax.set_yscale("log")
    ax.legend(frameon=False, fontsize=9, loc="upper left")


def _bars(ax: Axes, names: list[str], values: list[float], colours: list[str], unit: str, form: str) -> None:
    ax.barh(range(len(names)), values, color=colours, height=0.6)
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.set_xlabel(unit)
    ax.set_xlim(0, 1.18 * max(values))
    for place, value in enumerate(values):
        ax.text(value, place, f" {value:{form}}", va="center", fontsize=9)


def _cost(ax: Axes, measured: Measured) -> None:
    servers = _servers(measured)
    ax.set_title("CPU per new image, 8 at once", loc="left", fontsize=11)
    values = [1000 * measured.bare_cpu(1), *(measured.median(name, 8, "cpu_ms") for name in servers)]
    _bars(ax, ["bare loop", *servers], values, [GREY, *(STYLE[n][0] for n in servers)], "milliseconds", ".1f")


def _known(ax: Axes, measured: Measured) -> None:
    ax.set_title("CPU per request, 32 at once", loc="left", fontsize=11)
    many = f"lookup {HASHES}"
    names = {
        "hello": "aiohttp, empty answer",
        "lookup 1": "lookup of 1",
        many: f"lookup of {HASHES}",
        "echo": "aiohttp, body sent back",
        "hit": "known image with body",
    }
    values = [measured.median(name, 32, "cpu_ms") for name in names]
    colours = [BLUE if name in ("lookup 1", many, "hit") else GREY for name in names]
    _bars(ax, list(names.values()), values, colours, "milliseconds", ".3f")


def _memory(ax: Axes, measured: Measured) -> None:
    servers = _servers(measured)
    ax.set_title("Resident memory, after 32 at once", loc="left", fontsize=11)
    values = [measured.resident(name) / MIB for name in servers]
    _bars(ax, servers, values, [STYLE[name][0] for name in servers], "MiB", ".0f")


def _overload(ax: Axes, pressed: Overload) -> None:
    ax.set_title(
        f"Overload: {TIMES} x the clients that saturate ({pressed.clients})", loc="left", fontsize=11
    )
    names = {
        SATURATED: "saturated",
        HONOURING: "overload,\nRetry-After\nhonoured",
        IGNORING: "overload,\nRetry-After\nignored",
    }
    places, width = range(len(names)), 0.38

    def beside_saturation(of: str) -> list[float]:
        return [pressed.median(name, of) / pressed.median(SATURATED, of) for name in names]

    shares = {
        "goodput / at saturation": beside_saturation("goodput"),
        "p99 of accepted / at saturation": beside_saturation("p99"),
    }
    for (label, values), shift, colour, goal in zip(
        shares.items(), (-width / 2, width / 2), (BLUE, VERMILION), (0.85, 3), strict=True
    ):
        ax.bar([place + shift for place in places], values, width, color=colour, label=label)
        ax.axhline(goal, color=colour, linewidth=1, linestyle=(0, (4, 3)))
        for place, value in zip(places, values, strict=True):
            ax.text(place + shift, value, f"{value:.2f}", ha="center", va="bottom", fontsize=9)
    ax.set_xticks(list(places), list(names.values()), fontsize=9)
    ax.set_ylabel("dashed: the goals")
    ax.set_ylim(0, 1.2 * max(3.0, *(value for values in shares.values() for value in values)))
    ax.legend(frameon=False, fontsize=9, loc="upper left")
