"""What a registry may remember of a disclosure."""

from __future__ import annotations

import hashlib

from tests.disclose.files import LIMITS, photo, saved

from colophon.disclose import disclose
from colophon.disclose.entry import entry_of
from colophon.disclose.source_type import Claim
from colophon.evidence import Process


def test_an_entry_holds_the_copys_hash_the_words_and_how_they_are_read() -> None:
    copy = disclose(saved(photo(), "PNG"), Claim.AI_EDITED, limits=LIMITS)
    entry = entry_of(
        copy, "Foto retocada con IA", date="2025-01-31", said_by="Ana", permalink="https://a.example/1"
    )
    assert entry.sha256 == hashlib.sha256(copy.data).hexdigest()
    assert (entry.process, entry.words) == (Process.AI_EDITED, "Foto retocada con IA")
    assert (entry.pattern, entry.language) == ("es-editada-con-ia", "es")
    assert (entry.said_by, entry.permalink, entry.date) == ("Ana", "https://a.example/1", "2025-01-31")


def test_words_that_are_read_as_something_else_have_no_pattern() -> None:
    copy = disclose(saved(photo(), "PNG"), Claim.AI_GENERATED, limits=LIMITS)
    for words in ("my best picture yet", "Photo edited with AI"):
        entry = entry_of(copy, words, date="2025-01-31")
        assert (entry.pattern, entry.language, entry.words) == (None, None, words)
