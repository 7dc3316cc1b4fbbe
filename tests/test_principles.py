"""The twelve principles (label specification, section 2) as twelve tests.

They look at the words, the rules and the style sheets. What only a painted page can show
(computed colours, focus, layout shift) is tested in the browsers.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.resolver import goldens, states
from tests.resolver.enumeration import MAIN, RARE, plain

from colophon.evidence import Confidence, Evidence, Process, Source
from colophon.labels import LABELS_VERSION, LOCALES, catalogue
from colophon.labels.export import folder
from colophon.labels.lint import all_strings, banned, grade, is_order, measured, problems, sentences_of
from colophon.labels.messages import Messages, label_kinds, messages
from colophon.labels.values import STOPS, placeholders
from colophon.resolve import RESOLVER_VERSION, resolve

EXTENSION = Path(__file__).parent.parent / "extension"
LANGUAGES = [messages(locale) for locale in LOCALES]
SCRIPTS = sorted(p for p in EXTENSION.rglob("*.js") if p.name != "catalogue.js")


def content(name: str) -> str:
    return (EXTENSION / "content" / name).read_text(encoding="utf-8")


def interface(texts: Messages) -> dict[str, str]:
    """The strings of the extension's own pages in this language."""
    file = EXTENSION / "_locales" / folder(texts.locale) / "messages.json"
    entries: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return {key: entry["message"] for key, entry in entries.items()}


def every_evidence() -> list[Evidence]:
    return [e for space in (MAIN, RARE) for known in space.dimensions.values() for e in known.values()]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """WCAG 2.2 contrast ratio."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def themes() -> list[dict[str, str]]:
    """The chip's colours, light and then dark."""
    sheets = content("sheets.js")
    blocks = re.findall(r"(?:darkC|c)olours = `([^`]*)`", sheets)
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block)) for block in blocks]


def test_principle_01_no_extra_attention() -> None:
    sheets = content("sheets.js")
    heights = [int(h) for h in re.findall(r"\.chip \{[^}]*?[; ]min-height: (\d+)px", sheets)]
    assert heights
    assert max(heights) <= 28
    moves = re.findall(r"(?:animation|transition)[\w-]*:\s*([^;]+);", sheets)
    assert set(moves) <= {"none", "none !important"}
    kinds = {part for label_id in label_kinds() for part in label_id.split(".")} - {"none"}
    assert not [kind for kind in kinds if re.search(rf"[.\"=]{kind}\b", sheets)], "one look for all labels"
    for script in SCRIPTS:
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"assertive|role\W+alert", text), script


def test_principle_02_easy_to_notice_and_process() -> None:
    for texts in LANGUAGES:
        for label in texts.labels.values():
            assert len(measured(label.short)) <= texts.max_chars
            assert len(measured(label.short).split()) <= texts.max_words
            assert len(sentences_of(label.explanation)) <= 4
    english = messages("en")
    assert (english.max_words, english.max_chars) == (5, 32)
    assert all(grade(label.explanation) <= 9 for label in english.labels.values())
    size = re.search(r"const SIZE = (\d+);", content("lines.js"))
    assert size
    assert int(size[1]) >= 13
    assert len(themes()) == 2
    for theme in themes():
        assert contrast(theme["ink"], theme["paper"]) >= 4.5
        assert contrast(theme["soft"], theme["paper"]) >= 4.5
        assert contrast(theme["focus"], theme["paper"]) >= 3
        assert min(contrast(theme["line"], page) for page in ("#000000", "#ffffff")) >= 3


def test_principle_03_invite_a_pause() -> None:
    for texts in LANGUAGES:
        for label in texts.labels.values():
            assert label.limits
            assert "!" not in label.limits
            assert not [one for one in sentences_of(label.limits) if is_order(one, texts)]


def test_principle_04_let_people_choose_how_much_they_read() -> None:
    """Chip, card, rows, data: each layer holds more than the last, and none has to be fetched."""
    evidence = [states.SIGNED["trusted:ai_edited"], states.PLATFORM["ai_involved"]]
    label = catalogue("en").label(resolve(evidence))
    assert label is not None
    assert len(label.short) < len(label.explanation)
    rows = [catalogue("en").row(e, headline=e is evidence[0]) for e in evidence]
    assert [row.headline for row in rows] == [True, False]
    assert rows[0].details == dict(evidence[0].details)
    for script in (EXTENSION / "content").glob("card*.js"):
        assert not re.search(r"\bfetch\(|sendMessage|XMLHttpRequest", script.read_text(encoding="utf-8"))


def test_principle_05_same_labels_everywhere() -> None:
    """No chip's words stand outside the catalogue. Equality with the extension's copy: tests/extension."""
    for texts in LANGUAGES:
        chips = {texts.labels[kind.id].short for kind in label_kinds().values() if kind.source}
        assert not {key for key, message in interface(texts).items() if message in chips}
        for script in SCRIPTS:
            text = script.read_text(encoding="utf-8")
            assert not [chip for chip in chips if len(chip.split()) > 1 and f'"{chip}"' in text], script


def test_principle_06_state_what_is_so() -> None:
    """Labels say how an image was made; nothing rates the post or repeats its words."""
    allowed = {
        "signer",
        "what",
        "scheme",
        "platform",
        "date",
        "source",
        "team",
        "reason",
        "n",
        "a",
        "b",
        "why",
    }
    for texts in LANGUAGES:
        for label in texts.labels.values():
            assert placeholders(label.short + label.explanation + label.limits) <= allowed
        strings = all_strings(texts) | interface(texts)
        assert not {key: hit for key, text in strings.items() if (hit := banned(text, texts.banned_terms))}
        assert not {key for key, text in strings.items() if "%" in text}


def test_principle_07_calm_and_attributed() -> None:
    assert problems(tuple(LANGUAGES)) == []
    names = {
        "signed": "signed record",
        "watermark": "{scheme}",
        "creator": "account that posted",
        "platform": "{platform}",
        "metadata": "stored in this file",
        "registry": "{source}",
        "registry_creator": "{source}",
        "detector": "Our software",
        "moderator": "{team}",
        "community": "readers",
        "image_text": "Words in this image",
    }
    english = messages("en")
    for kind in label_kinds().values():
        if kind.source:
            assert names[kind.source] in english.labels[kind.id].explanation, kind.id
    assert not {key for key, text in all_strings(english).items() if re.search(r"\byours?\b", text.lower())}


def test_principle_08_sources_the_reader_trusts() -> None:
    """Every row says who and which kind of source; a source turned off takes its claim with it."""
    for e in every_evidence():
        row = catalogue("en").row(e, headline=False)
        assert row.source == e.source
        assert row.text
        if e.source in {Source.REGISTRY, Source.MODERATOR, Source.PLATFORM, Source.WATERMARK}:
            assert row.source_name
            assert row.source_name in row.text
    given = [states.PLATFORM["ai_involved"], states.CREATOR["ai_generated"], states.METADATA["ai_generated"]]
    seen = []
    while given:
        seen.append(resolve(given).label_id)
        given = [e for e in given if e is not resolve(given).headline]
    assert seen == ["ai_involved.platform", "ai_generated.creator", "ai_generated.metadata"]


def test_principle_09_say_what_it_cannot_tell() -> None:
    """The estimate says that it can be wrong, and a reviewer's "nothing found" withdraws it."""
    high = states.DETECTOR["high"]
    given = resolve([high], detector_may_speak=True)
    label = catalogue("en").label(given)
    assert label is not None
    assert label.confidence == Confidence.ESTIMATED
    assert "It can be wrong" in label.explanation
    assert "does not tell you" in label.limits
    withdrawn = resolve([high, states.RARE_MODERATOR["unknown"]], detector_may_speak=True)
    assert withdrawn.label_id is None
    assert resolve([high]).label_id is None, "off until it is measured"


def test_principle_10_other_views_of_the_image() -> None:
    """A known copy is shown with who recorded it and when; one that only looks alike says that it differs."""
    for locale, day in (("en", "29 February 2024"), ("es", "29 de febrero de 2024")):
        for match in (states.REGISTRY["ai_edited"], states.REGISTRY["captured_earlier"]):
            text = catalogue(locale).row(match, headline=False).text
            assert "Example Archive" in text
            assert day in text
    similar = states.REGISTRY["ai_edited_near_differs"]
    assert "not the same" in catalogue("en").row(similar, headline=False).text
    assert resolve([similar]).label_id is None


def test_principle_11_teach_the_specific_technique() -> None:
    """ "Edited with AI" is said only with what was changed; every known change has words of its own."""
    told = states.SIGNED["trusted:ai_edited"]
    untold = replace(told, details={k: v for k, v in told.details.items() if k != "what"})
    assert resolve([told]).label_id == "ai_edited.signed"
    assert resolve([untold]).label_id == "ai_involved.signed"
    for texts in LANGUAGES:
        assert len(set(texts.what.values())) == len(texts.what)
        for key, words in texts.what.items():
            label = catalogue(texts.locale).label(
                resolve([replace(told, details={**told.details, "what": [key]})])
            )
            assert label is not None
            assert re.search(rf"[:：] ?{re.escape(words)}[{STOPS}]$", label.explanation)


def test_principle_12_fit_and_measure(label_spec: Path) -> None:
    """Label sets and rules are versioned, and evidence kept as data gives the same label again."""
    assert re.fullmatch(r"[0-9a-f]{12}", LABELS_VERSION)
    assert RESOLVER_VERSION
    cases = json.loads((label_spec / "goldens.json").read_text(encoding="utf-8"))["cases"]
    for case in cases:
        evidence = goldens.evidence(case["evidence"])
        kept = json.loads(json.dumps([plain(e) for e in evidence]))
        again = [_from_data(piece) for piece in kept]
        for locale in LOCALES:
            words = catalogue(locale)
            first, second = (
                words.label(resolve(e, sensitive=case["sensitive"], detector_may_speak=True))
                for e in (evidence, again)
            )
            assert first == second
            assert [words.row(e, False) for e in evidence] == [words.row(e, False) for e in again]


def _from_data(piece: dict[str, Any]) -> Evidence:
    words = {
        "source": Source(piece["source"]),
        "process": Process(piece["process"]),
        "confidence": Confidence(piece["confidence"]),
    }
    return Evidence(**piece | words)
