"""Every verified number of cases/stats/reference.json comes out of our functions, within its tolerance."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from colophon.study.analysis import lift, proportions, sequence, srm, welch
from colophon.study.analysis.anova import one_way
from colophon.study.analysis.mixed import Mixed, mixed
from colophon.study.analysis.power import n_clustered, n_for_shares, n_for_t, power_t
from colophon.study.analysis.sample import Sample

ROOT = Path(__file__).parents[3]
Case = dict[str, Any]
# What is out of scope, and why: study/analysis/__init__.py and docs/researchers.md.
OUT_OF_SCOPE = {"sequential_cuped", "glmm_cbpp"}
ELSEWHERE = {"assignment_growthbook"}  # tests/study/test_assign.py


def folder() -> Path:
    return Path(os.environ.get("COLOPHON_CASES", ROOT / ".." / "shared")).resolve() / "cases" / "stats"


def reference() -> list[Case]:
    path = folder() / "reference.json"
    return json.loads(path.read_text())["cases"] if path.is_file() else []


def sums(arm: Case) -> Sample:
    if "sum_squares" in arm:
        return Sample.of_sums(arm["n"], arm["sum"], arm["sum_squares"])
    return Sample.of_share(arm["sum"], arm["n"])


def arms(case: Case) -> tuple[Sample, Sample]:
    return sums(case["inputs"]["a"]), sums(case["inputs"]["b"])


def srm_p(case: Case) -> Case:
    return {"p": srm.mismatch(case["inputs"]["counts"], case["inputs"]["weights"]).p}


def effect(name: str, estimate: Any) -> Case:
    return {name: estimate.value, "se": estimate.se, "p": estimate.p, "ci95": [estimate.low, estimate.high]}


def absolute(case: Case) -> Case:
    return effect("diff", welch.difference(*arms(case)))


def relative(case: Case) -> Case:
    return effect("lift", lift.relative(*arms(case)))


def watched(case: Case) -> Case:
    inputs = case["inputs"]
    return effect("lift", sequence.relative(*arms(case), tuning=inputs["tuning"], alpha=inputs["alpha"]))


def two_shares(case: Case) -> Case:
    second, first = zip(case["inputs"]["count"], case["inputs"]["nobs"], strict=True)
    found = proportions.difference(first, second)
    return {"z": found.z, "p": found.p}


def power(case: Case) -> Case:
    inputs = case["inputs"]
    return {"power": power_t(inputs["d"], inputs["n"], inputs["alpha"], arms=1)}


def anova(case: Case) -> Case:
    lines = (folder() / case["data"]).read_text().splitlines()
    begin = next(i for i, line in enumerate(lines) if line.startswith("Data:") and i > 50)
    rows = [line.split() for line in lines[begin + 1 :] if line.strip()]
    groups = sorted({row[0] for row in rows})
    return {"F": one_way([[float(row[1]) for row in rows if row[0] == group] for group in groups]).f}


def sleepstudy(case: Case) -> Case:
    named = [folder() / case["data"], Path(os.environ.get("SLEEPSTUDY_CSV", "absent"))]
    path = next((path for path in named if path.is_file()), None)
    if path is None:
        pytest.skip("lme4's data sleepstudy are GPL and not shipped: name a sleepstudy.csv in SLEEPSTUDY_CSV")
    rows = list(csv.DictReader(path.read_text().splitlines()))
    outcome, days = ([float(row[name]) for row in rows] for name in ("Reaction", "Days"))
    found = mixed(outcome, {"days": days}, [row["Subject"] for row in rows], slope="days")
    return {
        "fixed": [estimate.value for estimate in found.fixed.values()],
        "sd_intercept": found.sd_intercept,
        "sd_slope": found.sd_slope,
        "corr": found.correlation,
        "sd_resid": found.sd_residual,
        "reml_deviance": found.deviance,
    }


def weights_of_pigs(path: Path, slope: str | None = None) -> Mixed:
    """The header lacks the column of row numbers: weight, feed, time, pig come second to fifth."""
    rows = list(csv.reader(path.read_text().splitlines()))[1:]
    weight, time = ([float(row[column]) for row in rows] for column in (1, 3))
    return mixed(weight, {"time": time}, [row[4] for row in rows], slope)


def dietox(case: Case) -> Case:
    found = weights_of_pigs(folder() / case["data"])
    return {
        "fixed": [estimate.value for estimate in found.fixed.values()],
        "se": [estimate.se for estimate in found.fixed.values()],
        "scale": found.sd_residual**2,
        "var_pig": found.sd_intercept**2,
        "loglik": found.log_likelihood,
    }


OURS: dict[str, Callable[[Case], Case]] = {
    "srm_600_400": srm_p,
    "srm_44k_45k": srm_p,
    "welch_absolute": absolute,
    "welch_relative_delta": relative,
    "binom_relative": relative,
    "sequential_relative": watched,
    "sequential_prop": watched,
    "two_prop_z": two_shares,
    "power_t_one_sample": power,
    "power_t_one_sample_large": power,
    "lmm_sleepstudy": sleepstudy,
    "lmm_dietox": dietox,
    "anova_SiRstv": anova,
    "anova_SmLs01": anova,
    "anova_AtmWtAg": anova,
}


@pytest.mark.usefixtures("cases")
def test_every_case_has_its_place() -> None:
    listed = reference()
    assert {case["id"] for case in listed} == set(OURS) | OUT_OF_SCOPE | ELSEWHERE
    assert {case["id"] for case in listed if not case["verified"]} == OUT_OF_SCOPE


@pytest.mark.parametrize("name", OURS)
def test_reference(name: str, cases: Path) -> None:
    case = next(case for case in reference() if case["id"] == name)
    found = OURS[name](case)
    assert found.keys() == case["expected"].keys()
    for figure, expected in case["expected"].items():
        # "corr" is printed with three decimals: half of the last one counts, as the tolerance is relative
        rtol, atol = (
            case.get("rtol", 0.0),
            0.5 * 10.0 ** -case.get("decimals", 3 if figure == "corr" else 300),
        )
        np.testing.assert_allclose(found[figure], expected, rtol=rtol, atol=atol, err_msg=figure)


def test_a_slope_per_pig(cases: Path) -> None:
    """lme4's ``Weight ~ Time + (1 + Time | Pig)``, as printed in statsmodels
    test_lme.py::test_dietox_slopes.
    """
    found = weights_of_pigs(cases / "stats" / "dietox.csv", slope="time")
    assert found.sd_slope is not None
    assert found.correlation is not None
    np.testing.assert_allclose([e.value for e in found.fixed.values()], [15.738650, 6.939014], rtol=1e-6)
    np.testing.assert_allclose([e.se for e in found.fixed.values()], [0.5501253, 0.0798254], rtol=1e-6)
    covariance = found.correlation * found.sd_intercept * found.sd_slope
    np.testing.assert_allclose(
        [found.sd_residual**2, found.sd_intercept**2, covariance, found.sd_slope**2],
        [6.03745, 19.4934552, 0.2938323, 0.4160620],
        rtol=1e-4,
    )
    np.testing.assert_allclose(found.log_likelihood, -2217.047, rtol=1e-6)


@pytest.mark.parametrize(
    ("n", "listed"),
    [
        (n_for_t(0.27), 216),
        (n_for_t(0.20), 393),
        (n_for_t(0.10), 1570),
        (n_for_t(0.054), 5384),
        (n_clustered(0.054, 6, 0.2), 1795),
        (n_clustered(0.054, 12, 0.2), 1436),
        (n_for_shares(0.05, 0.04), 6745),
    ],
)
def test_planning_table(n: float, listed: int) -> None:
    """facts/studies.md 2.13 (80 %, alpha .05, per arm), which rounds or cuts; we give the whole number
    above.
    """
    assert abs(n - listed) < 1
