"""``colophon model``: what it lists, installs, puts in use and prints."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests import toy_model
from tests.models.stand_ins import known_at, publishing, serving, stand_in
from typer.testing import CliRunner, Result

from colophon.cli import app
from colophon_model import builtin

SIEVE = stand_in("sieve-ft44s")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["model", *map(str, arguments)])


def well(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def badly(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    return result.stderr


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return toy_model.write(tmp_path / "somewhere")


def test_every_command_has_help() -> None:
    for command in ("list", "install", "use", "verify", "evaluate", "card"):
        assert "Usage" in well(command, "--help")


def test_the_list_says_what_is_in_use_and_why_there_is_no_label(toy: Path, data: Path) -> None:
    well("install", toy)
    rows = {row["name"]: row for row in orjson.loads(well("list", "--json"))}
    own = rows[getattr(builtin(), "name", "")]
    assert (own["kind"], own["in_use"], own["labels"]) == ("builtin", True, False)
    assert own["why_no_label"]
    assert (rows["toy"]["kind"], rows["toy"]["in_use"], rows["toy"]["license"]) == (
        "installed",
        False,
        "CC0-1.0",
    )
    assert rows["toy"]["why_no_label"] == "it gives no share of mistakes by source of the pictures"
    sieve = rows["sieve-ft44s"]
    assert (sieve["kind"], sieve["labels"], sieve["host"]) == ("published", None, "github.com")
    assert (sieve["bytes"], sieve["about_bytes"]) == (None, 45_000_000)
    text = well("list")
    assert "about 45 MB; `colophon model install sieve-ft44s`" in text
    assert "Apache-2.0, 326.2 MB; `colophon model install swinv2-int8`" in text
    assert text.startswith("* ")


def test_a_model_that_meets_the_bar_needs_a_card_too(tmp_path: Path) -> None:
    good = toy_model.write(tmp_path / "good", operating_points=[toy_model.LABEL_POINT])
    assert "A label may rest on it" in well("verify", good)
    well("install", good)
    assert "labels are possible" in well("list")
    (tmp_path / "data" / "models" / "toy" / "card.md").unlink()
    assert "scores only: there is no model card" in well("list")


def test_a_broken_model_is_listed_with_its_trouble(data: Path) -> None:
    (data / "models" / "odd").mkdir(parents=True)
    assert "odd               unreadable, installed; scores only:" in well("list")
    assert "holds no manifest.json" in badly("card", "odd")


def test_install_and_use(toy: Path, data: Path) -> None:
    assert "toy is installed" in well("install", toy, "--use")
    assert (data / "models" / "current").read_text() == "toy\n"
    assert "* toy" in well("list")
    assert "No model is in use" in well("use", "none")
    assert well("list").endswith("No model is in use.\n")
    assert "no model is in use; name one" in badly("verify")
    own = getattr(builtin(), "name", "")
    assert f"{own} is in use" in well("use", own)
    assert (data / "models" / "current").read_text() == "builtin\n"


def test_what_is_not_accepted_is_not_put_in_use(toy: Path, data: Path) -> None:
    well("install", toy, "--use")
    toy_model.write(data / "models" / "bad", sha256="0" * 64)
    assert "the model bad was refused: toy.onnx has SHA-256" in badly("use", "bad")
    assert "'absent'; there are: " in badly("use", "absent")
    assert (data / "models" / "current").read_text() == "toy\n"


def test_a_choice_that_is_gone_is_said(data: Path) -> None:
    (data / "models").mkdir(parents=True)
    (data / "models" / "current").write_text("gone\n")
    assert well("list").endswith("In use: gone, which is not installed.\n")


def test_a_published_model_is_named_with_its_host_before_it_is_fetched(
    monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    with serving({"/m": SIEVE}) as server:
        known = known_at(server.address("/m"), "sieve-ft44s", SIEVE, bytes=len(SIEVE))
        with publishing(monkeypatch, known):
            result = run("install", "sieve-ft44s")
            again = run("install", "sieve-ft44s")
    assert result.exit_code == 0, result.output
    assert "sieve-ft44s (MIT): fetching http" in result.stderr
    assert "from 127.0.0.1, 0 MB" in result.stderr
    assert "no label: it has no threshold for labels" in result.stdout
    assert again.exit_code == 1
    assert "--replace" in again.stderr
    assert "score = sigmoid(logit + 0.43)" in well("card", "sieve-ft44s")
    assert "as it was computed" not in well("verify", "sieve-ft44s")
    assert "not wrong preprocessing" in well("verify", "sieve-ft44s")


def test_a_refused_install_says_why_and_leaves_nothing(tmp_path: Path, data: Path) -> None:
    bad = toy_model.write(tmp_path / "bad", selftest=[])
    assert "selftest" not in badly("install", tmp_path / "absent")
    (bad / "toy.onnx").write_bytes(b"<html>")
    assert "was refused" in badly("install", bad)
    assert not list((data / "models").iterdir())


def test_verify_prints_each_promise(toy: Path) -> None:
    text = well("verify", toy)
    for promise in (
        "SHA-256",
        "opset 17",
        "input 'pixels' is uint8, b x 32 x 32 x 3",
        "logit",
        "golden.png gives",
    ):
        assert promise in text
    answer = orjson.loads(well("verify", toy, "--json"))
    assert (answer["accepted"], len(answer["kept"])) == (True, 5)


def test_verify_says_what_is_broken(tmp_path: Path) -> None:
    bad = toy_model.write(tmp_path / "bad", opset=16)
    assert "opset 17, the manifest says 16" in badly("verify", bad)
    result = run("verify", bad, "--json")
    assert result.exit_code == 1
    assert orjson.loads(result.stdout)["accepted"] is False


def test_the_card_as_it_is_in_a_pipe(toy: Path) -> None:
    assert well("card").startswith("# ")
    (toy / "card.md").write_text("# Toy\n\n| a | b |\n")
    assert well("card", toy) == "# Toy\n\n| a | b |\n\n"
    (toy / "card.md").unlink()
    made = well("card", toy)
    assert made.startswith("# toy")
    assert "research at 0.6" in made
    assert orjson.loads(well("card", toy, "--manifest"))["id"] == "toy"


def test_the_card_says_on_top_where_other_constants_come_from(toy: Path, data: Path) -> None:
    well("install", toy)
    assert well("card", "toy").startswith("# toy")
    folder = data / "models" / "toy"
    toy_model.change(folder, "calibration", fit_set="own, 600 of 600 pictures, manifest sha256 00")
    toy_model.change(folder, "operating_points", date="2026-11-28")
    (folder / "evaluation.json").write_text("{}")
    text = well("card", "toy")
    assert text.index("taken over with `colophon model evaluate --adopt`") < text.index("# toy")
    assert "(measured 2026-11-28, own, 600 of 600 pictures, manifest sha256 00)" in text
    assert "research at 0.6" in text
    assert "card below are older" in text
    well("install", toy, "--replace")
    assert well("card", "toy").startswith("# toy")


def test_the_card_of_a_model_that_is_not_here() -> None:
    assert "Unsettled" in well("card", "commfor-vits-384")
    assert orjson.loads(well("card", "commfor-vits-384", "--manifest"))["license"] == "MIT"
