"""The second pack, built from folders as unpacked packages have them."""

from __future__ import annotations

import csv
import hashlib
import os
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.model.training.tiny import nothing, pack, photo, write_rgba
from typer import Typer
from typer.testing import CliRunner

from colophon_model.evaluation.pack import read_manifest
from training.others.command import SOURCES, others, packages
from training.others.pack import CROP, FRAME, WHOLE, Source, build
from training.pictures import Pictures

PAINTINGS = Source("paintings", ["game-data"], ["**/portraits"], "CC0", 3)


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """One package: five large pictures, an icon, a picture too long, a text and one elsewhere."""
    folder = tmp_path / "unpacked" / "game-data" / "usr" / "share" / "portraits"
    folder.mkdir(parents=True)
    rng = np.random.default_rng(2)
    for number in range(5):
        Image.fromarray(photo(rng)).resize((1700, 1275)).save(folder / f"{number}.jpg", quality=95)
    noise = np.random.default_rng(3).integers(0, 256, (1200, 320, 3), dtype=np.uint8)
    Image.fromarray(noise[:64, :64]).save(folder / "icon.png")
    Image.fromarray(noise).save(folder / "long.png")
    (folder / "words.txt").write_text("x" * 50_000)
    write_rgba(folder.parent / "elsewhere.png", (1, 2, 3, 255), (500, 400))
    return tmp_path / "unpacked"


def _sizes(folder: Path, id_: str) -> dict[str, tuple[int, int]]:
    found = {}
    for kind in ("crop", "frame", "whole"):
        path = folder / f"{id_}_{kind}.jpg"
        if path.is_file():
            with Image.open(path) as image:
                found[kind] = image.size
    return found


def test_a_pack_has_the_files_the_first_one_has(tmp_path: Path, unpacked: Path) -> None:
    out = tmp_path / "out"
    assert build(unpacked, [PAINTINGS], out, 1, nothing) == 3  # at most
    made = read_manifest(out)
    assert [(item.ai, item.source, item.has_whole) for item in made] == [(False, "paintings", True)] * 3
    for item in made:
        sizes = _sizes(out, item.id)
        assert sizes["crop"] == (CROP, CROP)
        assert min(sizes["frame"]) == FRAME
        assert max(sizes["whole"]) == WHOLE
        assert sizes["frame"][0] / sizes["frame"][1] == pytest.approx(4 / 3, abs=0.01)


def test_small_long_and_foreign_files_are_left_out(tmp_path: Path, unpacked: Path) -> None:
    everything = Source("paintings", ["game-data"], ["**/portraits"], "CC0", 100)
    build(unpacked, [everything], tmp_path / "out", 1, nothing)
    with (tmp_path / "out" / "manifest.csv").open(newline="") as file:
        taken = {row["original_sha256"] for row in csv.DictReader(file)}
    folder = unpacked / "game-data" / "usr" / "share" / "portraits"
    assert taken == {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.jpg")}


def test_the_same_picture_in_two_sizes_is_taken_once(tmp_path: Path, unpacked: Path) -> None:
    folder = unpacked / "twice" / "portraits"
    folder.mkdir(parents=True)
    with Image.open(unpacked / "game-data" / "usr" / "share" / "portraits" / "0.jpg") as image:
        image.save(folder / "large.jpg", quality=95)
        image.save(folder / "same.png")
    twice = Source("twice", ["twice"], ["portraits"], "CC0", 9)
    assert build(unpacked, [twice], tmp_path / "out", 1, nothing) == 1


def test_what_is_transparent_lies_on_white(tmp_path: Path) -> None:
    write_rgba(tmp_path / "in" / "p" / "art" / "ghost.png", (0, 0, 0, 0), (600, 400))
    source = Source("ghosts", ["p"], ["art"], "CC0", 1)
    build(tmp_path / "in", [source], tmp_path / "out", 1, nothing)
    with Image.open(tmp_path / "out" / "real" / "ghosts" / "0000_whole.jpg") as image:
        left = np.asarray(image)[:, :280]
    assert left.min() > 240


def test_the_same_seed_gives_the_same_pack(tmp_path: Path, unpacked: Path) -> None:
    def files(name: str, seed: int) -> dict[str, bytes]:
        build(unpacked, [PAINTINGS], tmp_path / name, seed, nothing)
        return {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name).rglob("*.*")
        }

    first = files("one", 1)
    assert len(first) == 10
    assert first == files("two", 1)
    assert first != files("three", 2)


def test_nothing_is_read_or_written_outside_the_two_folders(tmp_path: Path, unpacked: Path) -> None:
    secret = tmp_path / "elsewhere"
    write_rgba(secret / "private.png", (9, 9, 9, 255), (700, 500))
    folder = unpacked / "links" / "art"
    folder.mkdir(parents=True)
    (folder / "link.png").symlink_to(secret / "private.png")
    (folder / "relative.png").symlink_to(os.path.relpath(secret / "private.png", folder))
    (folder / "inside.jpg").symlink_to(unpacked / "game-data" / "usr" / "share" / "portraits" / "0.jpg")
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "out")}
    links = Source("links", ["links"], ["art"], "CC0", 9)
    assert build(unpacked, [links], tmp_path / "out", 1, nothing) == 1
    assert {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "out")} == before


def test_a_missing_package_is_named_with_the_way_out(tmp_path: Path, unpacked: Path) -> None:
    absent = Source("x", ["game-data", "game-music"], ["**"], "CC0", 1)
    with pytest.raises(FileNotFoundError, match=r"game-music: absent.*apt-get download game-music.*dpkg -x"):
        build(unpacked, [PAINTINGS, absent], tmp_path / "out", 1, nothing)


def test_the_command_names_packages_and_says_what_is_absent(tmp_path: Path) -> None:
    app = Typer()
    app.command()(others)
    app.command()(packages)
    listed = CliRunner().invoke(app, ["packages"])
    assert listed.exit_code == 0
    names = listed.stdout.split()
    assert len(names) == len(set(names)) > 10
    absent = CliRunner().invoke(app, ["others", str(tmp_path), str(tmp_path / "out")])
    assert absent.exit_code == 2
    assert f"apt-get download {names[0]}" in absent.output
    assert not (tmp_path / "out" / "manifest.csv").exists()


def test_every_source_states_a_licence_and_where_its_pictures_lie() -> None:
    stated = tomllib.loads(SOURCES.read_text(encoding="utf-8"))
    for name, table in stated.items():
        source = Source.of(name, table)
        assert source.licence
        assert source.packages
        assert source.most > 0
        assert not any(folder.startswith("/") or ".." in folder.split("/") for folder in source.folders)


def test_the_second_pack_joins_a_first_one(tmp_path: Path, unpacked: Path) -> None:
    build(unpacked, [PAINTINGS], tmp_path / "out", 1, nothing)
    both = Pictures.read([pack(tmp_path / "first"), tmp_path / "out"])
    assert len(both.items) == 15
    assert both.ai.sum() == 6
