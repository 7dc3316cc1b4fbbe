"""``colophon demo``: the server, a browser with the extension, a sample feed. Used by ``scripts/start``."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import tempfile
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from colophon.browser import installed
from colophon.cli.extension import extension_folder
from colophon.cli.server import Data
from colophon.config import Config, load
from colophon.demo.folder import folder_posts
from colophon.demo.post import Post
from colophon.demo.show import show
from colophon.demo.smoke import Summary, smoke
from colophon.demo.stage import set_stage
from colophon.demo.trust import fetch_once
from colophon.errors import ColophonError, ConfigError


class BrowserName(StrEnum):
    """Which browser to open."""

    CHROMIUM = "chromium"
    FIREFOX = "firefox"
    NONE = "none"


def demo(
    browser: Annotated[
        BrowserName | None, typer.Option(help="Which browser to open.", show_default="the first that starts")
    ] = None,
    images: Annotated[
        Path | None, typer.Option(help="A folder of your own pictures to show as well.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port of the server.", show_default="8765")
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Open no window.")] = False,
    smoke_run: Annotated[
        bool,
        typer.Option(
            "--smoke", help="Headless: wait for the labels, write a screenshot, print one JSON line, end."
        ),
    ] = False,
    screenshot: Annotated[
        Path | None,
        typer.Option(help="With --smoke: the PNG to write.", show_default="colophon-smoke-BROWSER.png"),
    ] = None,
    data: Data = None,
) -> None:
    """Open a sample feed in a browser with the extension loaded and connected. Ctrl-C stops everything."""
    try:
        with _config(port, smoke_run, data) as config:
            extension = extension_folder()
            own = folder_posts(images, config.limits) if images else []
            if consequence := fetch_once(config):
                _say(consequence)
            if smoke_run:
                name = browser or next(iter(installed()), BrowserName.CHROMIUM)
                path = screenshot or Path(f"colophon-smoke-{name}.png")
                if not path.parent.is_dir():
                    raise ConfigError(f"--screenshot {path}: there is no folder {path.parent}")
                summary = asyncio.run(_smoke(config, own, name, extension, path))
                typer.echo(json.dumps(summary.as_dict()))
                raise typer.Exit(1 if summary.problems else 0)
            names = [browser] if browser else [BrowserName.CHROMIUM, BrowserName.FIREFOX]
            wanted = [str(name) for name in names if name != BrowserName.NONE]
            asyncio.run(_until_told(_show(config, own, wanted, extension, headless)))
    except ColophonError as error:
        typer.echo(f"colophon demo: {error}", err=True)
        raise typer.Exit(1) from error


@contextmanager
def _config(port: int | None, smoke_run: bool, data: Path | None) -> Iterator[Config]:
    """A smoke run leaves nothing behind and disturbs no server that runs already."""
    config = load(port=port, data=data)
    if not smoke_run:
        yield config
        return
    with tempfile.TemporaryDirectory(prefix="colophon-data-") as folder:
        own = config.data if data or "COLOPHON_DATA" in os.environ else Path(folder)
        yield replace(config, data=own, port=port or 0)


async def _smoke(config: Config, own: list[Post], name: str, extension: Path, path: Path) -> Summary:
    async with set_stage(config, own) as stage:
        return await smoke(stage, name, extension, path)


async def _show(config: Config, own: list[Post], names: list[str], extension: Path, headless: bool) -> None:
    async with set_stage(config, own) as stage:
        _say(f"Colophon listens on {stage.url}")
        await show(stage, names, extension, headless, _say)


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run ``work`` to its end, or end it in an orderly way at Ctrl-C or SIGTERM."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        _say("Stopped.")


def _say(text: str) -> None:
    typer.echo(text, err=True)
