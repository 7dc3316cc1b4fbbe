"""The packages for the stores are loaded, paired, and put a label beside a picture."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.e2e.feed import Item, jpeg
from tests.e2e.reading import wait_for
from tests.e2e.sites import FEEDS
from tests.e2e.visitor import IN_BROWSER, World, visit

from colophon.browser.extension import observable_copy
from colophon.cli.extension import extension_folder
from colophon.cli.extension_package import pack

pytestmark = IN_BROWSER

FEED = FEEDS["mastodon"]
SEEDS = {"chromium": 950, "firefox": 951}


@pytest.mark.parametrize("name", ["chromium", "firefox"])
async def test_a_package_works(world: World, name: str, tmp_path: Path) -> None:
    [package] = [one.path for one in pack(extension_folder(), tmp_path) if name in one.path.name]
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "unpacked")
    extension = observable_copy(tmp_path / "unpacked", tmp_path / "observable")
    item = Item("packed", jpeg(SEEDS[name]), "ai_generated.creator", caption="Made with AI.")
    async with visit(replace(world, extension=extension), name) as visitor:
        tab = await visitor.open(world.internet.publish(FEED, [item], "?packed"), (640, 900))
        posts = await wait_for(visitor, tab, FEED, [item])
        assert posts["packed"].id == item.label
        assert tab.console_errors == []
