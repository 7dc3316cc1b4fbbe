"""What a registry may remember of a creator's words."""

from __future__ import annotations

from colophon.disclose.source_type import Claim
from colophon.disclose.statement import told_by_creator
from colophon.entry import Basis
from colophon.evidence import Process


def test_it_holds_the_words_and_how_they_are_read() -> None:
    told = told_by_creator(
        Claim.AI_EDITED,
        "Foto retocada con IA",
        date="2025-01-31",
        said_by="Ana",
        permalink="https://a.example/1",
    )
    assert (told.process, told.words, told.basis) == (
        Process.AI_EDITED,
        "Foto retocada con IA",
        Basis.STATED,
    )
    assert (told.pattern, told.language) == ("es-editada-con-ia", "es")
    assert (told.said_by, told.permalink, told.date) == ("Ana", "https://a.example/1", "2025-01-31")


def test_words_that_are_read_as_something_else_have_no_pattern() -> None:
    for words in ("my best picture yet", "Photo edited with AI"):
        told = told_by_creator(Claim.AI_GENERATED, words, date="2025-01-31")
        assert (told.pattern, told.language, told.words) == (None, None, words)
