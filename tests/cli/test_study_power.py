"""``colophon study power``: numbers by formula and by simulation, and what it says beside them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner, Result

from colophon.cli import app, study_extra
from colophon.study.spec.example import example


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["study", "power", *arguments], env={"COLUMNS": "100"})


def answer(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = orjson.loads(result.stdout)
    return found


def test_table_of_planning_effects() -> None:
    plans = {plan["plan"]: plan["per_arm"] for plan in answer()["plans"]}
    assert list(plans.values()) == [152, 217, 394, 1571, 5385, 1795, 1436, 6745]
    shown = run()
    assert "5,385" in shown.stdout
    assert "implied truth" in shown.stdout
    assert "whether people understand a label" in " ".join(shown.stdout.split())
    assert "implied truth" not in run("--effect", "0.27").stdout, "only where plans of others are shown"


@pytest.mark.parametrize(
    ("arguments", "per_arm", "enrolled"),
    [
        ("--effect 0.27", 217, 217),
        ("--effect -0.27", 217, 217),
        ("--effect 0.054 --items 6", 1795, 1795),
        ("--effect 0.27 --dropout 0.2", 217, 272),
        ("--effect 0.27 --correlation 0.6", 139, 139),
        ("--effect 0.27 --comparisons 3", 289, 289),
        ("--from 0.05 --to 0.04", 6745, 6745),
    ],
)
def test_by_formula(arguments: str, per_arm: int, enrolled: int) -> None:
    found = answer(*arguments.split())
    assert (found["per_arm"], found["enrol_per_arm"]) == (per_arm, enrolled)


def test_what_so_many_find() -> None:
    found = answer("--effect", "0.27", "--n", "217")
    assert 0.80 <= found["power"] < 0.802
    assert 0.269 < found["smallest_effect"] <= 0.27
    assert answer("--effect", "0.27", "--n", "271", "--dropout", "0.2")["power"] < found["power"]
    assert "smallest_effect" not in answer("--from", "0.05", "--to", "0.04", "--n", "100")


def test_from_a_pilot(tmp_path: Path) -> None:
    """Those of the baseline and the unseen do not count; who saw nothing is enrolled and lost."""
    export = tmp_path / "exposures.csv"
    lines = ["participant,item,phase,exposed"]
    lines += [f"p{person},i{item},treatment,true" for person in range(3) for item in range(6)]
    lines += [*(f"p3,i{item},baseline,true" for item in range(6)), "p3,i9,treatment,false"]
    export.write_text("\n".join(lines))
    plain = tmp_path / "numbers.txt"
    plain.write_text("6\n6\n6\n0\n")
    asked = ["--effect", "0.3", "--n", "80", "--rounds", "200", "--pilot"]
    found = answer(*asked, str(export))
    assert found == answer(*asked, str(plain))
    assert found["pilot_participants"] == 4
    assert 55 < found["compared_per_arm"] < 65
    low, high = found["power_99"]
    assert low < found["power"] < high
    assert "power, 99 %" in run(*asked, str(plain)).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--from 0.2", "--from and --to go together"),
        ("--effect 0", "no number of participants finds an effect of zero"),
        ("--effect 0.2 --from 0.1 --to 0.2", "give one effect"),
        ("--from 0.1 --to 0.2 --items 3", "several answers per person"),
        ("--items 3", "--items needs --effect"),
        ("--effect 0.000001", "more than 1,000,000,000 participants"),
        ("--pilot {pilot}", "--pilot needs --effect and --n"),
        ("--pilot {pilot} --effect 0.2 --n 50", "neither an exposures.csv nor one whole number per line"),
        ("--pilot {pilot} --effect 0.2 --n 50 --items 2", "takes exposures from the file"),
    ],
)
def test_refused(arguments: str, words: str, tmp_path: Path) -> None:
    pilot = tmp_path / "pilot.csv"
    pilot.write_text("six\n")
    result = run(*arguments.format(pilot=pilot).split())
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_extra, "find_spec", lambda name: None)
    result = run("--effect", "0.2")
    assert result.exit_code == 1
    assert "pip install 'colophon[study]'" in result.stderr


def test_each_planned_test_of_a_study_file(tmp_path: Path) -> None:
    """The example: 600 people in three equal arms, two families' tests by its own alpha."""
    file = tmp_path / "study.toml"
    file.write_text(example("mine", dt.date.today()))
    plans = answer(str(file), "--effect", "0.27")["plans"]
    assert [plan["enrolled_per_arm"] for plan in plans] == [200, 200]
    assert all(plan["asked"]["comparisons"] == 2 for plan in plans)
    assert plans[0]["power"] == pytest.approx(
        answer("--effect", "0.27", "--n", "200", "--comparisons", "2")["power"]
    )
    assert "main / meaning: source against words" in " ".join(
        run(str(file), "--effect", "0.27").stdout.split()
    )

    pilot = tmp_path / "seen.txt"
    pilot.write_text("6\n6\n6\n0\n")
    asked = (str(file), "--effect", "0.3", "--pilot", str(pilot), "--rounds", "200")
    found = answer(*asked)["plans"]
    assert all(130 < plan["compared_per_arm"] < 170 for plan in found)
    assert found[0]["power"] == found[1]["power"]


def test_what_a_study_file_says_is_not_said_twice(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    file.write_text(example("mine", dt.date.today()))
    assert "leave --n" in run(str(file), "--effect", "0.2", "--n", "50").stderr
    assert "name --effect" in run(str(file)).stderr
    assert "cannot be read" in run(str(tmp_path / "none.toml"), "--effect", "0.2").stderr
