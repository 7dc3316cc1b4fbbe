"""What an audit had to do without is in its folder, and its page says what that costs."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from tests.audit.here import audited, plan
from tests.audit.rows import audit_of_rows, post
from tests.audit.sources import timeline
from tests.pictures import picture
from tests.trust.certificates import pem

from colophon.audit.parts import DETECTOR, INTERIM, LOCAL, OFFICIAL, WORDS, Parts, lost
from colophon.audit.report.page.page import page
from colophon.audit.report.whole import whole
from colophon.audit.rows import audit_of
from colophon.trust import known

NOTHING: Parts = {OFFICIAL: None, INTERIM: None, LOCAL: None, DETECTOR: None, WORDS: None}
EVERYTHING: Parts = dict.fromkeys(NOTHING, "there")


def test_trust_lists_are_noted_by_tier_and_day(tmp_path: Path) -> None:
    timeline(tmp_path / "source", [{"data": picture(1)}])
    wanted = plan(tmp_path)
    wanted = dataclasses.replace(
        wanted, config=dataclasses.replace(wanted.config, checks=("c2pa", "registry"))
    )
    audited(wanted)
    assert audit_of(wanted.out).parts == {OFFICIAL: None, INTERIM: None, LOCAL: None}
    trust = wanted.config.trust_folder
    trust.mkdir(parents=True)
    (trust / known.OFFICIAL).write_text(pem("one") + pem("two"))
    about = {"LoTE": {"ListAndSchemeInformation": {"ListIssueDateTime": "2026-08-05T00:11:39Z"}}}
    (trust / known.OFFICIAL_DATED).write_text(json.dumps(about))
    again = dataclasses.replace(wanted, out=tmp_path / "again")
    audited(again)
    assert audit_of(again.out).parts == {
        OFFICIAL: "2 certificates, issued 2026-08-05",
        INTERIM: None,
        LOCAL: None,
    }


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (NOTHING, ["No trust list", "No detection model", "models that read words"]),
        ({**EVERYTHING, OFFICIAL: None}, ["The official trust list was not there"]),
        ({**EVERYTHING, INTERIM: None, LOCAL: None}, []),
        ({}, []),
    ],
)
def test_what_is_absent_stands_in_the_method(tmp_path: Path, parts: Parts, said: list[str]) -> None:
    text = page(whole(audit_of_rows(tmp_path / "a", [post(0, None, None, "a")], parts=parts)))
    method = text[text.index('id="method"') : text.index('id="limits"')]
    assert len(lost(parts)) == len(said)
    for words, sentence in zip(said, lost(parts), strict=True):
        assert words in sentence
        assert sentence in method


def test_a_check_that_was_off_is_named(tmp_path: Path) -> None:
    out = audit_of_rows(
        tmp_path / "a", [post(0, None, None, "a")], options={"shard": 7, "checks": ["registry"]}
    )
    assert "by the settings of this audit: signed records, file data" in page(whole(out))
