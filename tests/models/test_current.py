"""The model in use: named in one file, loaded by the load rule, followed while it changes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests import toy_model
from tests.pictures import until

from colophon.errors import ModelError
from colophon.models.current import Chosen, choose, chosen_name, load_chosen, stamp
from colophon.models.watch import Watch
from colophon_model import builtin


@pytest.fixture
def models(tmp_path: Path) -> Path:
    toy_model.write(tmp_path / "toy")
    toy_model.write(tmp_path / "bad", sha256="0" * 64)
    return tmp_path


def test_without_a_word_it_is_the_built_in_one(tmp_path: Path) -> None:
    folder = builtin()
    assert folder is not None
    assert chosen_name(tmp_path / "absent") == "builtin"
    detector = load_chosen(tmp_path / "absent").detector
    assert detector is not None
    assert detector.manifest.id == folder.name


def test_choosing_writes_one_line_and_leaves_nothing_else(tmp_path: Path) -> None:
    choose(tmp_path / "models", "toy")
    choose(tmp_path / "models", "none")
    (file,) = (tmp_path / "models").iterdir()
    assert file.read_text() == "none\n"
    assert load_chosen(tmp_path / "models") == Chosen("none")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("in the way")
    with pytest.raises(ModelError, match="models cannot be written"):
        choose(tmp_path / "models", "toy")


@pytest.mark.parametrize("name", ["bad", "absent"])
def test_a_refused_choice_leaves_no_model_in_use(models: Path, name: str) -> None:
    choose(models, name)
    chosen = load_chosen(models)
    assert (chosen.name, chosen.detector) == (name, None)
    assert name in str(chosen.refused)


@pytest.mark.parametrize("content", [b"", b"../toy", b"to y", b"\xff\x00", b"x" * 300])
def test_a_damaged_choice_is_refused(models: Path, content: bytes) -> None:
    (models / "current").write_bytes(content)
    assert "holds no name of a model" in str(load_chosen(models).refused)
    assert stamp(models) == ()


async def test_the_watch_follows_what_is_chosen(models: Path) -> None:
    watch, replaced = Watch(models), list[Chosen]()
    choose(models, "none")
    assert watch.load().detector is None
    await watch.look(replaced.append)
    assert replaced == []
    choose(models, "toy")
    await watch.look(replaced.append)
    await watch.look(replaced.append)
    assert [chosen.name for chosen in replaced] == ["toy"]
    assert replaced[0].detector is not None


async def test_the_watch_keeps_the_model_when_another_is_refused(
    models: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watch, replaced = Watch(models), list[Chosen]()
    choose(models, "toy")
    watch.load()
    choose(models, "bad")
    await watch.look(replaced.append)
    await watch.look(replaced.append)
    assert replaced == []
    assert caplog.text.count("the model toy stays in use: the model bad was refused") == 1
    toy_model.write(models / "bad")
    await watch.look(replaced.append)
    assert [chosen.name for chosen in replaced] == ["bad"]


async def test_the_watch_sees_a_change_inside_the_model(models: Path) -> None:
    watch, replaced = Watch(models), list[Chosen]()
    choose(models, "toy")
    watch.load()
    toy_model.write(models / "toy", version="2")
    await watch.look(replaced.append)
    assert [c.detector and c.detector.manifest.version for c in replaced] == ["2"]


async def test_the_watch_takes_none_for_a_choice(models: Path) -> None:
    watch, replaced = Watch(models), list[Chosen]()
    choose(models, "toy")
    watch.load()
    choose(models, "none")
    await watch.look(replaced.append)
    assert replaced == [Chosen("none")]


async def test_where_nothing_was_in_use_the_new_reason_counts(models: Path) -> None:
    watch, replaced = Watch(models), list[Chosen]()
    choose(models, "absent")
    watch.load()
    choose(models, "bad")
    await watch.look(replaced.append)
    assert ["SHA-256" in str(chosen.refused) for chosen in replaced] == [True]


async def test_a_look_that_fails_is_logged_and_the_watch_goes_on(
    models: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    watch, replaced = Watch(models), list[Chosen]()
    choose(models, "none")
    watch.load()
    monkeypatch.setattr("colophon.models.watch.stamp", lambda _: 1 / 0)
    running = asyncio.create_task(watch.run(0.001, replaced.append))
    await until(lambda: "could not be looked at" in caplog.text)
    monkeypatch.undo()
    choose(models, "toy")
    await until(lambda: replaced)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [chosen.name for chosen in replaced] == ["toy"]
