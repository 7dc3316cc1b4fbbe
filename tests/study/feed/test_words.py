"""The words of a study's own feed: in every language, none of them banned, all of them used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from colophon.labels.lint import banned
from colophon.labels.messages import LOCALES, messages

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "server" / "colophon" / "pages" / "feed"
WORDS = json.loads((PAGE / "words.json").read_text(encoding="utf-8"))
SHARED = json.loads((ROOT / "extension" / "_locales" / "en" / "messages.json").read_text(encoding="utf-8"))
KEY = re.compile(r"\"((?:feed|study|probe)_[a-z_]+)\"")
MADE = {"feed_like", "feed_reply", "feed_share_click", "feed_truth_ai", "feed_truth_not_ai"}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_all_words_and_none_that_are_banned(locale: str) -> None:
    assert WORDS[locale].keys() == WORDS["en"].keys()
    for key, text in WORDS[locale].items():
        assert re.findall(r"\{\w+\}", text) == re.findall(r"\{\w+\}", WORDS["en"][key]), key
        assert not banned(text, messages(locale).banned_terms), text


def test_every_word_is_used_and_every_word_that_is_used_is_there() -> None:
    used = {key for file in PAGE.glob("*.js") for key in KEY.findall(file.read_text(encoding="utf-8"))} | MADE
    known = WORDS["en"].keys() | SHARED.keys()
    assert used <= known
    assert WORDS["en"].keys() <= used
