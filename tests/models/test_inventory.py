"""Which models there are, and how one is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import toy_model

from colophon.errors import ModelError
from colophon.models.inventory import Kind, entries, find, find_anywhere
from colophon_model import builtin
from colophon_model.published import published


def test_the_built_in_one_comes_first_then_installed_then_published(tmp_path: Path) -> None:
    toy_model.write(tmp_path / "toy")
    (tmp_path / ".incoming-x").mkdir()
    (tmp_path / "current").write_text("toy\n")
    listed = entries(tmp_path)
    assert [entry.kind for entry in listed[:2]] == [Kind.BUILTIN, Kind.INSTALLED]
    assert {entry.name for entry in listed[2:]} == set(published())
    assert [entry.manifest is not None for entry in listed[:3]] == [True, True, False]


def test_a_published_one_that_is_installed_is_listed_once(tmp_path: Path) -> None:
    name = next(iter(published()))
    toy_model.write(tmp_path / name)
    assert [entry.kind for entry in entries(tmp_path) if entry.name == name] == [Kind.INSTALLED]


def test_a_broken_manifest_is_listed_with_its_trouble(tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "manifest.json").write_text("{}")
    entry = find(tmp_path, "odd")
    assert entry.manifest is None
    assert "schema" in str(entry.trouble)


def test_names(tmp_path: Path) -> None:
    folder = builtin()
    assert folder is not None
    toy_model.write(tmp_path / "models" / "toy")
    models = tmp_path / "models"
    assert find(models, "builtin").folder == find(models, folder.name).folder == folder
    assert find(models, "toy").folder == models / "toy"
    elsewhere = toy_model.write(tmp_path / "elsewhere")
    assert find_anywhere(models, str(elsewhere)).kind is Kind.FOLDER
    assert find_anywhere(models, "toy").kind is Kind.INSTALLED


def test_an_unknown_name_says_what_there_is(tmp_path: Path) -> None:
    toy_model.write(tmp_path / "toy")
    with pytest.raises(ModelError, match=r"'other'; there are: colophon-\S+, toy"):
        find(tmp_path, "other")
    with pytest.raises(ModelError, match="colophon model install sieve-ft44s"):
        find(tmp_path, "sieve-ft44s")
    with pytest.raises(ModelError, match=r"'\.\./toy'"):
        find(tmp_path / "sub", "../toy")
