"""Words that reading from pixels has damaged."""

from __future__ import annotations

import pytest

from colophon.checks.image_text.repair import repaired


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Made with Al", "Made with AI"),
        ("Kl-generiertes Bild", "KI-generiertes Bild"),
        ("Hecho con lA", "Hecho con IA"),
        ("Illustration réalisée avec I'IA", "Illustration réalisée avec l'IA"),
        ("Image créée avec I'intelligence artificielle", "Image créée avec l'intelligence artificielle"),
        (
            "Illustrationproducedby artificial intelligence",
            "illustration produced by artificial intelligence",
        ),
        ("MadewithAl", "made with ai"),
        ("Algenerated image", "ai generated image"),
        ("GeneradoconlA", "generado con ia"),
        ("llustración creada con IA", "ilustracion creada con IA"),
        ("Created with Midjoumey", "Created with midjourney"),
        ("produced by artifical intelligence", "produced by artificial intelligence"),
        ("produced by artificial inteligencc", "produced by artificial intelligence"),
    ],
)
def test_what_is_read_becomes_what_was_meant(read: str, meant: str) -> None:
    assert repaired(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Made with AI",
        "Photo by Al",
        "Made with A1",
        "x" * 3000,
        "not AI",
        "Alain Delon photographed in Algeria",
        "SIGNAL CAPITAL",
        "Photo: Kleine Zeitung, 2021",
        "I'm with you, we're all here",
        "人工知能で作成",
        "",
        "l",
        "1 | 0",
    ],
)
def test_what_is_in_order_stays(text: str) -> None:
    assert repaired(text) == text


def test_a_short_word_is_not_guessed() -> None:
    assert repaired("nct AI generated") == "nct AI generated"
