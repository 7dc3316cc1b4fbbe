"""``colophon model evaluate`` over a small pack: the table, the files, and what may be taken over."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
import typer
from PIL import Image
from tests import toy_model
from typer.testing import CliRunner, Result

from colophon.cli.evaluate import evaluate as command
from colophon.cli.group import Commands
from colophon_model.manifest import read

LEVELS = {("ai", "bright"): 150, ("ai", "brighter"): 160, ("other", "dim"): 70, ("other", "dimmer"): 80}
EACH = 4
SIDE = 96

Evaluate = Callable[..., Result]

app = typer.Typer(cls=Commands)
app.callback()(lambda: None)  # a group even with one command, so that errors are told as there
app.command("evaluate")(command)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Bright AI pictures and dim others: the toy model, which looks at brightness, tells them apart."""
    folder = tmp_path / "pictures"
    for (label, group), level in LEVELS.items():
        (folder / label / group).mkdir(parents=True)
        for number in range(EACH):
            pixels = toy_model.noise(level + number, SIDE, number)
            Image.fromarray(pixels).save(folder / label / group / f"{number}.png")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def installed(home: Path) -> Path:
    return toy_model.write(home / "models" / "toy", calibration=None, operating_points=[])


@pytest.fixture
def evaluate(home: Path) -> Evaluate:
    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, ["evaluate", *map(str, arguments), "--rounds", "20"])

    return run


def test_the_table_and_both_files(pack: Path, installed: Path, evaluate: Evaluate, tmp_path: Path) -> None:
    data, html = tmp_path / "out.json", tmp_path / "out.html"
    result = evaluate("toy", pack, "--json", data, "--html", html)
    assert result.exit_code == 0, result.output
    assert "8 AI pictures, 8 others" in result.stdout
    assert "512 q40" in result.stdout
    assert "Note: 8 AI pictures and 8 others were judged. Figures of so few can be chance" in result.stdout
    assert re.search(r"native +1\.000 \[1\.00, 1\.00\] +– ", result.stdout)
    found = orjson.loads(data.read_bytes())
    assert found["void"] is True  # brightness alone does it
    assert set(found["whole"]["figures"]["conditions"]) == {
        "native",
        "1080 q70",
        "768 q60",
        "512 q40",
        "50 % q90",
        "WebP q80",
        "screenshot",
    }
    for name, one in found["whole"]["figures"]["conditions"].items():
        assert one["auc"] == 1.0, name
        assert found["whole"]["audit"][name]["void"] is True
        assert found["whole"]["audit"][name]["outside"][0] == "brightness"
    page = html.read_text(encoding="utf-8")
    assert page.count("<svg") == page.count("</svg>") >= 6
    assert "<script" not in page
    assert "Void:" in page
    assert not [word for word in ("http://", "https://") if f'src="{word}' in page or f'href="{word}' in page]


def test_the_figures_do_not_change_from_run_to_run(
    pack: Path, installed: Path, evaluate: Evaluate, tmp_path: Path
) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    for path in (first, second):
        assert evaluate("toy", pack, "--json", path).exit_code == 0
    assert first.read_bytes() == second.read_bytes()


def test_a_pack_of_the_training_is_said_loudly_and_not_adopted(
    home: Path, evaluate: Evaluate, tmp_path: Path, pack: Path
) -> None:
    rows = [("id", "label", "source", "generator", "file")]
    for path in sorted(pack.rglob("*.png")):
        label, group = path.parts[-3], path.parts[-2]
        rows.append(
            (
                path.stem + group,
                "ai" if label == "ai" else "real",
                group,
                group,
                str(path.relative_to(pack)),
            )
        )
    with (pack / "manifest.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    digest = hashlib.sha256((pack / "manifest.csv").read_bytes()).hexdigest()
    scope = {"content": [], "abstain_on": [], "trained_on": "it", "trained_until": "2026", "packs": [digest]}
    folder = toy_model.write(home / "models" / "toy", scope=scope)
    before = (folder / "manifest.json").read_bytes()
    result = evaluate("toy", pack, "--adopt", "--html", tmp_path / "out.html")
    assert result.exit_code == 1
    assert "toy was trained on this pack. These are not figures of unseen pictures" in result.stdout
    assert "nothing was taken over: toy was trained on pictures" in result.output
    assert (folder / "manifest.json").read_bytes() == before
    assert "not figures of unseen pictures" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_adopt_writes_the_calibration_and_says_what_is_missing(
    pack: Path, installed: Path, evaluate: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colophon_model.evaluation.adopt.FEWEST", EACH)  # a few pictures show it as well
    monkeypatch.setattr("colophon_model.evaluation.adopt.FEWEST_GROUPS", 2)
    result = evaluate(
        "toy", pack, "--adopt", "--json", tmp_path / "out.json", "--html", tmp_path / "out.html"
    )
    assert result.exit_code == 0, result.output
    manifest = read(installed)
    assert manifest.calibration is not None
    assert manifest.thresholds == {"research": None, "label": None}
    assert "dim: 4 pictures, 300 are needed: 296 are missing" in result.stdout
    assert "dim: 4 pictures, 3,000 are needed: 2,996 are missing" in result.stdout
    report = (installed / "evaluation.json").read_bytes()
    assert manifest.evaluation is not None
    assert manifest.evaluation.report_sha256 == hashlib.sha256(report).hexdigest()
    assert report == (tmp_path / "out.json").read_bytes()
    assert "296 are missing" in (tmp_path / "out.html").read_text(encoding="utf-8")
    again = evaluate("toy", pack)
    assert "was fitted on this pack" in again.stdout


def test_a_handful_of_pictures_changes_nothing_of_the_model(
    pack: Path, installed: Path, evaluate: Evaluate, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in installed.iterdir()}
    result = evaluate("toy", pack, "--adopt", "--html", tmp_path / "out.html")
    assert result.exit_code == 1
    assert "nothing was taken over: too few were judged (native: 8 AI pictures" in result.output
    assert "2 generators; 2 sources" in result.output
    assert {path.name: path.read_bytes() for path in installed.iterdir()} == before
    assert (tmp_path / "out.html").is_file()


def test_only_an_installed_model_is_written_into(
    pack: Path, home: Path, evaluate: Evaluate, tmp_path: Path
) -> None:
    folder = toy_model.write(tmp_path / "elsewhere")
    for name in (folder, "builtin"):
        result = evaluate(name, pack, "--adopt")
        assert result.exit_code == 1
        assert "writes into installed models only" in result.output


def test_two_models_on_the_same_pictures(
    pack: Path, installed: Path, evaluate: Evaluate, tmp_path: Path
) -> None:
    same = toy_model.write(tmp_path / "same", id="same")
    result = evaluate(
        "toy", pack, "--against", same, "--json", tmp_path / "out.json", "--html", tmp_path / "o.html"
    )
    assert result.exit_code == 0, result.output
    assert "+0.000 [+0.00, +0.00], not told apart" in result.stdout
    row = orjson.loads((tmp_path / "out.json").read_bytes())["compared"]["whole"]["native"]
    assert (row["pictures"], row["difference"]) == (16, 0.0)
    assert "Beside same" in (tmp_path / "o.html").read_text(encoding="utf-8")


def test_a_limit_takes_from_every_group_and_is_said(pack: Path, installed: Path, evaluate: Evaluate) -> None:
    result = evaluate("toy", pack, "--limit", 8)
    assert result.exit_code == 0, result.output
    assert "4 AI pictures, 4 others" in result.stdout
    assert "8 of the 16 pictures of the pack were looked at" in result.stdout


def test_a_file_that_is_no_picture_is_left_out_and_said(
    pack: Path, installed: Path, evaluate: Evaluate, tmp_path: Path
) -> None:
    (pack / "ai" / "bright" / "0.png").write_bytes(b"no picture")
    result = evaluate("toy", pack, "--json", tmp_path / "out.json")
    assert result.exit_code == 0, result.output
    assert "1 pictures could not be read" in result.stdout
    unread: dict[str, Any] = orjson.loads((tmp_path / "out.json").read_bytes())["pack"]["unread"]
    assert list(unread) == ["ai/bright/0.png"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,label,source\n", "no column 'generator'"),
        ("id,label,source,generator\na,maybe,s,g\n", "line 2: label 'maybe' is neither ai nor real"),
        ("id,label,source,generator\n../a,ai,s,g\n", "must be a path inside the pack"),
        ("id,label,source,generator\na,ai,s,g\n", "has no other pictures"),
    ],
)
def test_a_folder_that_is_no_pack(
    text: str, said: str, installed: Path, evaluate: Evaluate, tmp_path: Path
) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "manifest.csv").write_text(text)
    result = evaluate("toy", tmp_path / "bad")
    assert result.exit_code == 1
    assert said in result.output


def test_a_model_that_fails_on_a_picture_is_named(
    pack: Path, installed: Path, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    from colophon_model.load import Model

    monkeypatch.setattr(Model, "logits", lambda self, pixels: np.array([np.nan]))
    monkeypatch.setattr("colophon_model.load._check_golden", lambda *_: None)
    result = evaluate("toy", pack)
    assert result.exit_code == 1
    assert "toy gave a value that is not a number" in result.output


def test_an_unknown_model_is_refused_with_the_names_there_are(pack: Path, evaluate: Evaluate) -> None:
    result = evaluate("nothing", pack)
    assert result.exit_code == 1
    assert "no model on this computer is called 'nothing'" in result.output
