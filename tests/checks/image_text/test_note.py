"""Words on a picture that speak of the picture, and words that do not."""

from __future__ import annotations

import pytest

from colophon.checks.image_text.note import Disclosure, disclosures
from colophon.checks.image_text.reader import Line
from colophon.evidence import Process

WIDTH, HEIGHT = 1080, 1350


def line(text: str, top: float = 1300, *, left: float = 20, height: float = 28) -> Line:
    return Line(text, left, top, left + 0.4 * height * len(text), top + height, 90)


def said(*lines: Line) -> list[tuple[Process, str]]:
    return [(d.process, d.quote) for d in disclosures(lines, WIDTH, HEIGHT)]


@pytest.mark.parametrize(
    ("text", "process"),
    [
        ("Illustrations produced by artificial intelligence", Process.AI_GENERATED),
        ("AI-generated image | © Example News", Process.AI_GENERATED),
        ("Bild: KI-generiert", Process.AI_GENERATED),
        ("Imagen generada con inteligencia artificial", Process.AI_GENERATED),
        ("Illustrasjonen er laget med KI", Process.AI_GENERATED),
        ("Photo edited with Al", Process.AI_EDITED),
        ("Made with the help of AI", Process.AI_INVOLVED),
    ],
)
def test_a_note_is_read(text: str, process: Process) -> None:
    ((found, quote),) = said(line(text))
    assert found is process
    assert len(quote) <= len(text)


def test_a_note_says_pattern_language_and_words() -> None:
    assert disclosures([line("Bilde laget med Kl")], WIDTH, HEIGHT) == (
        Disclosure(Process.AI_GENERATED, "nb-illustration-ai", "nb", "Bilde laget med KI"),
    )


def test_a_note_in_two_rows_is_one_note() -> None:
    rows = [line("Illustration produced by", 1270), line("artificial intelligence", 1300)]
    assert said(*rows) == [(Process.AI_GENERATED, "Illustration produced by artificial intelligence")]


def test_only_the_words_that_disclose_are_kept() -> None:
    ((_, quote),) = said(line("@anna_example. This image was made with AI."))
    assert quote == "This image was made with AI"


def test_one_of_each_process_at_most() -> None:
    notes = [line("Made with AI"), line("AI-generated image", 20), line("Edited with AI", 20, left=700)]
    assert sorted(process for process, _ in said(*notes)) == [Process.AI_EDITED, Process.AI_GENERATED]


@pytest.mark.parametrize(
    "text",
    [
        "Label: made with AI",
        "Label missing: Made with AI",
        "Filter: AI generated",
        "Show: AI generated",
        "Tag: AI generated",
        "After: made with AI",
        "Photo | AI generated",
        "AI generated / Photograph",
        "MADE WITH AI (Adobe Illustrator)",
        "BREAKING. This image was made with AI.",
        "Made by Al",
    ],
)
def test_a_block_that_says_more_than_the_disclosure_is_no_note(text: str) -> None:
    assert said(line(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "AI-generated images of Trump",
        "AI-generated images of cats",
        "AI-generated pictures",
        "AI-generated art",
        "Some AI-generated illustrations",
        "Imágenes generadas por IA de gatos",
        "KI-generierte Bilder",
        "KI-genererte bilder",
    ],
)
def test_a_topic_is_no_note(text: str) -> None:
    assert said(line(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "These images are AI-generated",
        "This image contains AI-generated content",
        "AI-generated image of a cat",
        "Imágenes generadas por IA",
        "Bilder: KI-generiert",
    ],
)
def test_a_statement_about_several_pictures_or_with_a_subject_is_a_note(text: str) -> None:
    assert said(line(text)) != []


# The first four with boxes as they were read from pictures, the rest made up or moved to an edge.
@pytest.mark.parametrize(
    ("size", "lines"),
    [
        (
            (1280, 960),
            [
                Line("my teacher said my drawing", 10, 15, 1000, 101, 0),
                Line("was", 961, 26, 1137, 91, 0),
                Line("made with Al", 14, 81, 470, 147, 1),
            ],
        ),
        (
            (1280, 960),
            [
                Line("made with AI", 588, 896, 926, 948, 2),
                Line("my boss says this report is", 583, 846, 1270, 915, 0),
            ],
        ),
        (
            (1080, 1626),
            [Line("BREAKING", 560, 30, 883, 92, 207), Line("-Al-generated", 546, 152, 978, 227, 193)],
        ),
        (
            (1280, 960),
            [Line("Photograph", 558, 18, 930, 90, 0), Line("Al generated", 10, 18, 424, 92, 0)],
        ),
        (
            (1080, 717),
            [Line("Original", 309, 636, 471, 686, 1), Line("Al generated", 522, 641, 767, 682, 1)],
        ),
        (
            (1080, 1440),
            [
                Line("Label: made with Al", 15, 22, 710, 92, 0),
                Line("How labels work on Instagram", 15, 100, 1060, 170, 0),
            ],
        ),
        (
            (1080, 1350),
            [Line("Photo", 20, 20, 110, 52, 90), Line("AI generated", 20, 1300, 210, 1330, 60)],
        ),
    ],
    ids=lambda value: value[-1].text if isinstance(value, list) else None,
)
def test_words_in_company_are_no_note(size: tuple[int, int], lines: list[Line]) -> None:
    assert disclosures(lines, *size) == ()


def test_a_note_in_the_middle_is_none() -> None:
    assert said(line("AI generated", 1300)) != []
    assert said(line("AI generated", 640)) == []


def test_lettering_of_another_size_elsewhere_is_scenery() -> None:
    assert said(line("AI-generated image"), line("CASINO", 300, left=600, height=94)) != []


@pytest.mark.parametrize(
    "text",
    [
        "Is this image AI-generated?",
        "This image is not AI-generated",
        "AI art is theft",
        "How to spot AI-generated images",
        "Create AI-generated images in seconds",
        "Experts say this photo was made with AI",
        "Fact check: this image was made with AI",
        "The AI-generated image that fooled the world",
        "AI Image Generator",
        "Midjourney",
        "Nano Banana",
        "ChatGPT",
        "AI art",
        "#aiart #midjourney",
        "Photo: Al Jazeera",
        "shot on film, no AI",
        "AI-powered camera",
    ],
)
def test_words_about_ai_are_no_disclosure(text: str) -> None:
    assert said(line(text)) == []
    assert said(line(text, 600, height=80)) == []


def test_a_denial_anywhere_silences_the_picture() -> None:
    assert said(line("AI-generated image"), line("not made with AI", 40)) == []


def test_a_row_inside_a_sentence_is_no_note() -> None:
    rows = ["many people now think that every", "image is made with AI", "and do not trust their own eyes"]
    assert said(*(line(text, 600 + 30 * i) for i, text in enumerate(rows))) == []


def test_a_poster_with_large_letters_is_no_note() -> None:
    assert said(line("MADE WITH AI", 600, height=90)) == []


def test_a_long_text_is_no_note() -> None:
    rows = ["This image was made with AI. " + "We tell what else there is to tell about it here."] * 3
    assert said(*(line(text, 900 + 30 * i) for i, text in enumerate(rows))) == []


def test_amid_much_text_only_a_small_note_at_the_edge_counts() -> None:
    page = [line("seven other words stand in each row", 200 + 100 * i, left=60) for i in range(6)]
    assert said(*page, line("Image generated by AI")) != []
    assert said(*page, line("Image generated by AI", 20)) != []
    assert said(*page, line("Image generated by AI", 850)) == []
    assert said(*page, line("Image generated by AI", 1270, height=60)) == []


def test_nothing_on_a_picture_says_nothing() -> None:
    assert said() == []
