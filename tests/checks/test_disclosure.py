from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.checks.disclosure import read, statements_of
from colophon.checks.patterns import EXTENSION_FILE, javascript, load
from colophon.checks.words import fold, words
from colophon.evidence import Occurrence, Process, Source

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "disclosure_vectors.json").read_text(encoding="utf-8")
)
NEGATIONS = {
    "en": "never", "es": "nunca", "fr": "jamais", "de": "niemals", "pt": "nunca",
    "nb": "aldri", "sv": "aldrig", "da": "aldrig", "ar": "ليس",
}  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['language']}: {v['text'][:50]}")
def test_vectors(vector: dict[str, Any]) -> None:
    found = read(vector["text"], vector["where"])
    assert sorted(f.statement.process for f in found) == sorted(vector["expected"])
    assert all(f.quote and f.quote in vector["text"] for f in found)
    if "pattern" in vector:
        assert [f.statement.pattern for f in found] == [vector["pattern"]]


def test_vectors_are_many_and_distinct() -> None:
    assert len(VECTORS) >= 250
    assert len({(v["text"], v["where"]) for v in VECTORS}) == len(VECTORS)
    assert {v["language"] for v in VECTORS} == {g.language for g in load().languages}


def test_the_note_is_quoted_word_for_word() -> None:
    note = "Illustrations produced by artificial intelligence"
    (found,) = read(f"Read our statement.\n{note}. #SOSColombia", "caption")
    assert found.quote == note
    assert found.statement.source == Source.CREATOR


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if set(v["expected"]) - {"photo"}], ids=lambda v: v["text"][:50]
)
def test_a_question_mark_takes_an_ai_claim_away(vector: dict[str, Any]) -> None:
    asked = vector["text"].replace(".", " ").replace("\n", " ").replace("!", " ") + "?"
    assert not {f.statement.process for f in read(asked, vector["where"])} - {Process.PHOTO}


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS if set(v["expected"]) - {"photo"}], ids=lambda v: v["text"][:50]
)
def test_a_negation_in_the_sentence_takes_an_ai_claim_away(vector: dict[str, Any]) -> None:
    flat = vector["text"].replace(".", " ").replace("\n", " ").replace("!", " ")
    denied = f"{NEGATIONS[vector['language']]}, {flat}"
    assert not {f.statement.process for f in read(denied, vector["where"])} - {Process.PHOTO}


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    read(text, "caption")
    read(text, "alt", reshare=True)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = "".join(map(fold, text))
    assert "".join(map(fold, once)) == once


@given(st.text(max_size=50))
def test_spelling_variants_of_unicode_read_alike(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)).line == words(unicodedata.normalize("NFC", text)).line


@pytest.mark.parametrize(
    "hostile",
    ["made with " * 5000, "a." * 20000, "#ai " * 9000, '"' * 50000, "no " * 9000, "¿?.!" * 9000, "A" * 99999],
)
def test_hostile_texts_are_read_to_the_limit(hostile: str) -> None:
    assert all(len(f.quote) <= load().limit for f in read(hostile, "caption"))


def test_only_the_first_characters_are_read() -> None:
    filler = "word " * 1000
    assert not read(f"{filler}\nMade with AI", "caption")
    assert read(f"{filler[:4900]}\nMade with AI", "caption")


def test_an_occurrence_repeats_nothing_and_keeps_the_reshare() -> None:
    occurrence = Occurrence(
        caption="Made with AI", alt="Made with AI", platform_label="AI info", site="instagram", reshare=True
    )
    platform, creator = statements_of(occurrence)
    assert (platform.source, platform.process, platform.reshare) == (
        Source.PLATFORM,
        Process.AI_INVOLVED,
        False,
    )
    assert (creator.source, creator.process, creator.reshare) == (Source.CREATOR, Process.AI_GENERATED, True)


def test_the_extension_carries_the_same_patterns() -> None:
    assert EXTENSION_FILE.read_text(encoding="utf-8") == javascript()
