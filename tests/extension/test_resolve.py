"""The extension's resolver and renderer say what the server's say."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.resolver import goldens, states
from tests.resolver.enumeration import FILE, SPACES, plain

from colophon.evidence import Evidence, Rank, Trust
from colophon.labels import LOCALES, catalogue
from colophon.labels.export import generated
from colophon.labels.messages import label_kinds, messages
from colophon.resolve import resolve

HERE = Path(__file__).parent
EXTENSION = HERE.parent.parent / "extension"


def node(script: str, *arguments: str, given: Any = None) -> Any:
    program = Path(sys.executable).with_name("node")
    text = None if given is None else json.dumps(given)
    run = subprocess.run(
        [program, HERE / script, *arguments], input=text, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def question(evidence: list[Evidence], locale: str, sensitive: bool = False) -> dict[str, Any]:
    return {"evidence": [plain(e) for e in evidence], "sensitive": sensitive, "locale": locale}


def reference(evidence: list[Evidence], locale: str, sensitive: bool = False) -> dict[str, Any]:
    words = catalogue(locale)
    label = words.label(resolve(evidence, sensitive=sensitive, detector_may_speak=True))
    rows = [words.row(e, headline=False).text for e in evidence]
    return {"label": label.model_dump(mode="json") if label else None, "rows": rows}


def test_the_catalogue_is_the_servers() -> None:
    files = generated()
    for name, text in files.items():
        assert (EXTENSION / name).read_text(encoding="utf-8") == text, f"{name}: scripts/generate"
    words = {f"background/words/{path.name}" for path in (EXTENSION / "background" / "words").iterdir()}
    assert words == files.keys() - {"background/catalogue.js"}


def test_no_words_are_read_at_the_start() -> None:
    text = (EXTENSION / "background" / "catalogue.js").read_text(encoding="utf-8")
    assert text.startswith("// Generated from server/colophon/labels; do not edit.")
    shorts = {label.short for locale in LOCALES for label in messages(locale).labels.values()}
    assert not [short for short in shorts if short in text]


def test_the_same_outcome_for_every_combination() -> None:
    answer = node("resolve.mjs", str(FILE))
    assert answer["compared"] == sum(space.size for space in SPACES)
    assert answer["differences"] == 0, answer["first"]


@pytest.mark.parametrize("locale", [*LOCALES, "es-MX", "nb", "zh-Hans-CN", "fi"])
def test_the_same_words_for_the_goldens(label_spec: Path, locale: str) -> None:
    cases = json.loads((label_spec / "goldens.json").read_text(encoding="utf-8"))["cases"]
    given = [(goldens.evidence(case["evidence"]), locale, case["sensitive"]) for case in cases]
    answers = node("render.mjs", given=[question(*one) for one in given])
    assert [a["label"] and a["label"]["id"] for a in answers] == [case["expected"] for case in cases]
    assert answers == [reference(*one) for one in given]


def pieces() -> list[Evidence]:
    """Evidence that meets every row and note, and values that are hard to show."""
    known = [e for space in SPACES for d in space.dimensions.values() for e in d.values()]
    missing = [replace(e, source_name=None, date=None, details=_without_names(e)) for e in known]
    example = states.METADATA["ai_generated"]
    noted = [replace(example, details=details) for details in _notes()]
    odd = [
        replace(states.PLATFORM["ai_generated"], source_name=name)
        for name in (
            "iStock",
            "A.B.",
            "\u202eevil\u200b\n x",
            "{date}",
            "𝒩" * 80,
            "e\u0301" * 40,
            "  ",
            "$&$1",
        )
    ]
    return [*known, *missing, *noted, *odd, *_every_row(), *_every_trust()]


def _without_names(e: Evidence) -> dict[str, Any]:
    return {k: v for k, v in e.details.items() if k not in {"signer", "what", "reason", "n"}}


def _notes() -> list[dict[str, Any]]:
    keys = [key.partition(".") for key in messages("en").notes]
    details = {"source_type": "digital_source_type"}  # where the note has another name than the detail
    by_value = [{details.get(kind, kind): value} for kind, dot, value in keys if dot]
    what = [{"what": value} for value in (["edited", "cropped", "nonsense"], [], "cropped", None)]
    return [
        *by_value,
        *({key: "Some words."} for key, dot, _ in keys if not dot),
        *what,
        {"n": 3, "reason": True},
    ]


def _every_row() -> list[Evidence]:
    kinds: tuple[dict[str, Any], ...]
    kinds = (
        {},
        {"reshare": True, "said": "photo"},
        {"match": "similar"},
        {"band": "mid"},
        {"content_claim": "edited"},
    )
    return [
        Evidence(source, process, states.C.STATED, rank, "Example", "2026-12-09", details)
        for source in states.S
        for process in states.P
        for rank in (50, 90)
        for details in kinds
    ]


def _every_trust() -> list[Evidence]:
    return [
        states.signed("ok", trust, rank, claim)
        for trust in (*Trust, "constructor")
        for rank in (Rank.UNSIGNED, Rank.SIGNED_INTERIM)
        for claim in ("ai_generated", "ai_edited", "ai_involved", "composite_ai", "captured")
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_same_words_for_every_row(locale: str) -> None:
    given = [([piece], locale) for piece in pieces()]
    answers = node("render.mjs", given=[question(*one) for one in given])
    assert len(answers) > 500
    assert answers == [reference(*one) for one in given]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_same_words_on_demand(locale: str) -> None:
    values = {"why": "the file is empty", "limit": "15"}
    labels = [{"named": key, "values": values, "locale": locale} for key in label_kinds()]
    reasons = [{"reason": key, "values": values, "locale": locale} for key in messages("en").reasons]
    answers = node("render.mjs", given=[*labels, *reasons])
    words = catalogue(locale)
    assert answers == [
        *(words.named(key, **values).model_dump(mode="json") for key in label_kinds()),
        *(words.reason(key, **values) for key in messages("en").reasons),
    ]
