from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.checks.patterns import load
from colophon.checks.platform import platform_of, read_label
from colophon.evidence import Process, Source


@pytest.mark.parametrize(
    ("site", "text", "source", "process"),
    [
        ("instagram", "AI info", Source.PLATFORM, Process.AI_INVOLVED),
        ("www.facebook.com", " AI INFO ", Source.PLATFORM, Process.AI_INVOLVED),
        ("threads.com", "AI info", Source.PLATFORM, Process.AI_INVOLVED),
        ("x", "Made with AI", Source.PLATFORM, Process.AI_GENERATED),
        ("pinterest", "AI modified", Source.PLATFORM, Process.AI_EDITED),
        ("tiktok", "Creator labeled as AI-generated", Source.CREATOR, Process.AI_GENERATED),
        ("reddit", "AI-Generated 🤖", Source.CREATOR, Process.AI_GENERATED),
        (None, "AI info", Source.PLATFORM, Process.AI_INVOLVED),
    ],
)
def test_labels_say_what_the_platform_said(
    site: str | None, text: str, source: Source, process: Process
) -> None:
    statement = read_label(text, site)
    assert statement is not None
    assert (statement.source, statement.process) == (source, process)


@pytest.mark.parametrize(
    ("site", "text"),
    [
        ("x", "Paid partnership"),
        ("youtube", "Altered or synthetic content"),
        ("x", "AI modified"),
        ("x", ""),
        ("x", None),
        ("instagram", "AI info is wrong"),
        ("instagram", "Not AI info"),
    ],
)
def test_other_words_say_nothing(site: str, text: str | None) -> None:
    assert read_label(text, site) is None


def test_a_host_that_only_ends_alike_is_another_site() -> None:
    assert platform_of("notinstagram.com").key == "site"
    assert platform_of("m.instagram.com").key == "instagram"


def test_an_unknown_site_has_no_name() -> None:
    assert platform_of("forum.example").name is None
    assert all(p.name for p in load().platforms if p.key != "site")


def test_every_label_of_every_platform_is_read() -> None:
    for platform in load().platforms:
        for label in platform.labels:
            for text in label.words:
                found = read_label(text, platform.key)
                assert (found is None) == (label.process is None)


@given(st.text(), st.text())
def test_never_raises(text: str, site: str) -> None:
    read_label(text, site)
