"""Every wording is read back as what it says, in its own language, wherever a creator puts it."""

from __future__ import annotations

import pytest

from colophon.checks.disclosure import Where, read
from colophon.checks.patterns import load
from colophon.disclose.source_type import Claim
from colophon.disclose.wording import Language, wording
from colophon.labels.lint import banned
from colophon.labels.messages import language_of, messages


def test_there_are_words_in_every_language_that_is_read() -> None:
    assert {*Language} == {group.language for group in load().languages}


@pytest.mark.parametrize("claim", Claim)
@pytest.mark.parametrize("language", Language)
def test_words_are_read_as_the_claim(language: Language, claim: Claim) -> None:
    words = wording(claim, language)
    texts: list[tuple[Where, str]] = [
        ("caption", words.note),
        ("caption", words.caption),
        ("caption", f"Hello from the lake 🎉\n\n{words.caption} #lake"),
        ("alt", words.alt),
        ("alt", f"A boat on a lake. {words.alt}"),
    ]
    for where, text in texts:
        found = [(f.statement.process, f.statement.language) for f in read(text, where)]
        assert found == [(claim.process, language.value)], text


@pytest.mark.parametrize("language", Language)
def test_the_claims_have_different_words(language: Language) -> None:
    generated, edited = (wording(claim, language) for claim in Claim)
    assert generated.note != edited.note
    assert generated.caption != edited.caption


@pytest.mark.parametrize("language", [one for one in Language if language_of(one)])
def test_words_hold_no_banned_term(language: Language) -> None:
    terms = messages(str(language_of(language))).banned_terms
    for claim in Claim:
        words = wording(claim, language)
        assert not banned(f"{words.note} {words.caption} {words.alt}", terms)
