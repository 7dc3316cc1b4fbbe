from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from colophon.labels import help_in
from colophon.labels.lint import all_strings, banned, grade, is_order, lint, lix, problems, sentences_of
from colophon.labels.messages import LOCALES, LabelText, Messages, label_kinds, messages

ENGLISH = messages("en")


def test_every_language_passes() -> None:
    assert problems(tuple(messages(locale) for locale in LOCALES)) == []


def test_the_english_strings_and_kinds_are_those_of_the_specification(label_spec: Path) -> None:
    shared = json.loads((label_spec / "catalogue.json").read_text(encoding="utf-8"))
    assert len(shared["labels"]) == 37
    assert list(ENGLISH.banned_terms) == shared["banned_terms"]
    assert (ENGLISH.max_words, ENGLISH.max_chars) == (shared["max_words"], shared["max_chars"])
    assert list(label_kinds()) == [label["id"] for label in shared["labels"]]
    for label in shared["labels"]:
        kind, text = label_kinds()[label["id"]], ENGLISH.labels[label["id"]]
        assert (text.short, text.explanation) == (label["short"], label["explanation"])
        stated = (label["process"], label["source"], label["confidence"], label["eu_icon_class"])
        assert (kind.process, kind.source, kind.confidence, kind.eu_icon_class) == stated


def broken(label_id: str = "ai_generated.signed", **parts: Any) -> Messages:
    texts = dict(ENGLISH.labels)
    texts[label_id] = replace(texts[label_id], **parts)
    return replace(ENGLISH, labels=texts)


def by_trust(trust: str = "untrusted", **parts: str) -> Messages:
    given = ENGLISH.labels["ai_generated.metadata"].by_trust
    changed = {**given, trust: {**given.get(trust, {}), **parts}}
    return broken("ai_generated.metadata", by_trust=changed)


@pytest.mark.parametrize(
    ("texts", "complaint"),
    [
        (by_trust(explanation="It is a fake."), "banned term 'fake'"),
        (by_trust(explanation="It was made by {nobody}."), "other placeholders"),
        (by_trust(explanation="Notwithstanding considerable methodological heterogeneity."), "reading grade"),
        (by_trust(limits="This tells you a lot. Don't share it."), "tells the reader what to do"),
        (by_trust(explanation=ENGLISH.labels["ai_edited.metadata"].explanation), "same as another"),
        (by_trust(short="Other words"), "other parts than"),
        (by_trust("unknown", explanation="It is so."), "not a trust"),
        (by_trust("interim", explanation="It is so."), "in one language only"),
        (broken("ai_generated.metadata", by_trust={}), "in one language only"),
        (broken(short="Fake image"), "banned term 'fake'"),
        (broken(short="AI-generated, we think so, at least"), "over 5 words"),
        (broken(short="Creator says: AI-generated"), "same as another"),
        (broken(short="Made with AI"), "without the verb 'generated'"),
        (broken(limits=""), "empty"),
        (broken(limits="This tells you a lot. Don't share it."), "tells the reader what to do"),
        (broken(limits="This tells you a lot!"), "exclamation mark"),
        (broken(limits="This is 90% AI."), "percent sign"),
        (broken(explanation="It was made by {nobody}."), "other placeholders"),
        (broken(explanation="Notwithstanding considerable methodological heterogeneity."), "reading grade"),
        (broken(explanation="One. Two. Three. Four. Five."), "too many sentences"),
        (replace(ENGLISH, rows=dict(ENGLISH.rows) | {"signed.new": "New."}), "in one language only"),
        (
            replace(ENGLISH, rows={k: v for k, v in ENGLISH.rows.items() if k != "signed.captured"}),
            "one language",
        ),
        (replace(ENGLISH, reasons=dict(ENGLISH.reasons) | {"empty": "C2PA is empty"}), "C2PA stands in one"),
        (replace(ENGLISH, max_lix=10.0), "LIX"),
        (replace(ENGLISH, verbs=dict(ENGLISH.verbs) | {"may": "says"}), "six different words"),
        (replace(ENGLISH, labels=dict(ENGLISH.labels) | {"new": LabelText("N", "N.", "N.")}), "not a label"),
    ],
)
def test_the_lint_finds(texts: Messages, complaint: str) -> None:
    assert any(complaint in found for found in lint(texts, ENGLISH)), lint(texts, ENGLISH)


def test_banned_terms_are_whole_words() -> None:
    terms = ("lie", "100%", "not ai")
    assert banned("An earlier lie", terms) == ["lie"]
    assert banned("earlier, believed, not air", terms) == []
    assert banned("It is 100% Not AI.", terms) == ["100%", "not ai"]
    assert banned("这是伪造的图片", ("伪造",)) == ["伪造"], "no spaces, no words to be whole"


def test_every_language_is_a_draft_until_it_was_tested_with_readers() -> None:
    assert [locale for locale in LOCALES if not messages(locale).draft] == ["en"]


def test_sentences_end_in_every_script() -> None:
    assert (
        len(sentences_of("One. Two.")) == len(sentences_of("一。二。")) == len(sentences_of("एक। दो।")) == 2
    )


def test_orders_are_found_in_every_script() -> None:
    assert is_order("Share it.", replace(ENGLISH, imperatives=("share",)))
    assert is_order("请分享。", messages("zh"))
    assert not is_order("Sharing is told.", replace(ENGLISH, imperatives=("share",)))


def test_lix_grows_with_long_words_and_sentences() -> None:
    assert lix("Hunden så katten.") < 40 < lix("Organisatorisk heterogenitet vanskeliggjør fortolkninger.")
    assert lix("") == 0.0


def test_every_language_has_the_help() -> None:
    texts = {help_in(locale).text for locale in LOCALES}
    assert len(texts) == len(LOCALES)
    for locale in LOCALES:
        found = help_in(locale)
        words = " ".join([found.text, *(route.about for route in found.routes)])
        assert not banned(words, messages(locale).banned_terms)
        assert len({route.about for route in found.routes}) == len(found.routes) == 3


def test_the_grade_grows_with_the_words() -> None:
    assert grade("The cat sat.") < 2 < 9 < grade("Organisational heterogeneity complicates interpretation.")


def test_all_strings_are_looked_at() -> None:
    assert len(all_strings(ENGLISH)) > 3 * 37 + 100
